"""How much one process takes from strangers: the size and the time of a body, and links that do not open."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request

from lib.errors import StewardError

MOST_BYTES = 256 * 1024
MOST_SECONDS = 20.0
MOST_REFUSALS, REFUSALS_WITHIN = 20, 60.0  # in one process, from everybody together: no address is kept


class BodyRefused(StewardError):
    """A body that was not read to its end; `status` is the HTTP status that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


@dataclass
class Refusals:
    """When links that do not open were refused lately; a link that opens never asks here."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_REFUSALS))

    def too_many(self) -> bool:
        """Count one more refusal; True where the last minute has had its fill already."""
        now = time.monotonic()
        if len(self.times) == MOST_REFUSALS and now - self.times[0] < REFUSALS_WITHIN:
            return True
        self.times.append(now)
        return False


async def read_body(request: Request) -> bytes:
    """The body of a request, whole; raises BodyRefused when it is too large, too slow or breaks off."""
    body = bytearray()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise BodyRefused(413, "What arrived is larger than this form can be: please write less.")
    except TimeoutError as error:
        raise BodyRefused(408, "Your answers did not arrive in time: open your link and send them again.") from error
    except ClientDisconnect as error:
        raise BodyRefused(400, "The connection broke off before your answers arrived.") from error
    return bytes(body)
