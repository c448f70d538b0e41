"""What is seen of the work: handed over on time, and within the scope and margin agreed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.days import LAST, NONE, Bools, Floats, Ints, numbers, positions, record_numbers
from lib.health.grouping import last_day, of_accounts, ratio, tally, total
from lib.health.signals import Evidence, Seen

WINDOW = 90  # days of deliveries looked at, up to the last one
SCOPE_DAYS, RETAINER_DAYS, MARGIN_DAYS = 35, 30, 91
OVER_ALLOWED = 0.30  # hours beyond what was agreed at which no point is left
HEALTHY_MARGIN = 0.30
RATED = 0.9  # share of the hours that must have a cost rate before a margin is believed


def agreed_dates(projects: pd.DataFrame, changes: pd.DataFrame) -> Ints:
    """The due day agreed last for each project, by an approved change or at the start; LAST where there is none.

    A change signed off after the delivery moves nothing: late work stays late.
    """
    order = np.argsort(record_numbers(projects["id"]))
    owner = positions(record_numbers(projects["id"])[order], record_numbers(changes["project_id"]))
    done = np.append(numbers(projects["delivered_on"], LAST)[order], LAST)[owner]
    in_time = changes["new_due_on"].notna().to_numpy() & (numbers(changes["decided_on"]) <= done)
    dated = changes[in_time].drop_duplicates("project_id", keep="last").sort_values("project_id")
    at = positions(record_numbers(dated["project_id"]), record_numbers(projects["id"]))
    changed = np.append(numbers(dated["new_due_on"]), LAST)
    return np.where(at == NONE, numbers(projects["original_due_on"], LAST), changed[at])


def seen_delivery(
    ids: Ints, today: int, projects: pd.DataFrame, changes: pd.DataFrame, deliverables: pd.DataFrame
) -> Seen:
    """Share of deliveries on time: those in the 90 days up to the last one, and those open past their date.

    The window ends with the last delivery, not today: else a late one would leave it by time alone and the score
    would rise without news. Something overdue is known today; beside it, deliveries on time over 90 days ago no longer
    help.
    """
    count = len(ids)
    items = pd.DataFrame(
        {
            "table": np.repeat(["project", "deliverable"], [len(projects), len(deliverables)]),
            "id": np.concatenate([record_numbers(projects["id"]), record_numbers(deliverables["id"])]),
            "account_id": np.concatenate(
                [record_numbers(projects["account_id"]), record_numbers(deliverables["account_id"])]
            ),
            "due": np.concatenate([agreed_dates(projects, changes), numbers(deliverables["due_on"], LAST)]),
            "done": np.concatenate([numbers(frame["delivered_on"], LAST) for frame in (projects, deliverables)]),
        }
    )
    items, at = of_accounts(ids, items[items["due"] != LAST])
    due, done = items["due"].to_numpy(), items["done"].to_numpy()
    settled, overdue = done != LAST, (done == LAST) & (due < today)
    newest = last_day(count, at[settled], done[settled])
    late_now = tally(count, at, overdue)
    counted = settled & (done > newest[at] - WINDOW)
    helps = counted & ((late_now[at] == 0) | (done > today - WINDOW))
    on_time = tally(count, at, helps & (done <= due))
    base = tally(count, at, counted) + late_now
    used = counted | overdue
    tables = items["table"].to_numpy()
    return Seen(
        score=100 * ratio(on_time, base),
        day=np.where(late_now > 0, today, newest),
        longer=np.zeros(count, dtype=np.int64),
        first=(base - on_time).astype(np.float64),
        second=base.astype(np.float64),
        evidence=tuple(_evidence(name, used & (tables == name), at, items) for name in ("project", "deliverable")),
    )


def _evidence(table: str, used: Bools, at: Ints, items: pd.DataFrame) -> Evidence:
    return Evidence(table, at[used], items["id"].to_numpy()[used])


@dataclass(frozen=True, eq=False)
class Work:
    """What scope and margin are judged by; frames as of `fact_queries`."""

    hours: pd.DataFrame
    project_hours: pd.DataFrame
    changes: pd.DataFrame
    contracts: pd.DataFrame
    revenue: pd.DataFrame
    passed_on: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Scope:
    """Hours of each account beyond what was agreed, in minutes, of how many agreed."""

    over: Floats
    agreed: Floats


def seen_scope(ids: Ints, work: Work) -> Seen:
    """The worse of scope and margin, 0–100, in windows that end with the last hour logged.

    Scope: no hours beyond what was agreed 100, 30 % beyond 0. Margin, where hours have cost rates and fees came in:
    30 % or more 100, none 0. `first`, `second`: hours beyond and their share; where the margin is worse NaN and it.
    """
    count = len(ids)
    hours, at = of_accounts(ids, work.hours)
    day = numbers(hours["day"])
    newest = last_day(count, at, day)
    found = over_scope(ids, newest, hours, at, work)
    share = ratio(found.over, found.agreed)
    margin = margins(ids, newest, hours, at, work)
    of_scope = 100 * (1 - np.clip(share / OVER_ALLOWED, 0, 1))
    of_margin = 100 * np.clip(margin / HEALTHY_MARGIN, 0, 1)
    by_margin = np.isnan(of_scope) | (of_margin < of_scope)
    recent = day > newest[at] - SCOPE_DAYS
    projects = hours["project_id"].notna().to_numpy() & recent
    return Seen(
        score=np.fmin(of_scope, of_margin),
        day=newest,
        longer=np.zeros(count, dtype=np.int64),
        first=np.where(by_margin, np.nan, found.over / 60),
        second=np.where(by_margin, margin, share),
        evidence=(
            _projects_worked_on(at[projects], record_numbers(hours["project_id"])[projects]),
            Evidence("time_entry", at[recent], record_numbers(hours["id"])[recent]),
        ),
    )


def _projects_worked_on(at: Ints, project: Ints) -> Evidence:
    pairs = np.unique(np.column_stack([at, project]), axis=0) if len(at) else np.empty((0, 2), dtype=np.int64)
    return Evidence("project", pairs[:, 0], pairs[:, 1])


def over_scope(ids: Ints, newest: Ints, hours: pd.DataFrame, at: Ints, work: Work) -> Scope:
    """Minutes beyond what was agreed: on projects with a scope worked on in the 35 days before `newest`, over their
    whole life; and in retainers, in the 30 days before it.
    """
    count = len(ids)
    project, day = record_numbers(hours["project_id"]), numbers(hours["day"])
    minutes = hours["minutes"].to_numpy(dtype=np.float64)
    agreed, spent, its_id = _projects(work)
    place = positions(its_id, project)
    recent = (place != NONE) & (day > newest[at] - SCOPE_DAYS)
    pairs = np.unique(np.column_stack([at[recent], place[recent]]), axis=0).astype(np.int64).reshape(-1, 2)
    over = total(count, pairs[:, 0], np.maximum(spent - agreed, 0)[pairs[:, 1]])
    base = total(count, pairs[:, 0], agreed[pairs[:, 1]])
    retained, where = of_accounts(ids, work.contracts[work.contracts["included"].notna()])
    included = total(count, where, retained["included"].to_numpy(dtype=np.float64))
    month = (place == NONE) & (day > newest[at] - RETAINER_DAYS)
    worked = total(count, at[month], minutes[month])
    return Scope(over + np.where(included > 0, np.maximum(worked - included, 0), 0), base + included)


def _projects(work: Work) -> tuple[Floats, Floats, Ints]:
    """Minutes agreed and spent of each project with a scope, in order of its number, and that number."""
    scoped = work.project_hours
    its_id = record_numbers(scoped["project_id"])
    changed = positions(its_id, record_numbers(work.changes["project_id"]))
    extra = total(len(its_id), changed[changed != NONE], work.changes["minutes"].to_numpy()[changed != NONE])
    return scoped["scoped"].to_numpy(dtype=np.float64) + extra, scoped["minutes"].to_numpy(dtype=np.float64), its_id


def margins(ids: Ints, newest: Ints, hours: pd.DataFrame, at: Ints, work: Work) -> Floats:
    """(fees − passed-on costs − hours × cost rate) ÷ (fees − passed-on costs) in the 91 days up to `newest`.

    NaN without fees, or where under 90 % of the hours have a cost rate.
    """
    count = len(ids)

    def within(frame: pd.DataFrame, place: Ints, column: str) -> Floats:
        day = numbers(frame["day"])
        there = (day > newest[place] - MARGIN_DAYS) & (day <= newest[place])
        return total(count, place[there], np.nan_to_num(frame[column].to_numpy(dtype=np.float64)[there]))

    fees = within(*of_accounts(ids, work.revenue), "cents") - within(*of_accounts(ids, work.passed_on), "cents")
    rated = ratio(within(hours, at, "rated"), within(hours, at, "minutes"))
    return np.where(np.nan_to_num(rated) >= RATED, ratio(fees - within(hours, at, "cents"), fees), np.nan)
