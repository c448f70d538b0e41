"""Many windows in one process: each opens the page, waits as a person does, clicks, and notes how long it took."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.load.clicks import FOLLOWING, KEEPING, next_click
from tests.wire.client import address_of, protocols
from tests.wire.screen import Screen
from tests.wire.visitor import Visitor

LONGEST = 90.0  # seconds after which a click counts as lost


@dataclass
class Window:
    """One person's window and their clicks so far: what each was and its seconds, errors shown, whether cut off."""

    visitor: Visitor
    screen: Screen
    socket: ClientConnection
    took: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dropped: bool = False

    async def send(self, message: BackMsg) -> float:
        """Send a message, wait for the end of its run; seconds."""
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(LONGEST):
            while not self.screen.take(_bytes(await self.socket.recv())):
                pass
        self.errors += [node.words for node in self.screen.in_order() if node.kind == "exception"]
        return time.perf_counter() - began

    async def click(self, what: str, message: BackMsg) -> None:
        """One click that counts; a window that is cut off or waits too long says so and stays shut."""
        try:
            self.took.append((what, await self.send(message)))
        except (ConnectionClosed, TimeoutError) as cut:
            self.dropped = True
            self.errors.append(f"{type(cut).__name__}: {cut}")


def _bytes(sent: str | bytes) -> bytes:
    return sent.encode() if isinstance(sent, str) else sent


async def opened(visitor: Visitor, page: str = "", query: str = "") -> Window:
    """A window on a page, after its first run."""
    await asyncio.to_thread(visitor.greet)
    socket = await connect(
        address_of(visitor), host="127.0.0.1", port=int(visitor.address.rsplit(":", 1)[1]),
        subprotocols=protocols(visitor), additional_headers=visitor.sent(), max_size=None, compression=None,
        proxy=None, open_timeout=LONGEST, user_agent_header=None, ping_interval=None,
    )  # fmt: skip
    window = Window(visitor, Screen(page=page, query=query), socket)
    await window.send(window.screen.rerun())
    return window


async def crowd(visitors: Sequence[Visitor]) -> list[Window]:
    """A window for each visitor, opened four at a time as people come in."""
    doors = asyncio.Semaphore(4)

    async def come(visitor: Visitor) -> Window:
        async with doors:
            return await opened(visitor)

    return list(await asyncio.gather(*(come(visitor) for visitor in visitors)))


async def meeting(windows: Sequence[Window], think: float, seconds: float, seed: int) -> None:
    """Everybody clicks for a while, thinking between 0.5 and 1.5 times `think` before each click; the first writes."""
    until = time.monotonic() + seconds

    async def person(number: int, window: Window) -> None:
        dice = random.Random(f"{seed} {number}")
        mix = FOLLOWING if number else KEEPING
        await asyncio.sleep(dice.uniform(0, think))  # nobody begins on the same beat
        while time.monotonic() < until and not window.dropped:
            await window.click(*next_click(window.screen, dice, mix))
            await asyncio.sleep(min(dice.uniform(0.5, 1.5) * think, max(until - time.monotonic(), 0)))

    await asyncio.gather(*(person(number, window) for number, window in enumerate(windows)))


async def leave(windows: Sequence[Window]) -> None:
    """Close all windows."""
    await asyncio.gather(*(window.socket.close() for window in windows))
