"""What proves who somebody is: the claims of a sign-in, or the header of a proxy that knows our secret."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.signin.configured import Settings
from lib.store.actors import SignInRefused

LONGEST = timedelta(hours=12)  # a sign-in is renewed once a working day
SKEW = timedelta(minutes=5)  # clocks of two machines differ


class NotSignedIn(SignInRefused):
    """Nobody signed in yet, or the sign-in is over: there is a button for it."""


@dataclass(frozen=True)
class Identity:
    """A proven e-mail address, in small letters, and when its sign-in began (aware, UTC)."""

    email: str
    since: datetime


def from_claims(claims: Mapping[str, Any], now: datetime) -> Identity:
    """The identity behind the claims of an OIDC sign-in. Raises NotSignedIn or SignInRefused.

    The provider's own `exp` is about the token, an hour at most places; how long a sign-in lasts we say ourselves.
    """
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn("Sign in to open Steward.")
    email = _address(claims.get("email"))
    if "email_verified" in claims and claims["email_verified"] not in (True, "true"):
        raise SignInRefused(f"Your provider has not verified that {email} is yours: verify it there, then sign in.")
    since = _moment(claims.get("iat"))
    if since is None or since > now + SKEW:
        raise NotSignedIn("Your sign-in does not say when it began. Sign in again.")
    if now - since > LONGEST:
        hours = int(LONGEST.total_seconds() // 3600)
        raise NotSignedIn(f"Your sign-in is more than {hours} hours old. Sign in again.")
    return Identity(email, since)


def from_proxy(settings: Settings, claims: Mapping[str, Any], secrets: Sequence[str], since: datetime) -> Identity:
    """The identity that the proxy vouches for. `secrets`: every value of the secret's header. Raises SignInRefused.

    `since`: when this session began, because with a proxy a sign-in is renewed with each connection.
    """
    if len(secrets) != 1 or not same_secret(secrets[0], settings.proxy_secret):
        raise SignInRefused("Steward is opened through the firm's own address, not directly.")
    return Identity(_address(claims.get("email")), since)


def same_secret(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how much of them is."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _address(given: object) -> str:
    # ASCII only: lower case makes the Kelvin sign a plain k, and so one person of another.
    written = given.strip() if isinstance(given, str) and given.isascii() and given.isprintable() else ""
    email = written.lower()
    if not (3 <= len(email) <= 254 and email.count("@") == 1 and " " not in email):
        raise SignInRefused("Your sign-in came without an e-mail address, so Steward cannot tell who you are.")
    return email


def _moment(given: object) -> datetime | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        return datetime.fromtimestamp(given, UTC)
    except (OverflowError, OSError, ValueError):
        return None
