"""The appendix of a pack: the dated rows behind what it says, in words a client may read."""

from collections.abc import Iterator

import pandas as pd

from lib import format as fmt
from lib.checkup.gathering_work import changes, fees, work
from lib.checkup.pack import Row
from lib.checkup.records import Records, rows
from lib.checkup.wording import quantity
from lib.relationship.promise_figures import promise_standing

# The order of the appendix: that of the pack.
KINDS = ("Update", "Promise", "Reading", "Delivery", "Scope change", "Fees", "Survey")


def evidence(records: Records, currency: str) -> tuple[Row, ...]:
    """Rows of the period by kind and day."""
    makers = (_updates, _promises, _readings, _deliveries, _changes, _fees, _survey)
    found = [row for make in makers for row in make(records, currency) if row.day in records.period]
    return tuple(sorted(found, key=lambda row: (KINDS.index(row.kind), row.day, row.what)))


def _updates(records: Records, _currency: str) -> Iterator[Row]:
    for one in records.days:
        if one.formal_update:
            yield Row(one.day, "Update", f"Formal update ({one.kind})")


def _promises(records: Records, _currency: str) -> Iterator[Row]:
    for one in records.promises:
        standing = promise_standing(one, records.as_of)
        if standing == "withdrawn":
            continue
        settled = f"{standing} on {fmt.day(one.settled_on)}" if one.settled_on else standing
        yield Row(one.due_on, "Promise", f"{one.what}: promised on {fmt.day(one.made_on)}, {settled}")


def _readings(records: Records, _currency: str) -> Iterator[Row]:
    about = records.goals.set_index("objective_id")[["name", "unit"]]
    for row in rows(records.readings.join(about, on="objective_id", how="inner")):
        unit = "" if pd.isna(row["unit"]) else f" {row['unit']}"
        words = f"{row['name']}: {quantity(row['actual'])}{unit}"
        words += "" if pd.isna(row["evidence"]) else f" ({row['evidence']})"
        if pd.notna(row["confirmed_on"]):
            by = "" if pd.isna(row["confirmed_by"]) else f" by {row['confirmed_by']}"
            words += f", confirmed{by} on {fmt.day(row['confirmed_on'].date())}"
        yield Row(row["read_on"].date(), "Reading", words)


def _deliveries(records: Records, _currency: str) -> Iterator[Row]:
    for job in work(records).jobs:
        if job.delivered_on is not None:
            due = f", due on {fmt.day(job.due_on)}" if job.due_on else ""
            yield Row(job.delivered_on, "Delivery", f"{job.name} delivered{due}")


def _changes(records: Records, _currency: str) -> Iterator[Row]:
    for one in changes(records):
        decided = f"{one.decision} on {fmt.day(one.decided_on)}" if one.decided_on else one.decision
        day = one.asked_on if one.asked_on in records.period else one.decided_on
        if day is not None:
            yield Row(day, "Scope change", f"{one.what} ({one.project}): asked on {fmt.day(one.asked_on)}, {decided}")


def _fees(records: Records, currency: str) -> Iterator[Row]:
    for fee in fees(records):
        parts = {"recurring": fee.recurring_cents, "project": fee.project_cents}
        amounts = ", ".join(f"{kind} {fmt.money_exact(cents, currency)}" for kind, cents in parts.items() if cents)
        if amounts:
            yield Row(fee.month.start, "Fees", f"Fees of {fmt.period(fee.month)}: {amounts}")


def _survey(records: Records, _currency: str) -> Iterator[Row]:
    """By wave, not by day: a day would lead to a person."""
    sheets = records.answers.drop_duplicates("response_id")
    for row in rows(sheets.groupby(["opens_on", "survey", "wave"]).size().rename("count").reset_index()):
        words = f"{row['survey']}, {row['wave']}: {fmt.counted(row['count'], 'answer')}"
        yield Row(row["opens_on"].date(), "Survey", words)
