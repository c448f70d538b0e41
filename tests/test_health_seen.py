"""What is seen of one account, factor by factor, counted by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.days import day_of
from lib.delivery.tables import Deliverable, Project, ScopeChange, TimeEntry
from lib.health.formula import FIRST_FORMULA
from lib.health.reading import of_account, read_signals
from lib.health.signals import Signals
from lib.health.tables import FACTORS
from lib.health.words import said, why_unknown
from lib.money.tables import Invoice, Revenue
from lib.people.tables import CostRate, Person
from lib.relationship.tables import (
    Departure,
    Escalation,
    EscalationUpdate,
    Interaction,
    InteractionContact,
    InteractionPerson,
)
from lib.store.base import Base
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading, ObjectiveTerm
from tests.facts import put

TODAY = date(2025, 6, 30)
BEGIN = date(2024, 1, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def client(store: Store) -> Store:
    """One client under contract, two contacts, two colleagues; nothing else is known."""
    put(store, Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=BEGIN))
    put(store, *(Contact(id=n, account_id=1, name=f"C{n}") for n in (1, 2)))
    put(store, *(Person(id=n, name=f"P{n}") for n in (1, 2)))
    return store


def seen(store: Store, factor: str, day: date = TODAY) -> tuple[float | None, date | None, str]:
    """Score, day of the newest observation, and the sentence."""
    signals = read_signals(store, day)
    one = signals.seen[factor]
    if np.isnan(one.score[0]):
        return None, None, ""
    return round(float(one.score[0]), 2), day_of(int(one.day[0])), said(signals, factor, 0)


def valid(store: Store, factor: str, day: date) -> float | None:
    """The score where it still holds under the starting formula."""
    score = read_signals(store, day).valid(FIRST_FORMULA)[0, FACTORS.index(factor)]
    return None if np.isnan(score) else round(float(score), 2)


def talk(
    number: int, days: int, contacts: tuple[int, ...] = (), people: tuple[int, ...] = (), **more: Any
) -> list[Base]:
    given = {"account_id": 1, "kind": "call", "direction": "two way"} | more
    return [
        Interaction(id=number, happened_on=ago(days), **given),
        *(InteractionContact(interaction_id=number, contact_id=one) for one in contacts),
        *(InteractionPerson(interaction_id=number, person_id=one) for one in people),
    ]


def test_an_account_of_which_nothing_is_recorded_is_unknown_in_everything(client: Store) -> None:
    signals = read_signals(client, TODAY)
    assert np.isnan(signals.valid(FIRST_FORMULA)).all()
    assert all(said(signals, factor, 0) == "" for factor in FACTORS)
    assert all(why_unknown(signals, FIRST_FORMULA, factor, 0).startswith("needs ") for factor in FACTORS)


class TestWhoIsJudged:
    def test_a_contract_or_a_year_of_revenue_makes_a_client_and_leaving_ends_it(self, client: Store) -> None:
        put(client, *(Account(id=n, name=f"N{n}") for n in range(2, 8)))
        put(client, Revenue(account_id=2, earned_on=ago(300), amount_cents=500, kind="project"))
        put(client, Revenue(account_id=3, earned_on=ago(400), amount_cents=500, kind="project"))
        put(client, Revenue(account_id=4, earned_on=ago(20), amount_cents=500, kind="project"))
        put(client, Departure(account_id=4, decided_on=ago(30), last_day_on=ago(10)))
        put(client, Departure(account_id=5, decided_on=ago(30), last_day_on=ago(-10)))
        put(client, Contract(account_id=5, kind="retainer", starts_on=BEGIN, ends_before=ago(-11)))
        put(client, Contract(account_id=6, kind="retainer", starts_on=ago(-1)))
        signals = read_signals(client, TODAY)
        assert signals.accounts["id"].tolist() == [1, 2, 5]
        assert signals.accounts["revenue_cents"].tolist() == [0, 500, 0]
        assert of_account(signals, 5) == 2
        assert of_account(signals, 4) is None

    def test_an_archived_account_is_judged_until_then(self, store: Store) -> None:
        put(store, Account(id=1, name="A", archived_on=ago(5)), Contract(account_id=1, kind="support", starts_on=BEGIN))
        assert read_signals(store, ago(6)).accounts["id"].tolist() == [1]
        assert read_signals(store, TODAY).accounts["id"].tolist() == []


class TestValue:
    def objective(
        self, number: int, target: float, reading: float | None, reviewed: str = "quarterly"
    ) -> Iterator[Base]:
        """From 100 days ago to 100 days ahead, half of the time gone; read 10 days ago."""
        yield Objective(id=number, account_id=1, name=f"O{number}", reviewed=reviewed)
        yield ObjectiveTerm(objective_id=number, starts_on=ago(100), baseline=0, target=target, due_on=ago(-100))
        if reading is not None:
            yield ObjectiveReading(objective_id=number, read_on=ago(10), actual=reading)

    def test_progress_is_set_against_the_share_of_time_gone_when_it_was_read(self, client: Store) -> None:
        put(client, *self.objective(1, 100.0, 22.5))
        assert seen(client, "value") == (50.0, ago(10), "1 of 1 objective behind")

    def test_a_falling_target_is_progress_too_and_more_than_asked_is_no_more_than_all(self, client: Store) -> None:
        put(client, *self.objective(1, -20.0, -19.0))
        assert seen(client, "value") == (100.0, ago(10), "the objective is on pace")

    def test_one_objective_without_a_reading_leaves_the_whole_unknown(self, client: Store) -> None:
        put(client, *self.objective(1, 100.0, 90.0), *self.objective(2, 100.0, None))
        assert seen(client, "value")[0] is None

    def test_it_holds_as_long_as_the_reading_that_goes_stale_first(self, client: Store) -> None:
        put(client, *self.objective(1, 100.0, 90.0))
        put(client, ObjectiveReading(objective_id=1, read_on=ago(60), actual=1))
        assert valid(client, "value", ago(10) + timedelta(days=92)) is not None  # asked each quarter: 92 days
        assert valid(client, "value", ago(10) + timedelta(days=93)) is None

    def test_an_objective_reviewed_once_a_year_holds_for_a_year(self, client: Store) -> None:
        put(client, *self.objective(1, 100.0, 90.0, "yearly"))
        assert valid(client, "value", ago(10) + timedelta(days=366)) is not None
        assert valid(client, "value", ago(10) + timedelta(days=367)) is None

    def test_a_closed_objective_counts_no_more(self, client: Store) -> None:
        put(client, *self.objective(1, 100.0, 90.0))
        put(client, Objective(id=2, account_id=1, name="Gone", closed_on=ago(1)))
        put(client, ObjectiveTerm(objective_id=2, starts_on=ago(100), baseline=0, target=1, due_on=ago(50)))
        assert seen(client, "value")[0] == 100
        assert seen(client, "value", ago(2))[0] is None  # then it was open, and nobody had read it


class TestDelivery:
    def project(self, number: int, due: int, delivered: int | None, **more: Any) -> Project:
        given = {"original_due_on": ago(due), "delivered_on": None if delivered is None else ago(delivered)}
        return Project(id=number, account_id=1, name=f"P{number}", starts_on=BEGIN, **given, **more)

    def test_late_early_and_overdue_ones_are_counted_and_open_ones_before_their_date_are_not(
        self, client: Store
    ) -> None:
        put(
            client, self.project(1, 40, 41), self.project(2, 40, 39), self.project(3, 1, None), self.project(4, 0, None)
        )
        assert seen(client, "delivery") == (33.33, TODAY, "2 of 3 deliveries late")

    def test_an_approved_change_moves_the_date_from_the_day_it_was_approved(self, client: Store) -> None:
        put(client, self.project(1, 40, None))
        change = {"project_id": 1, "asked_on": ago(60), "what": "more", "new_due_on": ago(-30)}
        put(client, ScopeChange(**change, decision="approved", decided_on=ago(5)))
        assert seen(client, "delivery", ago(6))[0] == 0
        assert seen(client, "delivery")[0] is None  # nothing is late any more, and nothing was delivered

    def test_a_change_signed_off_after_the_delivery_moves_nothing(self, client: Store) -> None:
        put(client, self.project(1, 40, 30))
        change = {"project_id": 1, "asked_on": ago(60), "what": "more", "new_due_on": ago(30)}
        put(client, ScopeChange(**change, decision="approved", decided_on=ago(5)))
        assert seen(client, "delivery")[0] == 0

    def test_a_change_that_waits_or_was_declined_moves_nothing(self, client: Store) -> None:
        put(client, self.project(1, 40, 30))
        change = {"project_id": 1, "asked_on": ago(60), "what": "more", "new_due_on": ago(30)}
        put(client, ScopeChange(**change), ScopeChange(**change, decision="declined", decided_on=ago(50)))
        assert seen(client, "delivery")[0] == 0

    def test_deliverables_count_beside_projects_and_cancelled_work_does_not(self, client: Store) -> None:
        put(client, self.project(1, -30, None), self.project(2, 50, None, state="cancelled"))
        put(client, Deliverable(project_id=1, name="D", due_on=ago(20), delivered_on=ago(20)))
        put(client, Deliverable(project_id=2, name="E", due_on=ago(20)))
        assert seen(client, "delivery") == (100.0, ago(20), "0 of 1 delivery late")

    def test_the_window_ends_with_the_last_delivery_not_with_today(self, client: Store) -> None:
        put(client, self.project(1, 150, 140), self.project(2, 60, 60))
        assert seen(client, "delivery") == (50.0, ago(60), "1 of 2 deliveries late")
        assert valid(client, "delivery", TODAY + timedelta(days=30)) == 50
        assert valid(client, "delivery", TODAY + timedelta(days=31)) is None


class TestScope:
    def entry(self, days: int, hours: float, project: int | None = None, person: int = 1) -> TimeEntry:
        return TimeEntry(
            person_id=person, account_id=1, project_id=project, worked_on=ago(days), minutes=int(hours * 60)
        )  # fmt: skip

    def test_hours_beyond_scope_and_approved_changes_take_points(self, client: Store) -> None:
        put(client, Project(id=1, account_id=1, name="P", starts_on=BEGIN, scoped_minutes=5400))
        put(client, ScopeChange(project_id=1, asked_on=ago(90), what="+", minutes=600, decision="approved",
                                decided_on=ago(80)))  # fmt: skip
        put(client, *(self.entry(days, 11.5, 1) for days in range(1, 11)))
        assert seen(client, "scope") == (50.0, ago(1), "15 hours beyond what was agreed (15 %)")

    def test_a_retainer_is_judged_by_its_month(self, store: Store) -> None:
        put(store, Account(id=1, name="A"), Person(id=1, name="P"))
        put(store, Contract(account_id=1, kind="retainer", starts_on=BEGIN, included_minutes_per_month=1200))
        put(store, *(self.entry(days, 11) for days in (0, 29, 30)))
        assert seen(store, "scope") == (66.67, TODAY, "2 hours beyond what was agreed (10 %)")

    def test_cost_rates_that_overlap_count_no_hour_twice(self, client: Store) -> None:
        """A list of "rate, from" leaves every rate open: the newest one counts, and ten hours stay ten."""
        put(client, *(CostRate(person_id=1, cents_per_hour=cents, starts_on=ago(days)) for cents, days in
                      ((4000, 500), (6000, 300), (8500, 100))))  # fmt: skip
        put(client, Contract(account_id=1, kind="retainer", starts_on=BEGIN, included_minutes_per_month=600))
        put(client, self.entry(1, 10), Revenue(account_id=1, earned_on=ago(20), amount_cents=100_000, kind="project"))
        assert seen(client, "scope") == (50.0, ago(1), "margin under 30 % in three months")

    def test_a_thin_margin_takes_points_where_hours_have_a_cost(self, client: Store) -> None:
        put(client, CostRate(person_id=1, cents_per_hour=8500, starts_on=BEGIN))
        put(client, self.entry(1, 10), Revenue(account_id=1, earned_on=ago(20), amount_cents=100_000, kind="project"))
        assert seen(client, "scope") == (50.0, ago(1), "margin under 30 % in three months")

    def test_without_cost_rates_and_scope_nothing_is_known(self, client: Store) -> None:
        put(client, self.entry(1, 10), Revenue(account_id=1, earned_on=ago(20), amount_cents=100_000, kind="project"))
        assert seen(client, "scope")[0] is None


class TestBreadth:
    @pytest.mark.parametrize(
        ("contacts", "people", "score", "words"),
        [
            ((1,), (1, 2), 40.0, "single-threaded: 1 contact and 2 colleagues in touch"),
            ((1, 2), (1, 2), 75.0, "2 contacts and 2 colleagues in touch"),
        ],
    )
    def test_the_thinner_side_decides(
        self, client: Store, contacts: tuple[int, ...], people: tuple[int, ...], score: float, words: str
    ) -> None:
        put(client, *talk(1, 5, contacts, people))
        assert seen(client, "breadth") == (score, ago(5), words)

    def test_contacts_without_names_and_mails_one_way_tell_nothing(self, client: Store) -> None:
        put(client, *talk(1, 5), *talk(2, 5, (1,), (1,), direction="outbound"), *talk(3, 5, (1,), (1,), kind="note"))
        assert seen(client, "breadth")[0] is None

    def test_a_talk_kept_on_a_person_counts_for_the_account(self, client: Store) -> None:
        put(client, *talk(1, 5, (1,), (1,), account_id=None))
        assert seen(client, "breadth")[0] == 40

    def test_who_has_left_holds_no_thread(self, client: Store) -> None:
        put(client, Contact(id=3, account_id=1, name="Gone", left_on=ago(1)), Person(id=3, name="Off", left_on=ago(1)))
        put(client, *talk(1, 5, (1, 3), (1, 2, 3)))
        assert seen(client, "breadth")[2] == "single-threaded: 1 contact and 2 colleagues in touch"
        assert seen(client, "breadth", ago(2))[2] == "2 contacts and 3 colleagues in touch"

    def test_threads_older_than_90_days_are_not_live(self, client: Store) -> None:
        put(client, *talk(1, 89, (1,), (1,)), *talk(2, 90, (2,), (2,)))
        assert seen(client, "breadth")[2] == "single-threaded: 1 contact and 1 colleague in touch"


class TestCadence:
    def plan(self, days: int, begun: int) -> AccountProfile:
        return AccountProfile(account_id=1, starts_on=ago(begun), cadence_days=days)

    def test_an_update_is_missed_for_every_interval_without_any_contact(self, client: Store) -> None:
        """Updates 70 and 7 days ago, a call 35 days ago, fourteen days agreed: 2 and 1 missed between, none since."""
        put(client, self.plan(14, 75), *talk(1, 70, formal_update=True), *talk(2, 35), *talk(3, 7, formal_update=True))
        assert seen(client, "cadence") == (40.0, ago(7), "2 of 5 updates made")

    def test_the_clock_restarts_at_the_last_contact(self, client: Store) -> None:
        put(client, self.plan(14, 30), *talk(1, 20, formal_update=True))
        assert seen(client, "cadence")[2] == "1 of 2 updates made"
        put(client, *talk(2, 10))
        assert seen(client, "cadence")[2] == "1 of 1 update made"

    def test_without_a_plan_or_an_update_nothing_is_known(self, client: Store) -> None:
        put(client, *talk(1, 7, formal_update=True))
        assert seen(client, "cadence")[0] is None
        put(client, self.plan(14, 14))
        assert seen(client, "cadence")[0] == 100

    def test_what_was_missed_before_the_first_contact_of_the_window_counts(self, client: Store) -> None:
        """Every 14 days agreed two years ago, silence for a year, one update: five were missed in the 90 days."""
        put(client, self.plan(14, 730), *talk(1, 400, formal_update=True), *talk(2, 5, formal_update=True))
        assert seen(client, "cadence")[1:] == (ago(5), "1 of 7 updates made")

    def test_a_new_entry_of_the_profile_wipes_no_miss_away(self, client: Store) -> None:
        put(client, AccountProfile(account_id=1, starts_on=ago(730), ends_before=ago(6), cadence_days=14))
        put(client, self.plan(14, 6), *talk(2, 5, formal_update=True))
        assert seen(client, "cadence")[2] == "1 of 7 updates made"

    def test_a_slow_plan_holds_as_long_as_its_own_interval(self, client: Store) -> None:
        put(client, self.plan(60, 60), *talk(1, 10, formal_update=True))
        assert valid(client, "cadence", ago(10) + timedelta(days=60)) == 100
        assert valid(client, "cadence", ago(10) + timedelta(days=61)) is None


class TestEscalations:
    def test_none_open_is_good_news_only_where_somebody_talked(self, client: Store) -> None:
        assert seen(client, "escalations")[0] is None
        put(client, *talk(1, 3, direction="outbound"))
        assert seen(client, "escalations")[0] is None
        put(client, *talk(2, 3, direction="inbound"))
        assert seen(client, "escalations") == (100.0, ago(3), "no escalation open")

    @pytest.mark.parametrize(("severity", "score"), [(1, 80), (2, 55), (3, 25), (4, 0)])
    def test_the_worst_one_open_decides(self, client: Store, severity: int, score: float) -> None:
        put(client, Escalation(id=1, account_id=1, severity=severity, what="!", opened_on=ago(1)))
        put(client, EscalationUpdate(escalation_id=1, given_on=TODAY, words="so"))
        assert seen(client, "escalations")[0] == score

    def test_further_ones_and_an_overdue_update_take_ten_each(self, client: Store) -> None:
        put(client, *(Escalation(account_id=1, severity=2, what="!", opened_on=ago(8)) for _ in range(2)))
        assert seen(client, "escalations") == (35.0, ago(8), "2 escalations open, worst severity 2")

    def test_one_that_stands_open_while_nobody_talks_is_known_and_has_no_points(self, client: Store) -> None:
        put(client, Escalation(account_id=1, severity=1, what="!", opened_on=ago(31)))
        assert seen(client, "escalations")[0] == 0

    def test_a_closed_one_is_over_from_that_day(self, client: Store) -> None:
        put(client, Escalation(account_id=1, severity=4, what="!", opened_on=ago(9), closed_on=ago(2)))
        assert seen(client, "escalations", ago(3))[0] == 0
        assert seen(client, "escalations")[0] == 100


class TestSurvey:
    def sheet(self, number: int, days: int, *answers: tuple[int, float]) -> Iterator[Base]:
        yield SurveyResponse(id=number, survey_wave_id=1, contact_id=1, answered_on=ago(days))
        for question, score in answers:
            yield SurveyAnswer(survey_response_id=number, survey_question_id=question, score=score)

    @pytest.fixture(autouse=True)
    def survey(self, client: Store) -> None:
        put(client, Survey(id=1, name="S", kind="relationship", mode="attributed"))
        for number, (scale, better) in enumerate([("0-10", "higher"), ("1-5", "lower"), ("text", "higher")], 1):
            put(client, SurveyQuestion(id=number, survey_id=1, position=number, words="?", scale=scale, better=better))
        put(client, SurveyWave(id=1, survey_id=1, name="W", opens_on=BEGIN))

    def test_scales_are_brought_together_and_sheets_count_alike(self, client: Store) -> None:
        """(80 + 75) / 2 and 40: the mean of the sheets is 58.75."""
        put(client, *self.sheet(1, 10, (1, 8), (2, 2)), *self.sheet(2, 20, (1, 4)))
        assert seen(client, "survey") == (58.75, ago(10), "mean 5.9 of 10 in 2 answers, nobody on record as asked")

    def test_answers_over_120_days_before_the_last_one_are_left_out(self, client: Store) -> None:
        put(client, *self.sheet(1, 10, (1, 8)), *self.sheet(2, 130, (1, 0)))
        assert seen(client, "survey")[0] == 80


class TestCommercial:
    def month(self, months_ago: int, cents: int) -> Revenue:
        month = 5 - months_ago  # counted back from May 2025; June holds the newest revenue
        day = date(2025 + (month - 1) // 12, (month - 1) % 12 + 1, 15)
        return Revenue(account_id=1, earned_on=day, amount_cents=cents, kind="recurring")

    def test_a_fall_of_a_tenth_takes_twenty_points(self, client: Store) -> None:
        put(client, Revenue(account_id=1, earned_on=ago(10), amount_cents=1, kind="recurring"))
        put(client, *(self.month(n, 900 if n < 3 else 1000) for n in range(6)))
        assert seen(client, "commercial") == (80.0, ago(10), "revenue -10 % in three months")

    def test_growth_gives_no_more_than_all_points(self, client: Store) -> None:
        put(client, Revenue(account_id=1, earned_on=ago(10), amount_cents=1, kind="recurring"))
        put(client, *(self.month(n, 2000 if n < 3 else 1000) for n in range(6)))
        assert seen(client, "commercial")[0] == 100

    @pytest.mark.parametrize(("overdue", "score"), [(-1, 100), (0, 100), (1, 85), (31, 65), (61, 40)])
    def test_the_oldest_unpaid_invoice_takes_points_as_it_ages(self, client: Store, overdue: int, score: float) -> None:
        put(client, Invoice(account_id=1, issued_on=ago(70), due_on=ago(overdue), amount_cents=1))
        put(client, Invoice(account_id=1, issued_on=ago(90), due_on=ago(80), paid_on=ago(3), amount_cents=1))
        assert seen(client, "commercial")[0] == score

    def test_an_invoice_paid_later_was_overdue_until_then(self, client: Store) -> None:
        put(client, Invoice(account_id=1, issued_on=ago(60), due_on=ago(40), paid_on=ago(3), amount_cents=1))
        assert seen(client, "commercial", ago(4))[0] == 65
        assert seen(client, "commercial")[0] == 100

    def test_notice_takes_all_points_from_the_day_it_is_given(self, store: Store) -> None:
        put(store, Account(id=1, name="A"))
        put(
            store,
            Contract(account_id=1, kind="retainer", starts_on=BEGIN, ends_before=ago(-300), notice_given_on=ago(5)),
        )
        put(store, Invoice(account_id=1, issued_on=ago(20), due_on=ago(-10), amount_cents=1))
        assert seen(store, "commercial", ago(6))[0] == 100
        assert seen(store, "commercial")[::2] == (0.0, "notice was given")

    @pytest.mark.parametrize(
        ("ahead", "renews", "score"), [(91, False, 100), (90, False, 85), (30, False, 70), (30, True, 100)]
    )
    def test_a_contract_about_to_end_takes_points_unless_it_renews_itself(
        self, store: Store, ahead: int, renews: bool, score: float
    ) -> None:
        put(store, Account(id=1, name="A"))
        put(
            store, Contract(account_id=1, kind="retainer", starts_on=BEGIN, ends_before=ago(-ahead), auto_renews=renews)
        )
        put(store, Invoice(account_id=1, issued_on=ago(20), due_on=ago(-10), amount_cents=1))
        assert seen(store, "commercial")[0] == score


class TestWhatTimeAloneMustNotMend:
    """Nothing new is recorded: a day that passes is no good news."""

    def ending(self, store: Store, **more: Any) -> None:
        put(store, Account(id=1, name="A"), Revenue(account_id=1, earned_on=ago(20), amount_cents=9, kind="project"))
        put(store, Contract(account_id=1, kind="retainer", starts_on=BEGIN, ends_before=ago(5), **more))

    def test_a_contract_that_has_ended_takes_as_many_points_as_one_about_to_end(self, store: Store) -> None:
        self.ending(store)
        assert seen(store, "commercial", ago(6))[::2] == (70.0, "the contract ends in 1 day")
        assert seen(store, "commercial", ago(5))[::2] == (70.0, "the contract has ended")
        assert seen(store, "commercial")[::2] == (70.0, "the contract ended 5 days ago")

    def test_notice_holds_beyond_the_end_of_the_contract_until_a_new_one_begins(self, store: Store) -> None:
        self.ending(store, notice_given_on=ago(40))
        for day in (ago(6), ago(5), TODAY):
            assert seen(store, "commercial", day)[::2] == (0.0, "notice was given")
        put(store, Contract(account_id=1, kind="retainer", starts_on=ago(2)))
        assert seen(store, "commercial")[0] == 100

    def test_a_client_that_decided_to_leave_has_given_notice(self, client: Store) -> None:
        put(client, Invoice(account_id=1, issued_on=ago(20), due_on=ago(-10), amount_cents=1))
        put(client, Departure(account_id=1, decided_on=ago(8), last_day_on=ago(-30)))
        assert seen(client, "commercial", ago(9))[0] == 100
        assert seen(client, "commercial")[::2] == (0.0, "notice was given")
        put(client, Contract(account_id=1, kind="retainer", starts_on=ago(1)))  # and stayed after all
        assert seen(client, "commercial")[0] == 100

    def test_a_fall_of_revenue_stays_one_while_invoices_keep_the_account_in_sight(self, client: Store) -> None:
        """Revenue fell by half and stopped in January; its beginning leaves no window before its end does."""
        for month, cents in enumerate((1000, 1000, 1000, 500, 500, 500, 1)):
            day = date(2024 + (month + 6) // 12, (month + 6) % 12 + 1, 15)
            put(client, Revenue(account_id=1, earned_on=day, amount_cents=cents, kind="recurring"))
        put(client, Invoice(account_id=1, issued_on=date(2025, 1, 20), due_on=ago(-90), amount_cents=1))
        put(client, Invoice(account_id=1, issued_on=ago(30), due_on=ago(-90), amount_cents=1))
        for day in (date(2025, 1, 31), ago(30), TODAY):
            assert seen(client, "commercial", day)[::2] == (60.0, "revenue -50 % in three months")

    def test_an_escalation_closed_30_days_ago_is_still_known_of(self, client: Store) -> None:
        put(client, Escalation(account_id=1, severity=2, what="!", opened_on=ago(50), closed_on=ago(30)))
        assert valid(client, "escalations", TODAY) == 100
        assert valid(client, "escalations", TODAY + timedelta(days=1)) is None


def test_the_sponsor_is_silent_since_the_last_talk_with_them(client: Store) -> None:
    def silent() -> float:
        return float(signals().standing.sponsor_silent[0])

    def signals() -> Signals:
        return read_signals(client, TODAY)

    assert not signals().standing.sponsor[0]
    put(client, AccountProfile(account_id=1, starts_on=BEGIN, sponsor_id=1))
    assert signals().standing.sponsor[0]
    assert np.isinf(silent())
    put(client, *talk(1, 94, (1,)), *talk(2, 3, (2,)), *talk(3, 2, (1,), direction="outbound"))
    assert silent() == 94


def test_a_sponsor_who_has_left_is_none(client: Store) -> None:
    put(client, Contact(id=3, account_id=1, name="Gone", left_on=ago(1)))
    put(client, AccountProfile(account_id=1, starts_on=BEGIN, sponsor_id=3))
    assert not read_signals(client, TODAY).standing.sponsor[0]
    assert read_signals(client, ago(2)).standing.sponsor[0]
