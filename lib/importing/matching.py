"""Names given in files matched with the records they mean: exactly, as accepted before, or nearly."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from lib.required import folded

NEAR = 90  # per cent of letters and digits that two names must share, in order, to be proposed as one
_SEVERAL = 0  # no record has this number


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means: the record's number, or none but a proposed one, or several that are called so."""

    row_id: int | None = None
    proposed_id: int | None = None
    ambiguous: bool = False


def bare(name: str) -> str:
    """Only the letters and digits of a name: "GTX Pro" and "gtx-pro" are bare the same."""
    return "".join(filter(str.isalnum, folded(name)))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@dataclass
class Names:
    """The names of one table's records, and the other names accepted for them; `exact`: case matters (codes)."""

    exact: bool = False
    shown: dict[int, str] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _bare: dict[str, int] = field(default_factory=dict)
    _aliases: dict[str, int] = field(default_factory=dict)

    def add(self, name: str | None, row_id: int) -> None:
        """A record is called `name`."""
        if not name:
            return
        folded = self._fold(name)
        self._ids[folded] = row_id if self._ids.get(folded, row_id) == row_id else _SEVERAL
        plain = bare(name)
        self._bare[plain] = row_id if self._bare.get(plain, row_id) == row_id else _SEVERAL
        self.shown[row_id] = name

    def drop(self, name: str | None, row_id: int) -> None:
        """A record that was added is not to be, after all."""
        if name and self._ids.get(self._fold(name)) == row_id:
            del self._ids[self._fold(name)]
            if self._bare.get(bare(name)) == row_id:
                del self._bare[bare(name)]

    def alias(self, given: str, row_id: int) -> None:
        """A person accepted `given` as another name."""
        self._aliases[self._fold(given)] = row_id

    def drop_aliases(self, row_ids: Collection[int]) -> None:
        """No other name means one of these records any more."""
        self._aliases = {given: row_id for given, row_id in self._aliases.items() if row_id not in row_ids}

    def find(self, name: str) -> int | None:
        """The record of exactly this name; None where there is none, or several."""
        return self._ids.get(self._fold(name)) or None

    def match(self, name: str, near: bool = True) -> Match:
        """What `name` means; `near`: also propose the record whose name is nearest, with the same digits."""
        folded = self._fold(name)
        found = self._ids.get(folded)
        if found is None:
            found = self._aliases.get(folded)
        if found is not None:
            return Match(ambiguous=True) if found == _SEVERAL else Match(found)
        return Match(proposed_id=self._nearest(name)) if near and not self.exact else Match()

    def _nearest(self, name: str) -> int | None:
        wanted = bare(name)
        if not wanted:
            return None
        if self._bare.get(wanted):
            return self._bare[wanted]
        # Names that count (Store 1, Store 2; Plan 2024, Plan 2025) are near in letters and never the same.
        near = process.extract(wanted, self._bare.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=10)
        same_digits = (self._bare[key] for key, _, _ in near if _digits(key) == _digits(wanted))
        return next((row_id for row_id in same_digits if row_id != _SEVERAL), None)

    def _fold(self, name: str) -> str:
        return name.strip() if self.exact else folded(name)


def names_of(records: Iterable[tuple[int, str | None]], aliases: Iterable[tuple[str, int]], exact: bool) -> Names:
    """The names of records (number, name) and the other names (name, number) accepted for them."""
    names = Names(exact)
    for row_id, name in records:
        names.add(name, row_id)
    for given, row_id in aliases:
        if row_id in names.shown:
            names.alias(given, row_id)
    return names
