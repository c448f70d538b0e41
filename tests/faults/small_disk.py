"""A disk that a test can fill and empty again."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DISK = 16  # MB


@dataclass(frozen=True)
class Place:
    """A folder on a disk that can be filled and emptied again."""

    folder: Path
    fill: Callable[[int], None]
    empty: Callable[[], None]

    @contextmanager
    def full(self, spare: int = 0) -> Iterator[None]:
        """In the body there is no room but for some bytes."""
        self.fill(spare)
        try:
            yield
        finally:
            self.empty()


@contextmanager
def small_disk(folder: Path) -> Iterator[Place]:
    """A small disk of our own where this user may mount one; else files that may not grow stand for it."""
    at = folder / "disk"
    at.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(at)]
    mounted = (
        os.geteuid() == 0 and subprocess.run(["mount", *options], check=False, capture_output=True).returncode == 0
    )
    try:
        yield _filled(at) if mounted else limited(at)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(at)], check=True)


def _filled(at: Path) -> Place:
    filler = at / "filler"

    def fill(spare: int) -> None:
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12):
                while _written(file.fileno(), bytes(size)):
                    pass
            file.truncate(file.tell() - spare)

    return Place(at, fill, filler.unlink)


def _written(file: int, content: bytes) -> bool:
    try:
        return os.write(file, content) > 0
    except OSError:
        return False


def limited(at: Path) -> Place:
    """No file can grow beyond 4 kB, or beyond the largest there."""
    free = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(spare: int) -> None:
        largest = max((file.stat().st_size for file in at.rglob("*") if file.is_file()), default=0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(largest, 4096) + spare, free[1]))

    return Place(at, fill, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, free))
