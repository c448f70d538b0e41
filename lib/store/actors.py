"""Who is at work: the user behind a sign-in, and what is said to somebody who may not do a thing."""

from dataclasses import dataclass
from datetime import datetime

from lib.errors import StewardError

ROLES = ("viewer", "editor", "lead", "admin")  # each may do what those before it may


@dataclass(frozen=True)
class Actor:
    """A person at a screen. `confined`: sees and changes only the accounts named for this user.

    `user_id` None: nobody with a user row, so a viewer. `since`: when this sign-in began (aware, UTC); None where
    nobody signs in because only this machine may ask.
    """

    name: str | None
    role: str
    user_id: int | None = None
    confined: bool = False
    since: datetime | None = None

    def may(self, role: str) -> bool:
        """Whether this role reaches as far as `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def sight(self) -> int | None:
        """What tells two people's sight of the data apart: the user where confined, else None; a key of every cache."""
        return self.user_id if self.confined else None


class NotAllowed(StewardError):
    """Somebody may not do this; nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Not allowed: {reason}")


class SignInRefused(StewardError):
    """Somebody is known to the sign-in but may not come in."""
