"""CPU time of another process: what a server spent, read from outside, its threads included."""

import sys
import time

_OF_A_PROCESS, _ALL_THREADS = 3, 2  # how Linux numbers the clocks of processes: the inverted id, then this kind


def cpu_of(pid: int) -> float:
    """CPU seconds of a process of this machine so far, to the nanosecond; only Linux tells it."""
    if not sys.platform.startswith("linux"):
        raise OSError("the CPU time of another process can only be read on Linux")
    return time.clock_gettime((~pid << _OF_A_PROCESS) | _ALL_THREADS)
