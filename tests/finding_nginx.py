"""Which nginx the proxy tests drive: one that is there, else one put there now; run it to print the path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.installing import logged

GIVEN = "STEWARD_NGINX"
PLACES = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
LOG = Path(__file__).parents[1] / "build" / "nginx.log"
APT = (("apt-get", "update"), ("apt-get", "install", "--yes", "--no-install-recommends", "nginx"))


class NoNginx(Exception):
    """There is no nginx and none could be put here."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}: install nginx with the system's package manager, or set {GIVEN}=/path/to/nginx.")


def find_nginx() -> Path | None:
    """The first nginx that tells its version: the one named in STEWARD_NGINX, on the PATH, or where systems put it.

    Raises NoNginx where STEWARD_NGINX names something else.
    """
    given = os.environ.get(GIVEN)
    if given:
        if not starts(Path(given)):
            raise NoNginx(f"{GIVEN} is set to {given}, which does not start as nginx")
        return Path(given)
    return next((Path(path) for name in PLACES if (path := shutil.which(name)) and starts(Path(path))), None)


def install_nginx() -> Path:
    """Put an nginx on this machine by the system's packages, where we may; raises NoNginx."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write(f"No nginx yet: installing one (`{' '.join(APT[-1])}`, log in {LOG}) ...\n")
        if all(logged(command, LOG) for command in APT) and (found := find_nginx()):
            return found
    raise NoNginx("There is no nginx for the proxy tests and none could be installed")


def starts(nginx: Path) -> bool:
    """Whether it is a program that tells nginx's version."""
    try:
        done = subprocess.run([nginx, "-v"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"nginx" in done.stderr


def main() -> None:
    """Print the path of an nginx, installing one where there is none; else fail with one sentence."""
    try:
        sys.stdout.write(f"{find_nginx() or install_nginx()}\n")
    except NoNginx as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
