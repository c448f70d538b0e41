"""An agenda as it is handed over for freezing when its review is closed."""

from collections.abc import Mapping
from typing import Any

from lib.agenda.items import Agenda, Part
from lib.meeting.minutes import EMPTY, MORE, OF_PART, TITLE

Row = Mapping[str, Any]


def frozen_items(agenda: Agenda) -> list[Row]:
    """Every item of the agenda in order, as `lib.review.closing_actions.close_review` and `decide` take them."""
    return [vars(item) for part in agenda.parts for item in part.items]


def frozen_parts(agenda: Agenda) -> list[Row]:
    """What was said of parts as a whole, to be frozen beside the figures: title, how many more, why there is none."""
    return [row for part in agenda.parts for row in _of_part(part)]


def _of_part(part: Part) -> list[Row]:
    said = {
        TITLE: part.title,
        MORE: f"{part.more:,}" if part.more else "",
        EMPTY: "" if part.items else part.empty_words,
    }
    return [
        {"figure": figure, "scope": OF_PART, "key": part.name, "value": value}
        for figure, value in said.items()
        if value
    ]
