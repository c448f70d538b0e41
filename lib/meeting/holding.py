"""Holding a meeting: an agenda made anew keeps the words of the items that were decided on already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lib.agenda.items import Agenda, Item, Part
from lib.review.frozen import FrozenItem

Told = Item | FrozenItem
Key = tuple[str, int | None, int | None, str]


def key_of(item: Told) -> Key:
    """What makes an item the same one: part, account, person, words."""
    return item.part, item.account_id, item.person_id, item.words


def holding(
    agenda: Agenda, written: Sequence[FrozenItem], names: Mapping[int, str], inside: Callable[[FrozenItem], bool]
) -> Agenda:
    """The agenda with the items `written` in an open review as they were told then.

    Each stands in the place of the one that tells of the same account or person in its part; one that nothing tells of
    any more follows its part where it is `inside` the filters. `names`: accounts by number, for the link.
    """
    parts = tuple(
        _part(part, [one for one in written if one.part == part.name], names, inside) for part in agenda.parts
    )
    return replace(agenda, parts=parts)


def _part(
    part: Part, written: Sequence[FrozenItem], names: Mapping[int, str], inside: Callable[[FrozenItem], bool]
) -> Part:  # fmt: skip
    kept, items = {key_of(one) for one in written}, list(part.items)
    told = {key_of(item) for item in items}
    for one in written:
        if key_of(one) in told:
            continue
        at = _same(items, one, kept)
        if at is not None:
            items[at] = replace(items[at], words=one.words, figures=one.figures)
        elif inside(one):
            items.append(_item(one, names))
    return replace(part, items=tuple(items), empty_words="" if items else part.empty_words)


def _same(items: Sequence[Item], one: FrozenItem, kept: set[Key]) -> int | None:
    """The place of the one item not decided on that is about the same account and person; None: none, or several."""
    about = (one.account_id, one.person_id)
    if about == (None, None):
        return None
    found = [
        at for at, item in enumerate(items) if (item.account_id, item.person_id) == about and key_of(item) not in kept
    ]
    return found[0] if len(found) == 1 else None


def _item(one: FrozenItem, names: Mapping[int, str]) -> Item:
    name = None if one.account_id is None else names.get(one.account_id)
    return Item(
        one.part, one.account_id, one.person_id, one.words, 0.0, one.figures,
        "account" if name else "", {"account": name} if name else {},
    )  # fmt: skip
