"""Which role each action needs, and the check that every write passes inside its transaction."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from lib.store.actors import ROLES, Actor, NotAllowed
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.tables import AppUser

USERS = table_of(AppUser)

# The daily work with clients: whoever looks after accounts.
_EDITOR = (
    "add contact", "add objective", "add onboarding step", "add promise", "add reading", "add renewal", "add request",
    "add scope change", "answer request", "ask for referral", "change profile", "change terms", "close escalation",
    "close follow-up", "close objective", "close request", "close roadblock", "confirm reading", "decide",
    "decide scope change", "decision done", "decline service", "edit account", "edit contact", "edit decision",
    "edit opportunity", "edit renewal", "edit write-off", "judge decision", "log interaction", "lose opportunity",
    "make a renewal call", "make referral", "move opportunity", "note on follow-up", "note write-off",
    "open escalation", "open follow-up", "open opportunity", "open review", "close review", "open roadblock",
    "record departure", "record exit interview", "record win", "reject tag", "remove write-off", "reopen follow-up",
    "reopen opportunity", "save absences", "sell service again", "settle promise", "start onboarding", "tag comment",
    "tag comment a second time", "take an answer by phone", "take follow-up", "tell client", "tick onboarding step",
    "undo decision", "undo entry", "update escalation", "win opportunity", "win referral", "withdraw decision",
)  # fmt: skip
# What sets how the firm works or whom it asks, and what cannot be taken back by the next person.
_LEAD = (
    "accept match", "add benchmark", "add expectation", "add growth target", "add loss reason", "add market signal",
    "add needed skill", "add person", "add question", "add service", "add stage", "add survey", "apply allocation",
    "apply plan", "assign account", "change career ladder", "change market signal",
    "change needed skill", "change survey settings",
    "change the health formula", "change what a suggestion weighs", "close a wave", "copy survey",
    "create instead of match", "delete question", "delete survey", "dismiss import issue", "drop a wave",
    "edit benchmark", "edit expectation", "edit goal", "edit growth target", "edit person", "edit question",
    "edit service", "edit stage", "edit survey", "end a wave without its answers",
    "end an exemption", "end an override", "end skill",
    "exempt from a factor", "fetch survey answers", "give out reminders of a wave", "give out the links of a wave",
    "hand over account", "import", "list people in a wave", "make the links of a wave",
    "make the reminders of a wave", "mark an invitation", "move a wave's last day", "move question", "open a wave",
    "put in order", "reach goal", "restore benchmark", "record check-up", "remove expectation", "remove growth target",
    "remove needed skill", "rename loss reason", "retire loss reason", "retire service", "retire stage",
    "save bookings", "send a reminder", "send an invitation", "set a band beside the computed one", "set goal",
    "set manager", "set price", "set role", "set skill", "set utilisation target", "set weekly hours",
    "set what account managers' load is reckoned by", "take people out of a wave", "take snapshot",
    "undo allocation", "undo import", "undo plan", "use again", "export everything", "make a backup",
)  # fmt: skip
_ANYBODY = ("sign out",)  # concerns nobody but oneself
_ADMIN = ("add user", "change settings", "change user", "clear the demo firm", "confine user", "sign user out")

# Action → the least role that may do it. What is not named here nobody may do from a screen.
NEEDS: Mapping[str, str] = (
    dict.fromkeys(_ANYBODY, "viewer")
    | dict.fromkeys(_EDITOR, "editor")
    | dict.fromkeys(_LEAD, "lead")
    | dict.fromkeys(_ADMIN, "admin")
)
# Actions whose name goes on with what they are about: "undo entry 17".
_BEGINNINGS = ("undo entry", "apply plan", "undo plan", "apply allocation", "undo allocation")


def needed(action: str) -> str | None:
    """The least role for an action; None for one that no screen may ask for."""
    stem = next((name for name in _BEGINNINGS if action.startswith(f"{name} ")), action)
    return NEEDS.get(stem)


def may(actor: Actor | None, action: str) -> bool:
    """Whether a screen should offer an action; the operator's command line (None) may do everything."""
    least = needed(action)
    return actor is None or (least is not None and actor.may(least))


def require(store: Store, action: str) -> None:
    """The same as a refusal, for reads that are acts of their own, such as an export. Raises NotAllowed."""
    if store.actor is not None:
        with store.read() as connection:
            check(connection, store.actor, store.actor.name or "", action)
        if store.actor.confined:
            raise NotAllowed(f"“{action}” takes in the whole firm, and you see a part of its accounts: ask a lead.")


def check(connection: Connection, actor: Actor, who: str, action: str) -> None:
    """Whether `actor` may do `action` now, by the user row as it stands in this transaction. Raises NotAllowed."""
    if actor.name is None or actor.user_id is None:
        raise NotAllowed("Steward does not know who you are. Give your name or sign in.")
    if who != actor.name:
        raise NotAllowed(f"this would stand in the change log as {who}, and you are {actor.name}.")
    columns = (USERS.c.role, USERS.c.active, USERS.c.not_before, USERS.c.confined)
    row = connection.execute(select(*columns).where(USERS.c.id == actor.user_id)).first()
    if row is None or not row.active or ended(actor, row.not_before):
        raise NotAllowed("your access was ended. Ask an administrator.")
    if row.confined and not actor.confined and action not in _ANYBODY:
        raise NotAllowed("the accounts that you see were changed meanwhile. Reload the page.")
    least = needed(action)
    if least is None:
        raise NotAllowed(f"“{action}” is not offered on a screen.")
    if ROLES.index(row.role) < ROLES.index(least):
        raise NotAllowed(f"“{action}” needs the role {least}, yours is {row.role}. Ask an administrator.")


def ended(actor: Actor, not_before: object) -> bool:
    """Whether a sign-in began before the moment from which this user's sign-ins count."""
    return actor.since is not None and not_before is not None and actor.since < not_before  # type: ignore[operator]
