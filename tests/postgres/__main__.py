"""`make test-postgres`: starts a PostgreSQL of its own and runs the tests on it; words after it go to pytest."""

import os
import subprocess
import sys
from pathlib import Path

from tests.postgres.finding import NoPostgres
from tests.postgres.running import NotStarted, server

ROOT = Path(__file__).parents[2]
# These drive a browser or measure: they have runs of their own.
ELSEWHERE = ("browser", "bench", "load")
IN_PARTS = ("-n", "3", "--dist", "loadgroup", "--no-loadscope-reorder")


def main() -> int:
    """Run the tests on a server; gives pytest's exit code."""
    asked = sys.argv[1:] or [*IN_PARTS, "-rs", *(f"--ignore={ROOT / 'tests' / name}" for name in ELSEWHERE)]
    with server() as address:
        environment = os.environ | {"STEWARD_TEST_POSTGRES": address}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *asked], cwd=ROOT, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (NoPostgres, NotStarted) as error:
        sys.exit(str(error))
