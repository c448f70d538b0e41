"""Where each sheet of an export belongs: those the store has stay in their wave, new ones come into the wave chosen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lib.importing.answer_map import AnswerMap
from lib.importing.answer_rows import only_rows
from lib.importing.converting import Columns
from lib.importing.draft import Draft
from lib.importing.mapping import FieldRule, SheetColumns, table_named
from lib.importing.raw_table import RawTable, Refusal, counted
from lib.importing.standing_surveys import StoredSurvey, day_text, own_number, waves_of_sheets


@dataclass(frozen=True)
class Places:
    """The lines to take (`rows`, by their index), the cells that say where each belongs, and the lines refused."""

    rows: list[int]
    cells: dict[str, list[str]]
    refused: list[Refusal]

    def kept(self, raw: RawTable) -> RawTable:
        """The file with these lines only."""
        return replace(only_rows(raw, self.rows), refused=[*raw.refused, *self.refused])


@dataclass(frozen=True, slots=True)
class _Place:
    number: str
    name: str
    opens: str


def place_sheets(
    draft: Draft, columns: Columns, sheet: SheetColumns, mapped: AnswerMap, stored: StoredSurvey | None
) -> Places:
    """Survey, wave and number of each sheet; one that stands in another survey is refused."""
    raw, tool = columns.raw, columns.file.source or ""
    numbers = _numbers(raw, sheet, mapped)
    known = draft.sources(table_named("survey_response"), tool)
    there = waves_of_sheets(draft.standing, {number: known[number] for number in set(numbers) if number in known})
    elsewhere = {number for number, wave in there.items() if stored is None or wave.survey_id != stored.row.id}
    rows = [row for row, number in enumerate(numbers) if number not in elsewhere]
    refused = [_elsewhere(raw, row, sheet, numbers[row]) for row in range(len(numbers)) if numbers[row] in elsewhere]
    survey = _survey_number(draft, tool, mapped, stored)
    places = _places(
        draft, columns, sheet, tool, survey, mapped, stored, [there.get(numbers[row]) for row in rows], rows
    )
    _tell_staying(draft, places, mapped)
    name, kind = (stored.row.name, stored.row.kind) if stored else (mapped.survey, mapped.kind)
    cells = {
        "<survey>": [name] * len(rows), "<survey id>": [survey] * len(rows), "<kind>": [kind] * len(rows),
        "<wave>": [place.name for place in places], "<wave id>": [place.number for place in places],
        "<opens>": [place.opens for place in places], "<sheet>": [numbers[row] for row in rows],
    }  # fmt: skip
    return Places(rows, cells, refused)


def _elsewhere(raw: RawTable, row: int, sheet: SheetColumns, number: str) -> Refusal:
    reason = "This response is in another survey already: choose that one, or undo its import first."
    return Refusal(raw.lines[row], sheet.id or sheet.answered[0], number, reason)


def _numbers(raw: RawTable, sheet: SheetColumns, mapped: AnswerMap) -> list[str]:
    """What tells each sheet from the others: its own number, else survey, time and who, counted where they repeat."""
    if sheet.id:
        return [cell.strip() for cell in raw.column(sheet.id)]
    times = [cell.strip() for cell in raw.column("<ended>")]
    email = raw.column(mapped.email) if mapped.email and raw.has(mapped.email) else [""] * len(times)
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for pair in zip(times, (cell.strip() for cell in email), strict=True):
        seen[pair] += 1
        more = (str(seen[pair]),) if seen[pair] > 1 else ()
        found.append(" | ".join((mapped.survey, *filter(None, pair), *more)))
    return found


def _survey_number(draft: Draft, tool: str, mapped: AnswerMap, stored: StoredSurvey | None) -> str:
    """The number of the survey among the tool's: of a new one its name, unless an older one is known by that."""
    known = draft.sources(table_named("survey"), tool)
    if stored is not None:
        number = own_number(stored.row, tool)
        known[number] = stored.row.id
        return number
    return mapped.survey if mapped.survey not in known else f"{mapped.survey} | {len(known) + 1}"


def _places(
    draft: Draft, columns: Columns, sheet: SheetColumns, tool: str, survey: str, mapped: AnswerMap,
    stored: StoredSurvey | None, there: Sequence[Any], rows: Sequence[int],
) -> list[_Place]:  # fmt: skip
    known = draft.sources(table_named("survey_wave"), tool)
    chosen = stored.wave(mapped.wave) if stored else None
    waves = {wave.id: wave for wave in (*there, chosen) if wave is not None}
    settled = {key: _Place(own_number(wave, tool), wave.name, day_text(wave.opens_on)) for key, wave in waves.items()}
    known.update({settled[key].number: key for key in settled})
    new = [row for row, wave in zip(rows, there, strict=True) if wave is None]
    if chosen is not None:
        comes = settled[chosen.id]
    else:
        comes = _Place(f"{survey} | {mapped.wave}", mapped.wave, _first_day(columns, sheet, new))
    return [comes if wave is None else settled[wave.id] for wave in there]


def _first_day(columns: Columns, sheet: SheetColumns, rows: Sequence[int]) -> str:
    """The first day on which one of these sheets was begun, or else answered; "" where none has a day."""
    begun = sheet.started if sheet.started and columns.raw.has(sheet.started) else sheet.answered[0]
    values = columns.typed(FieldRule("answered_on", (begun,), formats=sheet.formats), "date").values
    days: list[date] = [values[row] for row in rows if values[row] is not None]
    return day_text(min(days)) if days else ""


def _tell_staying(draft: Draft, places: Sequence[_Place], mapped: AnswerMap) -> None:
    """Say how many sheets are there already in other waves than the one chosen."""
    others = Counter(place.name for place in places if place.name.casefold() != mapped.wave.casefold())
    for name, count in others.items():
        stay = "is here already and stays" if count == 1 else "are here already and stay"
        draft.notes.append(f'{counted(count, "response")} of the wave "{name}" {stay} there.')
