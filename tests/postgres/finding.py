"""Where PostgreSQL's programs are: those on the PATH, the system's packages, else a package put there now."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LOG = Path(__file__).parents[2] / "build" / "postgres.log"
APT = (("apt-get", "update"), ("apt-get", "install", "--yes", "postgresql"))
PACKAGES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")  # Debian and Ubuntu; Fedora and Red Hat
PROGRAMS = ("initdb", "pg_ctl", "postgres")


class NoPostgres(Exception):
    """There is no PostgreSQL and none could be put here."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}: install it (Debian, Ubuntu: `apt-get install postgresql`; Fedora: `dnf install "
            "postgresql-server`), or put its `initdb` and `pg_ctl` on the PATH."
        )


def programs() -> Path:
    """The folder of the newest PostgreSQL's programs, installed if we may; raises NoPostgres."""
    if found := next(_places(), None):
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoPostgres("There is no PostgreSQL for these tests")
    sys.stderr.write(f"No PostgreSQL yet: installing one (`{' '.join(APT[-1])}`, log in {LOG}) ...\n")
    if all(map(_logged, APT)) and (found := next(_places(), None)):
        return found
    raise NoPostgres(f"There is no PostgreSQL for these tests and none could be installed (see {LOG})")


def unprivileged() -> list[str]:
    """What to put before a command that must not run as root, which PostgreSQL refuses; raises NoPostgres."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("runuser"):
        raise NoPostgres("PostgreSQL does not start as root, and there is no `runuser` to start it as somebody else")
    return ["runuser", "-u", owner(), "--"]


def owner() -> str:
    """The user that root starts the server as: the package's own, else nobody."""
    known = {line.split(":")[0] for line in Path("/etc/passwd").read_text(encoding="utf-8").splitlines()}
    return "postgres" if "postgres" in known else "nobody"


def _places() -> Iterator[Path]:
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    for pattern in PACKAGES:
        folders += sorted(Path("/").glob(pattern[1:]), key=_number, reverse=True)
    yield from (folder for folder in folders if all((folder / name).exists() for name in PROGRAMS))


def _number(folder: Path) -> float:
    digits = "".join(letter for letter in folder.parent.name if letter.isdigit() or letter == ".")
    return float(digits or 0)


def _logged(command: tuple[str, ...]) -> bool:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(command, stdout=log, stderr=log, env=environment, check=False).returncode == 0
