"""Every figure Steward shows: its name, its words, its unit, and the one function that computes it."""

from lib.catalog import book, clients, contact, deals, earning, growth, review, scorecard, surveys, team, work
from lib.catalog.entry import SCOPES, Figure

_ENTRIES = (
    *book.ENTRIES, *clients.ENTRIES, *contact.ENTRIES, *growth.ENTRIES, *deals.ENTRIES, *work.ENTRIES, *earning.ENTRIES,
    *team.ENTRIES, *surveys.ENTRIES, *scorecard.ENTRIES, *review.ENTRIES,
)  # fmt: skip
CATALOG = {entry.name: entry for entry in _ENTRIES}
# Those that exist for any part of the book of accounts and any period.
OF_BOOK = tuple(entry.name for entry in _ENTRIES if entry.home == "book")

__all__ = ["CATALOG", "OF_BOOK", "SCOPES", "Figure"]
