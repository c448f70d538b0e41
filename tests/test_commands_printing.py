"""A server goes on where its log cannot be written."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FULL = Path("/dev/full")  # takes nothing: "no space left on device"
PRINTS = """
import logging, sys
from lib.commands.printing import keep_printing
if sys.argv[1] == "kept":
    keep_printing()
for number in range(2000):
    print("a line of the log", number)
logging.error("something went wrong")
sys.stdout.flush()
"""


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(("way", "fails"), [("kept", False), ("as usual", True)])
def test_a_program_goes_on_where_its_log_is_full(way: str, fails: bool) -> None:
    with FULL.open("w") as log:
        done = subprocess.run(
            [sys.executable, "-c", PRINTS, way], cwd=ROOT, stdout=log, stderr=log, check=False
        )  # fmt: skip
    assert (done.returncode != 0) is fails


def test_what_can_be_written_is_written() -> None:
    command = [sys.executable, "-c", PRINTS, "kept"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "a line of the log 1999"
    assert "something went wrong" in done.stderr
