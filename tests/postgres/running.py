"""A PostgreSQL server of one's own: on a free port, with nothing to keep, gone afterwards."""

import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres.finding import owner, programs, unprivileged

# What is in the server is gone after the run, so nothing need survive a power cut.
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 300
max_wal_size = 4GB
checkpoint_timeout = 1h
autovacuum = off
"""


class NotStarted(Exception):
    """PostgreSQL did not start; its own words say why."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a server of one's own on a free port, for as long as the body runs."""
    where, as_whom = programs(), unprivileged()
    with tempfile.TemporaryDirectory(prefix="steward-postgres-", ignore_cleanup_errors=True) as made:
        folder, password = Path(made), secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="utf-8")
        if as_whom:
            folder.chmod(0o700)
            for path in (folder, folder / "password"):
                shutil.chown(path, owner())
        data, port = folder / "data", _free_port()
        # md5: whoever asks for thousands of connections should not spend the time on proving who they are.
        identity = ["--username=steward", "--auth=md5", f"--pwfile={folder / 'password'}"]
        _run(*as_whom, where / "initdb", *identity, "--encoding=UTF8", "--no-locale", "--no-sync", "-D", data)
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS.format(port=port))
        _run(*as_whom, where / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://steward:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(*as_whom, where / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(*command: "str | Path") -> None:
    done = subprocess.run([str(part) for part in command], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotStarted(f"`{' '.join(map(str, command))}` failed: {done.stderr.strip() or done.stdout.strip()}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
