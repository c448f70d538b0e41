"""From records to a pack: right values, as known on a day, and nothing that a client may not see."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from lib.accounts.tables import Account
from lib.checkup.gathering import gather
from lib.checkup.pack import Area, Ending, Owed, Pack, Wave
from lib.periods import parse
from lib.store.engine import Store
from tests.client_facts import AS_OF, SECRET, acme, on
from tests.facts import put
from tests.pack_cases import acme_pack

QUARTER = parse("2024Q3")


@pytest.fixture
def pack(store: Store) -> Pack:
    return acme_pack(store)


def test_the_relationship_is_who_spoke_to_whom_in_the_period(pack: Pack) -> None:
    found = pack.relationship
    assert (found.owner, found.sponsor, found.contacts, found.last_contact_on) == ("Ann", "Cleo", 3, on("09-25"))
    theirs = [(one.name, one.times, one.last_on) for one in found.theirs]
    assert theirs == [("Cleo", 2, on("09-25")), ("Dora", 1, on("08-05"))]
    assert [(one.name, one.times) for one in found.ours] == [("Ann", 3)]


def test_updates_are_counted_by_the_clients_own_plan(pack: Pack) -> None:
    """Every 30 days: 10 July made, 4 September missed (30 days after a call without one), 25 September made."""
    assert (pack.relationship.updates.hits, pack.relationship.updates.base) == (2, 3)


def test_promises_kept_late_are_not_kept_and_open_ones_come_next(pack: Pack) -> None:
    assert (pack.relationship.promises.hits, pack.relationship.promises.base) == (1, 2)
    assert pack.owed == (Owed("Still owed", "Ann", on("12-01")),)


def test_objectives_stand_as_of_the_day_with_what_the_client_confirmed(pack: Pack) -> None:
    (only,) = pack.outcomes
    assert (only.name, only.actual, only.progress, only.confirmed_by) == ("Leads a month", 190, 0.9, "Cleo")
    assert only.confirmed_on == on("10-05")
    assert only.expected == pytest.approx(100 + 100 * 324 / 365)


def test_work_is_what_was_due_or_delivered_with_the_date_agreed_last(pack: Pack) -> None:
    site, film = pack.work.jobs
    assert (site.name, site.due_on, site.first_due_on, site.goal_met) == ("Site", on("08-25"), on("07-31"), True)
    assert (site.agreed_minutes, site.worked_minutes) == (6600, None)  # begun before time records
    assert (film.state, film.delivered_on, film.worked_minutes) == ("running", None, 1560)
    assert (pack.work.on_time.hits, pack.work.on_time.base) == (1, 2)
    assert [job.name for job in pack.work.running] == ["Film"]


def test_fees_are_drawn_for_a_year_and_the_period_stands_out(pack: Pack) -> None:
    assert [(fee.month.key, fee.cents) for fee in pack.fees if fee.inside] == [
        ("2024-07", 100_000), ("2024-08", 500_000), ("2024-09", 100_000),
    ]  # fmt: skip
    assert pack.fees[0].month.key == "2024-01"
    assert pack.fees[0].partial


def test_changes_asked_or_decided_in_the_period_and_waiting_ones_are_told(pack: Pack) -> None:
    assert [(one.what, one.decision) for one in pack.changes] == [
        ("A second language", "approved"), ("Longer cut", "waiting"),
    ]  # fmt: skip


def test_what_was_said_has_no_names_and_anonymous_waves_stay_closed(pack: Pack) -> None:
    assert pack.said.waves == (Wave("Summer", "Our attributed one", 3, 1),)
    assert pack.said.areas == (Area("recommendation", "Would you recommend us?", "0-10", (9.0,)),)
    assert pack.said.comments == ("You think along",)
    assert pack.said.withheld == 1
    assert "Cleo" not in repr(pack.said)


def test_terms_that_end_within_a_year_are_told_without_amounts(pack: Pack) -> None:
    assert pack.endings == (Ending("Care", date(2025, 1, 31), "renews by itself"),)


def test_evidence_is_dated_in_the_period_and_in_the_order_of_the_pack(pack: Pack) -> None:
    assert all(row.day in QUARTER for row in pack.evidence)
    kinds = [row.kind for row in pack.evidence]
    assert list(dict.fromkeys(kinds)) == [
        "Update", "Promise", "Reading", "Delivery", "Scope change", "Fees", "Survey",
    ]  # fmt: skip
    said = "\n".join(row.what for row in pack.evidence)
    assert "Send the plan: promised on 1 Jul 2024, kept late on 1 Sep 2024" in said
    assert "Leads a month: 190 leads, confirmed by Cleo on 5 Oct 2024" in said
    assert "Fees of August 2024: recurring €1,000.00, project €4,000.00" in said


def test_nothing_internal_and_nothing_of_another_client_is_in_it(pack: Pack) -> None:
    held = repr(pack)
    for inner in (
        SECRET,
        "1111100",
        "1300000",
        "1200000",
        "Stranger",
        "Bolt",
        "Other",
        "No access",
        "9000",
        "Too dear",
    ):
        assert inner not in held, inner


def test_what_came_after_the_day_is_not_known(store: Store) -> None:
    put(store, *acme())
    then = gather(store, 1, QUARTER, on("08-15"))
    assert then.so_far
    assert then.work.jobs[0].delivered_on is None
    assert [fee.cents for fee in then.fees if fee.inside] == [100_000, 100_000]
    assert then.outcomes[0].actual is None
    assert then.relationship.contacts == 2
    assert (then.relationship.promises.hits, then.relationship.promises.base) == (1, 1)


def test_updates_of_a_year_are_those_of_its_quarters(store: Store) -> None:
    put(store, *acme())
    periods = ["2024", "2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    found = [gather(store, 1, parse(key), AS_OF).relationship.updates for key in periods]
    hits, bases = [one.hits or 0 for one in found], [one.base or 0 for one in found]
    assert (hits[0], bases[0]) == (sum(hits[1:]), sum(bases[1:]))
    assert bases[0] > 3


def test_a_client_with_nothing_takes_as_many_reads_as_one_with_much(store: Store) -> None:
    put(store, *acme(), Account(id=3, name="Empty"))
    counts = []
    for account in (1, 3):
        asked: list[str] = []

        @event.listens_for(store.reads, "before_cursor_execute")
        def _keep(*given: Any, asked: list[str] = asked) -> None:
            asked.append(given[2])

        pack = gather(store, account, QUARTER, AS_OF)
        event.remove(store.reads, "before_cursor_execute", _keep)
        counts.append(sum(one.startswith("SELECT") for one in asked))
    assert counts[0] == counts[1] <= 26
    assert (pack.outcomes, pack.work.jobs, pack.evidence) == ((), (), ())
