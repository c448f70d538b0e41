"""How long a sign-in may lie unused: kept for the sign-in, not for the window, so a copied cookie rests with it."""

from collections.abc import MutableMapping
from datetime import datetime, timedelta

from lib.signin.proving import LONGEST, Identity, NotSignedIn

IDLE = timedelta(hours=2)  # longer than a weekly review on the projector
MOST = 1_000  # sign-ins remembered before those that are over anyway are let go

Seen = MutableMapping[Identity, datetime]


def note(seen: Seen, proven: Identity, now: datetime, *, at_work: bool) -> None:
    """Note that a sign-in was used now, or only looked at (`at_work` False). Raises NotSignedIn: unused too long."""
    last = seen.get(proven)
    if last is not None and now - last > IDLE:
        raise NotSignedIn("Nobody used this sign-in for a while, so it ended. Sign in again.")
    if at_work or last is None:
        seen[proven] = now
    if len(seen) > MOST:
        for old in [one for one, when in seen.items() if now - when > LONGEST]:
            del seen[old]
