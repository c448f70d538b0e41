"""Start the survey form: `python -m lib.respond --port 8502 --file data/respond.db`."""

import argparse
import sys
from pathlib import Path

import uvicorn

from lib.errors import StewardError
from lib.respond.app import create_app
from lib.respond.store import prepare


def main() -> None:
    """Serve one file until stopped; an error that a person can put right is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m lib.respond", description=__doc__)
    parser.add_argument("--file", type=Path, required=True, help="the survey form's own file, made where there is none")
    parser.add_argument("--port", type=int, default=8502)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; clients come through a proxy")
    given = parser.parse_args()
    try:
        prepare(given.file)
    except StewardError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{given.file} cannot be opened ({error.strerror}): name a file in a folder that is there and yours.")
    serve(given.file, given.host, given.port)


def serve(path: Path, host: str, port: int) -> None:
    """Run the server: one process, and nothing is written down about who asked, from where or when."""
    uvicorn.run(
        create_app(path), host=host, port=port, access_log=False, log_level="warning", proxy_headers=False,
        server_header=False, date_header=False, timeout_graceful_shutdown=5, lifespan="off",
    )  # fmt: skip


if __name__ == "__main__":
    main()
