"""Which pages are for whom: asked by the navigation, and again by each page, because an address can be typed."""

from lib.store.actors import Actor

# Page → the least role that has a use for it; every other page is for everybody who may come in.
_LEAST = {"Record": "editor", "Data": "editor"}
# About the whole firm, or about colleagues. A closed weekly review keeps the words and figures of every account.
_WHOLE_FIRM = ("Weekly review", "Team allocation", "Scorecard", "Data")
HOMES = ("Weekly review", "Portfolio")


def why_not(title: str, actor: Actor) -> str | None:
    """Why a page is not for this actor, in one sentence; None where it is.

    Whoever has no user row is at this machine, where nobody signs in: every page, which asks for a name.
    """
    if actor.user_id is None:
        return None
    if not actor.may(_LEAST.get(title, "viewer")):
        return f"The page {title} is for those who record: your role is {actor.role}. Ask an administrator of Steward."
    if actor.confined and title in _WHOLE_FIRM:
        return f"The page {title} shows the whole firm, and you see some accounts of it. Ask an administrator."
    return None


def home(actor: Actor) -> str:
    """The title of the page that Steward opens on."""
    return next(title for title in HOMES if why_not(title, actor) is None)
