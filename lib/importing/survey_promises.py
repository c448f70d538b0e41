"""What no file may change, and no undo take back: a survey that was sent, and what an anonymous one promised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, or_, select

from lib.errors import StewardError
from lib.importing.plan import Plan, TablePlan
from lib.importing.standing import Standing, key_columns, pieces
from lib.store.base import table_of
from lib.store.tables import ChangeLog
from lib.surveys.asking import was_asked
from lib.surveys.tables import Survey, SurveyInvitation, SurveyQuestion, SurveyWave

SURVEYS, QUESTIONS, WAVES = table_of(Survey), table_of(SurveyQuestion), table_of(SurveyWave)
INVITATIONS, LOG = table_of(SurveyInvitation), table_of(ChangeLog)
AT_ONCE = 500
# Of a row: whence it came. Nothing of it was promised.
WHENCE = frozenset({"recorded_at", "source", "source_id", "version", "batch_id"})
FROZEN = "somebody was asked already, so neither it nor its questions change any more"
OFFERED = "the links of this wave are out, so it and its invitations change on the page of surveys alone"
ANONYMOUS = "it is anonymous, and its answers come by its own form alone"
Broken = Iterator[tuple[str, str]]  # what is touched: the name of a survey, and why it stays


class PromiseBroken(StewardError):
    """A file that would change what people were promised when they were asked; nothing of the import is written."""

    def __init__(self, table: str, survey: str, why: str) -> None:
        super().__init__(f"{table}: “{survey}” stays as it is, because {why}. Leave these rows out.")


@dataclass(frozen=True)
class _Known:
    """The surveys of the store by number: all names, the frozen and the anonymous ones; waves and those with links."""

    names: dict[int, str]
    frozen: set[int]
    anonymous: set[int]
    waves: dict[int, int]
    offered: dict[int, int]


def refuse_broken_promises(now: Standing, plan: Plan) -> None:
    """Raise PromiseBroken for the first table of a plan with rows that a survey of the store forbids."""
    rules = {
        "survey": _survey, "survey_question": _question, "survey_wave": _wave, "survey_invitation": _invitation,
        "survey_response": _response, "anonymous_answer": _released, "survey_release": _released,
    }  # fmt: skip
    touched = [name for name in rules if name in plan.tables]
    if now.cleared or not touched:
        return
    known = _known(now.connection)
    for name in touched:
        for survey, why in rules[name](now.connection, plan, known):
            raise PromiseBroken(name, survey, why)


def _known(connection: Connection) -> _Known:
    frozen = or_(SURVEYS.c.frozen_at.is_not(None), was_asked(SURVEYS.c.id)).label("frozen")
    surveys = connection.execute(select(SURVEYS.c.id, SURVEYS.c.name, SURVEYS.c.mode, frozen)).all()
    waves = connection.execute(select(WAVES.c.id, WAVES.c.survey_id, WAVES.c.code)).all()
    return _Known(
        {row.id: row.name for row in surveys}, {row.id for row in surveys if row.frozen},
        {row.id for row in surveys if row.mode == "anonymous"}, {row.id: row.survey_id for row in waves},
        {row.id: row.survey_id for row in waves if row.code is not None},
    )  # fmt: skip


def _survey(_connection: Connection, plan: Plan, known: _Known) -> Broken:
    return ((known.names[one], FROZEN) for one in _changed(plan.of("survey")) if one in known.frozen)


def _question(connection: Connection, plan: Plan, known: _Known) -> Broken:
    surveys = _touched(connection, plan.of("survey_question"), "survey_id")
    return ((known.names[one], FROZEN) for one in surveys if one in known.frozen)


def _wave(_connection: Connection, plan: Plan, known: _Known) -> Broken:
    moved = _changed(plan.of("survey_wave"))
    return ((known.names[known.offered[one]], OFFERED) for one in moved if one in known.offered)


def _invitation(connection: Connection, plan: Plan, known: _Known) -> Broken:
    waves = _touched(connection, plan.of("survey_invitation"), "survey_wave_id")
    return ((known.names[known.offered[one]], OFFERED) for one in waves if one in known.offered)


def _response(connection: Connection, plan: Plan, known: _Known) -> Broken:
    surveys = known.waves | dict(plan.values("survey_wave", "survey_id"))
    into = (surveys.get(one) for one in _touched(connection, plan.of("survey_response"), "survey_wave_id"))
    return ((known.names[one], ANONYMOUS) for one in into if one in known.anonymous)


def _released(connection: Connection, plan: Plan, known: _Known) -> Broken:
    """Answers and releases of a wave that stands: they came when it was closed, or will."""
    for name in ("anonymous_answer", "survey_release"):
        waves = _touched(connection, plan.of(name), "survey_wave_id") if name in plan.tables else ()
        yield from ((known.names[known.waves[one]], ANONYMOUS) for one in waves if one in known.waves)


def _changed(one: TablePlan) -> list[Any]:
    return [key for key, change in one.changes.items() if change.fields.keys() - WHENCE]


def _touched(connection: Connection, one: TablePlan, column: str) -> Iterator[Any]:
    """What the rows to insert and to change link to by a column; a changed link both ways."""
    for block in one.blocks:
        yield from block.columns.get(column, ())
    yield from (change.fields[column][1] for change in one.changes.values() if column in change.fields)
    (key,) = key_columns(one.table)
    for some in pieces(_changed(one), AT_ONCE):
        yield from connection.execute(select(one.table.c[column]).where(one.table.c[key].in_(some))).scalars()


def asked_since(connection: Connection, batch: int) -> Iterator[str]:
    """In words, the frozen surveys that taking a batch back would change; its own freezing is taken back before."""
    changed = select(LOG.c.row_id, LOG.c.table_name).where(
        LOG.c.batch_id == batch, LOG.c.kind == "changed", LOG.c.field.not_in({*WHENCE, "frozen_at"}),
        LOG.c.table_name.in_(("survey", "survey_question")),
    )  # fmt: skip
    rows = connection.execute(changed).all()
    surveys = {row.row_id for row in rows if row.table_name == "survey"}
    asked = or_(QUESTIONS.c.batch_id == batch, QUESTIONS.c.id.in_([row.row_id for row in rows]))
    surveys |= {*connection.execute(select(QUESTIONS.c.survey_id).where(asked).distinct()).scalars()}
    for name in connection.execute(_frozen(surveys, batch)).scalars():
        yield f"survey {name} was sent since"


def _frozen(surveys: Iterable[int], batch: int) -> Any:
    out = exists().where(
        WAVES.c.survey_id == SURVEYS.c.id, INVITATIONS.c.survey_wave_id == WAVES.c.id,
        INVITATIONS.c.state != "listed", INVITATIONS.c.batch_id.is_distinct_from(batch),
    )  # fmt: skip
    found = select(SURVEYS.c.name).where(SURVEYS.c.id.in_(surveys), or_(SURVEYS.c.frozen_at.is_not(None), out))
    return found.order_by(SURVEYS.c.name)
