"""Which Chromium the browser tests drive: one that is there, else one put there now; run it to print the path."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.installing import logged

GIVEN = "STEWARD_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOG = Path(__file__).parents[2] / "build" / "browser.log"
APT = (("apt-get", "update"), ("apt-get", "install", "--yes", "chromium"))
PLAYWRIGHT = ((sys.executable, "-m", "playwright", "install", "chromium"),)


class NoBrowser(Exception):
    """There is no Chromium and none could be put here."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}: install Chromium with the system's package manager, or run `{PLAYWRIGHT[0][0]} -m playwright "
            f"install chromium`, or set {GIVEN}=/path/to/chromium."
        )


def find_browser() -> Path | None:
    """The first Chromium that starts: the one named in STEWARD_CHROMIUM, on the PATH, or Playwright's own.

    Raises NoBrowser where STEWARD_CHROMIUM names something else. Call it before Playwright is started.
    """
    given = os.environ.get(GIVEN)
    if given:
        if not starts(Path(given)):
            raise NoBrowser(f"{GIVEN} is set to {given}, which does not start as a browser")
        return Path(given)
    return next(filter(starts, _places()), None)


def install_browser() -> Path:
    """Put a Chromium on this machine, by the system's packages where we may, else Playwright's; raises NoBrowser."""
    ways = [APT] if os.geteuid() == 0 and shutil.which("apt-get") else []
    for way in [*ways, PLAYWRIGHT]:
        sys.stderr.write(f"No Chromium yet: installing one (`{' '.join(way[-1])}`, log in {LOG}) ...\n")
        if all(logged(command, LOG) for command in way) and (found := find_browser()):
            return found
    raise NoBrowser(f"There is no Chromium for the browser tests and none could be installed (see {LOG})")


def starts(browser: Path) -> bool:
    """Whether it is a program that tells its version: a stand-in that asks for another package does not."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _places() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield Path(own)


def main() -> None:
    """Print the path of a Chromium, installing one where there is none; else fail with one sentence."""
    try:
        sys.stdout.write(f"{find_browser() or install_browser()}\n")
    except NoBrowser as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
