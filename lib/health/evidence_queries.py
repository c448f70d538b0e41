"""The rows behind one factor of one account, with columns a person reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, func, select

from lib.days import dated
from lib.delivery.tables import Deliverable, Project, TimeEntry
from lib.health.signals import Signals
from lib.money.tables import Invoice, Revenue
from lib.relationship.tables import Escalation, Interaction
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.surveys.tables import SurveyQuestion, SurveyRelease, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading

MOST = 60
project, deliverable, interaction = table_of(Project), table_of(Deliverable), table_of(Interaction)
escalation, revenue, invoice = table_of(Escalation), table_of(Revenue), table_of(Invoice)
entry = table_of(TimeEntry)
objective, reading = table_of(Objective), table_of(ObjectiveReading)
response, wave = table_of(SurveyResponse), table_of(SurveyWave)
release, question = table_of(SurveyRelease), table_of(SurveyQuestion)

# Table → what its rows are called, where they come from, and the columns to show under their names.
_SHOWN: Mapping[str, tuple[str, FromClause, dict[str, ColumnElement[Any]]]] = {
    "objective_reading": (
        "Readings",
        reading.join(objective, objective.c.id == reading.c.objective_id),
        {"Objective": objective.c.name, "Read on": reading.c.read_on, "Actual": reading.c.actual,
         "Confirmed on": reading.c.confirmed_on},
    ),
    "project": (
        "Projects",
        project,
        {"Project": project.c.name, "First due": project.c.original_due_on, "Delivered": project.c.delivered_on},
    ),
    "deliverable": (
        "Deliverables",
        deliverable,
        {"Deliverable": deliverable.c.name, "Due": deliverable.c.due_on, "Delivered": deliverable.c.delivered_on},
    ),
    "interaction": (
        "Contacts",
        interaction,
        {"Day": interaction.c.happened_on, "Kind": interaction.c.kind, "Direction": interaction.c.direction,
         "What": interaction.c.summary},
    ),
    "time_entry": (
        "Hours logged last",
        entry,
        {"Day": entry.c.worked_on, "Hours": entry.c.minutes / 60.0, "Task": entry.c.task, "Billable": entry.c.billable},
    ),
    "escalation": (
        "Escalations",
        escalation,
        {"What": escalation.c.what, "Severity": escalation.c.severity, "Opened": escalation.c.opened_on},
    ),
    "survey_response": (
        "Survey answers",
        response.join(wave, wave.c.id == response.c.survey_wave_id),
        {"Wave": wave.c.name, "Answered": response.c.answered_on, "By": response.c.channel},
    ),
    "survey_release": (
        "Released of its group, not of this client alone",
        release.join(wave, wave.c.id == release.c.survey_wave_id)
        .join(question, question.c.id == release.c.survey_question_id),
        {"Wave": wave.c.name, "Cut": release.c.cut, "Group": release.c.cut_key, "Question": question.c.words,
         "Figure": release.c.figure, "Value": release.c.value, "n": release.c.base, "95 % from": release.c.low,
         "95 % to": release.c.high},
    ),
    "revenue": (
        "Newest revenue",
        revenue,
        {"Day": revenue.c.earned_on, "Kind": revenue.c.kind, "Amount": revenue.c.amount_cents / 100.0},
    ),
    "invoice": (
        "Invoices unpaid or last",
        invoice,
        {"Number": invoice.c.number, "Issued": invoice.c.issued_on, "Due": invoice.c.due_on, "Paid": invoice.c.paid_on,
         "Amount": invoice.c.amount_cents / 100.0},
    ),
}  # fmt: skip
_DAYS = {"Read on", "Confirmed on", "First due", "Delivered", "Due", "Day", "Opened", "Answered", "Issued", "Paid"}


def rows_behind(store: Store, signals: Signals, factor: str, at: int) -> dict[str, pd.DataFrame]:
    """The rows behind a factor of the account at a position, by what they are: the newest 60 at most, tables apart."""
    found: dict[str, pd.DataFrame] = {}
    for kind in signals.seen[factor].evidence:
        numbers = sorted(kind.row[kind.account == at].tolist())[-MOST:]
        if numbers:
            name, frame = _read(store, kind.table, numbers)
            found[name] = frame
    return found


def recorded_later(store: Store, signals: Signals, at: int, moment: datetime) -> int:
    """How many of the rows behind an account's factors were recorded after a moment: late entries, told as such."""
    count = 0
    for seen in signals.seen.values():
        for kind in seen.evidence:
            table = Base.metadata.tables[kind.table]
            mine = (table.c.id.in_(kind.row[kind.account == at].tolist()), table.c.recorded_at > moment)
            count += int(store.rows(select(func.count()).select_from(table).where(*mine))[0][0])
    return count


def _read(store: Store, table: str, numbers: Sequence[int]) -> tuple[str, pd.DataFrame]:
    name, source, columns = _SHOWN[table]
    key = Base.metadata.tables[table].c.id
    labelled = [column.label(label) for label, column in columns.items()]
    frame = store.frame(select(*labelled).select_from(source).where(key.in_(numbers)).order_by(key.desc()))
    return name, dated(frame, *(label for label in columns if label in _DAYS))
