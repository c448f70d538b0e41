"""Whom a form of an account can name: the people at the client, and ours with the owner proposed."""

from lib.accounts.profile_queries import contacts, identity
from lib.people.queries import current_people
from lib.ui.page import View


def client_people(view: View, account_id: int) -> dict[int | None, str]:
    """The people at the client who are there, and nobody."""
    there = view.read(contacts, account_id, view.as_of)
    return {None: "–", **{one.id: one.name for one in there if one.left_on is None}}


def our_people(view: View) -> dict[int, str]:
    """Everybody who has not left us: number → name."""
    return view.read(current_people)


def proposed(view: View, account_id: int) -> int | None:
    """Who is proposed on our side: the person at the keyboard, else the account's owner, where they are with us."""
    people = our_people(view)
    mine = next((number for number, name in people.items() if name == view.who), None)
    owner = view.read(identity, account_id, view.as_of).owner_id
    return mine if mine is not None else owner if owner in people else None
