"""What to enter first, and what speaks against a Green; counted by hand."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from lib.accounts.tables import Account, AccountProfile, Contact, Contract
from lib.delivery.tables import TimeEntry
from lib.health.contradictions import INVOICED_AFTER, on_greens, read_checks, risen, subsidised, told
from lib.health.drawing import interval_picture
from lib.health.figures import RED, UNKNOWN, bands, bounds, shares
from lib.health.filling_figures import INPUTS, best, worth
from lib.health.keeping import judge_day
from lib.health.tables import BANDS, FACTORS, BandOverride, FactorExemption, RenewalCall
from lib.money.tables import BillRate, Invoice, WriteOff
from lib.people.tables import Person
from lib.relationship.tables import Interaction, InteractionContact, InteractionPerson
from lib.store.engine import Store
from lib.surveys.tables import Survey, SurveyInvitation, SurveyResponse, SurveyWave
from lib.value.tables import Objective, ObjectiveReading
from tests.facts import put

N = len(FACTORS)
CONTACT, READING = 0, 1
TODAY = date(2025, 6, 30)
BEGIN = date(2024, 1, 1)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def list_of(scores: "np.ndarray[Any, Any]", revenue: list[int]) -> Any:
    share = shares(dict.fromkeys(FACTORS, 1), np.zeros(scores.shape, dtype=bool))
    found = bounds(scores, share)
    band = bands(found, 70, 50)
    return worth(found.low, found.high, band, np.isnan(scores), share, np.array(revenue), 70, 50)


def test_an_input_is_worth_revenue_times_width_over_seconds_where_it_settles_alone() -> None:
    scores = np.full((1, N), 75.0)
    scores[0, FACTORS.index("value")] = np.nan  # 65.6–78.1: a reading settles it
    found = list_of(scores, [100_000])
    assert found.alone[0, READING]
    assert found.value[0, READING] == pytest.approx(100_000 * 12.5 / 40)
    assert (np.delete(found.value[0], READING) == 0).all()


def test_one_contact_can_make_three_factors_known() -> None:
    scores = np.full((1, N), 75.0)
    for name in ("breadth", "cadence", "escalations"):
        scores[0, FACTORS.index(name)] = np.nan
    assert list_of(scores, [1]).width[0, CONTACT] == pytest.approx(37.5)


def test_inputs_that_only_settle_together_count_by_their_share() -> None:
    found = list_of(np.full((1, N), np.nan), [600])
    assert not found.alone.any()
    widths = [100 * len(one.factors) / N for one in INPUTS]
    expected = [600 / len(INPUTS) * width / one.seconds for one, width in zip(INPUTS, widths, strict=True)]
    assert found.value[0] == pytest.approx(expected)


def test_a_band_that_is_settled_needs_no_input() -> None:
    scores = np.full((2, N), 95.0)
    scores[1] = 10.0
    scores[:, 0] = np.nan
    assert (list_of(scores, [10, 10]).value == 0).all()


def test_the_best_ones_are_one_an_account_and_the_worthless_left_out() -> None:
    value = np.array([[1.0, 5.0], [0.0, 0.0], [9.0, 8.0]])
    assert best(value, 5) == [(2, 0), (0, 1)]
    assert best(value, 1) == [(2, 0)]
    assert best(np.empty((0, 2)), 5) == []


@settings(max_examples=25, deadline=None)
@given(some.integers(0, 2**32 - 1))
def test_an_input_said_to_settle_alone_does_for_some_answer_and_another_for_none(seed: int) -> None:
    """Against trying 101 answers for each missing factor of 40 random accounts."""
    rng = np.random.default_rng(seed)
    scores = np.where(rng.random((40, N)) < 0.4, np.nan, rng.random((40, N)) * 100)
    found = list_of(scores, [1] * 40)
    share = shares(dict.fromkeys(FACTORS, 1), np.zeros((1, N), dtype=bool))
    for at in range(40):
        if bands(bounds(scores[at : at + 1], share), 70, 50)[0] != UNKNOWN:
            assert not found.alone[at].any()
            continue
        for which, one in enumerate(INPUTS):
            lacking = [FACTORS.index(name) for name in one.factors if np.isnan(scores[at, FACTORS.index(name)])]
            tried = np.repeat(scores[at : at + 1], 1001, axis=0)
            tried[:, lacking] = np.linspace(0, 100, 1001)[:, None]
            settled = (bands(bounds(tried, np.repeat(share, 1001, axis=0)), 70, 50) != UNKNOWN).any()
            if lacking and settled != found.alone[at, which]:
                # A window of one answer may lie between two of those tried.
                assert found.alone[at, which]
                assert not settled


@pytest.fixture
def green(store: Store) -> Store:
    """One client, Green by its invoices alone, with a sponsor talked to yesterday by two people."""
    put(store, Account(id=1, name="Acme"), Contract(account_id=1, kind="retainer", starts_on=BEGIN))
    put(store, *(FactorExemption(account_id=1, factor=name, reason="-", starts_on=BEGIN)
                 for name in FACTORS if name not in ("commercial", "breadth")))  # fmt: skip
    put(store, Invoice(account_id=1, issued_on=ago(5), due_on=ago(-20), amount_cents=1))
    put(
        store,
        *(Contact(id=n, account_id=1, name=f"C{n}") for n in (1, 2)),
        *(Person(id=n, name=f"P{n}") for n in (1, 2)),
    )
    put(store, AccountProfile(account_id=1, starts_on=BEGIN, sponsor_id=1))
    put(store, Interaction(id=1, account_id=1, happened_on=ago(1), kind="call"))
    put(store, *(InteractionContact(interaction_id=1, contact_id=n) for n in (1, 2)))
    put(store, *(InteractionPerson(interaction_id=1, person_id=n) for n in (1, 2)))
    put(store, Objective(id=1, account_id=1, name="O", closed_on=ago(1)))
    put(store, ObjectiveReading(objective_id=1, read_on=ago(30), actual=1, confirmed_on=ago(20), confirmed_by_id=1))
    return store


def against(store: Store) -> list[str]:
    health = judge_day(store, TODAY)
    assert BANDS[health.band[0]] == "Green"
    return told(read_checks(store, health), 0)


def test_nothing_speaks_against_a_green_that_is_in_order(green: Store) -> None:
    assert against(green) == []
    assert on_greens(judge_day(green, TODAY), read_checks(green, judge_day(green, TODAY))).empty


def test_an_outcome_confirmed_long_ago_speaks_against_it(green: Store) -> None:
    health = judge_day(green, TODAY + timedelta(days=20))
    assert told(read_checks(green, health), 0) == []
    later = judge_day(green, TODAY + timedelta(days=71))
    assert told(read_checks(green, later), 0)[0] == "no outcome confirmed by the client in 90 days"


def test_a_call_or_a_band_set_by_a_person_speaks_against_it(green: Store) -> None:
    put(green, RenewalCall(account_id=1, made_on=ago(10), months_ahead=3, call="likely to leave", reason="Quiet"))
    assert against(green) == ["called “likely to leave”"]
    put(green, RenewalCall(account_id=1, made_on=ago(9), months_ahead=3, call="will renew", reason="Talked"))
    assert against(green) == []
    put(green, BandOverride(account_id=1, band="Amber", reason="!", starts_on=ago(3), ends_before=ago(-20)))
    assert against(green) == ["a person holds it for Amber"]


def test_two_surveys_without_an_answer_speak_against_it(green: Store) -> None:
    put(green, Survey(id=1, name="S", kind="relationship", mode="attributed"))
    put(green, *(SurveyWave(id=n, survey_id=1, name=f"W{n}", opens_on=BEGIN) for n in (1, 2)))
    put(green, SurveyInvitation(survey_wave_id=1, contact_id=1, state="sent", sent_on=ago(100)))
    assert against(green) == []
    put(green, SurveyInvitation(survey_wave_id=2, contact_id=1, state="sent", sent_on=ago(50)))
    assert against(green) == ["asked for a survey 2 times, no answer"]
    put(green, SurveyResponse(survey_wave_id=1, contact_id=2, answered_on=ago(60)))
    assert against(green) == []


def work(days: int, hours: float, **more: Any) -> TimeEntry:
    return TimeEntry(person_id=1, account_id=1, worked_on=ago(INVOICED_AFTER + days), minutes=int(hours * 60), **more)


def test_unbilled_hours_that_rise_speak_against_it_and_are_told_in_money(green: Store) -> None:
    put(green, work(40, 8, billable=False), work(5, 9, invoiced=False), work(6, 7, billable=False))
    put(green, work(7, 20, invoiced=True), work(-1, 20, invoiced=False))  # paid; may still be invoiced
    assert against(green) == ["unbilled hours up from 8 to 16 in 30 days, up to 45 days ago"]
    put(green, BillRate(cents_per_hour=10_000, starts_on=BEGIN))
    put(green, WriteOff(account_id=1, written_off_on=ago(10), amount_cents=50_000, reason="goodwill"))
    given = subsidised(green, judge_day(green, TODAY))
    assert given[["hours", "worth", "written_off", "cost"]].to_numpy().tolist() == [[24.0, 2400.0, 500.0, 2900.0]]
    put(green, BillRate(account_id=1, cents_per_hour=20_000, starts_on=BEGIN))
    assert subsidised(green, judge_day(green, TODAY))["worth"].tolist() == [4800.0]


def test_without_a_bill_rate_unbilled_hours_have_no_worth(green: Store) -> None:
    put(green, work(5, 9, billable=False))
    assert subsidised(green, judge_day(green, TODAY))["worth"].isna().all()


def test_a_rise_needs_a_quarter_more_and_five_hours() -> None:
    now, before = np.array([600.0, 310, 1250, 299]), np.array([300.0, 0, 1000, 0])
    assert risen(now, before).tolist() == [True, True, False, False]


def test_what_speaks_against_other_bands_is_not_told(green: Store) -> None:
    put(green, Invoice(account_id=1, issued_on=ago(200), due_on=ago(150), amount_cents=1))
    health = judge_day(green, TODAY)
    assert BANDS[health.band[0]] in ("Amber", "Red", "Unknown")
    assert on_greens(health, read_checks(green, health)).empty
    assert health.band[0] != RED or subsidised(green, health).empty


def test_the_picture_of_an_interval_stays_inside_its_frame() -> None:
    from base64 import b64decode

    for low, high in ((0, 0), (0, 100), (100, 100), (45, 45.2)):
        svg = b64decode(interval_picture(low, high, "Red", 50, 70, dark=False).split(",")[1]).decode()
        x, width = (float(svg.split("<rect")[-1].split(f'{name}="')[1].split('"')[0]) for name in ("x", "width"))
        assert x >= 4 - 1e-9
        assert x + width <= 98 + 0.2
