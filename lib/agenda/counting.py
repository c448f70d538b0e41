"""How much a meeting has to talk about."""

from lib.agenda.items import Agenda
from lib.measure import Measure


def agenda_items(agenda: Agenda) -> Measure:
    """The items of an agenda that are told; what is past the seven of a part is counted in the note."""
    told = sum(len(part.items) for part in agenda.parts)
    more = sum(part.more for part in agenda.parts)
    return Measure(told, base=told + more, note=f"and {more:,} more that are only counted" if more else "")


def late_items(agenda: Agenda) -> int:
    """How many of the items told should have been done by now."""
    return sum(item.late for part in agenda.parts for item in part.items)
