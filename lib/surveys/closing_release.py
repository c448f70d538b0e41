"""What is released of an anonymous wave when it is closed: its answers and invitations as the release takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from lib.respond.wave import Sheet
from lib.store.base import table_of
from lib.store.engine import Store
from lib.surveys.crowd_figures import CUTS, Cell, cells_of
from lib.surveys.release_figures import Closed, Row, release
from lib.surveys.released_question_figures import Released, released_question
from lib.surveys.tables import SurveyInvitation
from lib.surveys.wave_queries import questions

INVITATION = table_of(SurveyInvitation)
ANSWER_COLUMNS = ("sheet", "question_id", "score", "words", "not_applicable", *CUTS)


def release_of(store: Store, state: Mapping[str, Any], sheets: Sequence[Sheet]) -> list[Row]:
    """The rows of `survey_release` of a wave that was just closed; `state` as of collecting.wave_state."""
    asked = questions(store, state["survey_id"])
    closed = Closed(answer_rows(sheets), invited_groups(store, state["wave_id"]), state["least_group"])
    return release(closed, plans(asked), comments_on(asked))


def plans(asked: pd.DataFrame) -> list[Released]:
    """How each question that is not answered in words is released; `asked` as of wave_queries.questions."""
    return [
        released_question(row["id"], row["scale"], row["better"], str(row["choices"]).split("; "))
        for row in asked.to_dict("records")
        if row["scale"] != "text"
    ]


def comments_on(asked: pd.DataFrame) -> list[int]:
    """The questions answered in words."""
    return [int(number) for number in asked.loc[asked["scale"] == "text", "id"]]


def answer_rows(sheets: Sequence[Sheet]) -> pd.DataFrame:
    """One row a sheet and question: ANSWER_COLUMNS."""
    rows = [
        (sheet.key, a.number, a.score, a.words, a.not_applicable, *(getattr(sheet.cuts, cut) for cut in CUTS))
        for sheet in sheets
        for a in sheet.answers
    ]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)).astype({"score": float, "not_applicable": bool})


def invited_groups(store: Store, wave_id: int) -> pd.DataFrame:
    """How many were sent a link, by the groups frozen with their invitations: segment, region, manager, people."""
    cuts = [INVITATION.c[name] for name in CUTS]
    counted = select(*cuts, func.count().label("people")).group_by(*cuts)
    return store.frame(
        counted.where(INVITATION.c.survey_wave_id == wave_id, INVITATION.c.state != "listed").order_by(*cuts)
    )


def cells_to_come(store: Store, wave_id: int) -> list[Cell]:
    """The groups that the release will name, whoever answers: those of the invited, and the whole."""
    nobody = pd.DataFrame(columns=list(ANSWER_COLUMNS))
    return cells_of(nobody, invited_groups(store, wave_id))
