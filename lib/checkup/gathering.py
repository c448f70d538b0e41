"""From the records of one account to a pack: what a client may see of them, as plain values."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from lib.accounts.profile_queries import profile_on
from lib.checkup.evidence import evidence
from lib.checkup.gathering_work import changes, fees, work
from lib.checkup.pack import Area, Ending, Met, Outcome, Owed, Pack, Relationship, Said, Wave
from lib.checkup.records import Records, read_records, rows
from lib.measure import Measure, undefined
from lib.periods import Period, add_months, today
from lib.relationship.figures import Plan, cadence, promises_kept
from lib.relationship.promise_figures import promise_counts
from lib.store.engine import Store
from lib.store.settings import settings

ENDING_MONTHS = 12  # how far ahead the end of a term is told
_STEP = timedelta(45)  # half of the window that `cadence` looks back


def gather(store: Store, account_id: int, period: Period, as_of: date, prepared_on: date | None = None) -> Pack:
    """The check-up of a period as known at the end of `as_of`: what was confirmed or settled since counts.

    The number of SELECTs does not grow with what there is.
    """
    firm = settings(store)
    return pack_of(read_records(store, account_id, period, as_of), firm, prepared_on or today())


def pack_of(records: Records, firm: Mapping[str, str], prepared_on: date) -> Pack:
    """The pack that records make; `firm` holds its name and currency."""
    return Pack(
        client=records.who.name,
        firm=firm["firm_name"],
        period=records.period,
        as_of=records.as_of,
        prepared_on=prepared_on,
        currency=firm["currency"],
        relationship=_relationship(records),
        outcomes=tuple(_outcome(row) for row in rows(_shown(records))),
        work=work(records),
        fees=fees(records),
        changes=changes(records),
        said=_said(records),
        owed=tuple(Owed(one.what, one.by, one.due_on) for one in records.promises if one.outcome is None),
        endings=_endings(records),
        evidence=evidence(records, firm["currency"]),
    )


def _relationship(records: Records) -> Relationship:
    period, known = records.period, {one.id: one for one in records.contacts}
    kept, due, carried = promise_counts(records.promises, period, records.as_of)
    spoken = [one.day for one in records.days if one.two_way and one.day in period]
    sponsor = profile_on(list(records.profiles), records.as_of).sponsor
    inside = _between(records.meetings, "day", period)
    own = inside[inside["contact_id"].isin(list(known))]
    roles = {one.name: one.title or one.role or "" for one in known.values()}
    return Relationship(
        owner=records.who.owner,
        sponsor=sponsor,
        contacts=len(spoken),
        last_contact_on=max(spoken, default=None),
        theirs=_met(own, "contact", roles),
        ours=_met(inside, "person", {}),
        updates=_updates(records),
        promises=promises_kept(kept, due, carried),
    )


def _between(frame: pd.DataFrame, column: str, period: Period) -> pd.DataFrame:
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    return frame[(frame[column] >= start) & (frame[column] < end)]


def _met(meetings: pd.DataFrame, side: str, roles: Mapping[str, str]) -> tuple[Met, ...]:
    """Who took part, most often first."""
    named = meetings.dropna(subset=[side]).drop_duplicates(["id", side])
    found = [(name, len(part), part["day"].max().date()) for name, part in named.groupby(side)]
    met = (Met(str(name), roles.get(str(name), ""), times, last) for name, times, last in found)
    return tuple(sorted(met, key=lambda one: (-one.times, one.name)))


def _updates(records: Records) -> Measure:
    """Formal updates made of those due in the period, by `cadence`.

    It looks back 90 days: asked again and again it covers any period, and says the same of a day each time.
    """
    updates, contacts = {one.day for one in records.days if one.formal_update}, {one.day for one in records.days}
    plan = [
        Plan(one.starts_on, one.ends_before, one.values["cadence_days"]) for one in records.profiles if one.starts_on
    ]
    made: set[date] = set()
    missed: set[date] = set()
    day = min(records.as_of, records.until + _STEP)
    while day >= records.period.start:
        found = cadence(updates, contacts, plan, day)
        made, missed = made | {*found.made}, missed | {*found.missed}
        day -= _STEP
    kept, due = (sum(one in records.period for one in days) for days in (made, made | missed))
    if due and contacts:
        return Measure(kept / due, base=due, hits=kept)
    if not any(one.every_days for one in plan):
        return undefined("no plan for updates has been agreed yet")
    return undefined("none fell due: other contact came first" if contacts else "no contact is on record yet")


def _shown(records: Records) -> pd.DataFrame:
    """Objectives that are open, and those closed since the period began; promised outcomes first."""
    goals, start = records.goals, pd.Timestamp(records.period.start)
    kept = goals[goals["closed_on"].isna() | (goals["closed_on"] >= start)]
    promised = kept["kind"].map({"promised outcome": 0}).fillna(1)
    return kept.assign(rank=promised).sort_values(["rank", "due_on", "name"], na_position="last")


def _outcome(row: Mapping[str, Any]) -> Outcome:
    return Outcome(
        name=str(row["name"]),
        kind=str(row["kind"]),
        unit=_text(row["unit"]) or "",
        baseline=_number(row["baseline"]),
        target=_number(row["target"]),
        due_on=_day(row["due_on"]),
        actual=_number(row["actual"]),
        read_on=_day(row["read_on"]),
        expected=_number(row["expected"]),
        progress=_number(row["progress"]),
        elapsed=_number(row["elapsed"]),
        state=str(row["state"]),
        review_on=_day(row["review_on"]),
        confirmed=bool(row["confirmed"]),
        confirmed_on=_day(row["confirmed_on"]),
        confirmed_by=_text(row["confirmed_by"]),
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _day(value: Any) -> date | None:
    found: date | None = None if pd.isna(value) else value.date()
    return found


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _said(records: Records) -> Said:
    """Attributed waves opened in the period; no answer carries a name, and scores are sorted."""
    asked, answers = (_between(frame, "opens_on", records.period) for frame in (records.asked, records.answers))
    scored = answers[answers["score"].notna() & ~answers["not_applicable"].astype(bool)]
    scores = scored.groupby(["area", "question", "scale"], sort=False, dropna=False)["score"].agg(list).reset_index()
    words = answers[answers["words"].notna() & (answers["scale"] == "text")]["words"]
    return Said(
        waves=_waves(asked, answers),
        areas=tuple(
            Area(_text(one["area"]) or "", one["question"], one["scale"], tuple(sorted(one["score"], reverse=True)))
            for one in rows(scores)
        ),
        comments=tuple(sorted({str(one).strip() for one in words if str(one).strip()})),
        withheld=len(_between(records.anonymous, "opens_on", records.period)),
    )


def _waves(asked: pd.DataFrame, answers: pd.DataFrame) -> tuple[Wave, ...]:
    """Who answered was asked, also where nobody noted it."""
    about = ["wave_id", "wave", "survey", "contact_id"]
    sheets = answers.drop_duplicates("response_id").assign(answered=True)
    people = pd.concat([sheets[[*about, "answered"]], asked[about].assign(answered=False)])
    once = people[~people.duplicated(["wave_id", "contact_id"]) | people["contact_id"].isna()]
    counts = once.groupby(about[:3], sort=False)["answered"].agg(["size", "sum"]).reset_index()
    return tuple(Wave(one["wave"], one["survey"], int(one["size"]), int(one["sum"])) for one in rows(counts))


def _endings(records: Records) -> tuple[Ending, ...]:
    """Terms that end within a year and what becomes of them; amounts aimed at stay ours."""
    contracts = records.contracts
    ahead = contracts["ends_before"] <= pd.Timestamp(add_months(records.as_of, ENDING_MONTHS))
    lasting = contracts[ahead & (contracts["kind"] != "project")].sort_values("ends_before")
    return tuple(
        Ending(_text(row["service"]) or "Our services", row["ends_before"].date() - timedelta(1), _becomes(row))
        for row in rows(lasting)
    )


def _becomes(row: Mapping[str, Any]) -> str:
    if pd.notna(row["notice_given_on"]):
        return "ends: notice was given"
    return "renews by itself" if row["auto_renews"] else "to be renewed"
