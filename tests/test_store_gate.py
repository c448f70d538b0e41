"""Writers take turns in the order in which they ask, and one that gives up does not hold up the others."""

import threading
import time
from pathlib import Path

import pytest

from lib.store.gate import WriteGate


def test_threads_get_their_turn_in_the_order_of_asking(tmp_path: Path) -> None:
    gate, order, running = WriteGate(tmp_path / "lock"), list[str](), list[threading.Thread]()

    def ask(name: str) -> None:
        with gate.turn():
            order.append(name)

    with gate.turn():
        for name in "abc":
            running.append(threading.Thread(target=ask, args=(name,)))
            running[-1].start()
            time.sleep(0.03)
        order.append("first")
    ask("first again, and at once")
    for thread in running:
        thread.join()
    assert order == ["first", "a", "b", "c", "first again, and at once"]


def test_an_error_in_a_turn_gives_it_on(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "lock")
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"), gate.turn():
            raise ValueError("broken")


def test_who_gives_up_waiting_leaves_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = WriteGate(tmp_path / "lock")

    def interrupted(_: threading.Event) -> None:
        raise KeyboardInterrupt

    with gate.turn(), monkeypatch.context() as patched:
        patched.setattr(threading.Event, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt), gate.turn():
            pass
    with gate.turn():
        pass
