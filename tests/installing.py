"""Installing a program that the tests drive, by commands whose words go to a log."""

import os
import subprocess
from pathlib import Path


def logged(command: tuple[str, ...], log: Path) -> bool:
    """Whether the command went well; what it said is in `log`."""
    log.parent.mkdir(exist_ok=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output:
        return subprocess.run(command, stdout=output, stderr=output, env=environment, check=False).returncode == 0
