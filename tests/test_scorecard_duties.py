"""The five duties, worked out by hand: what an account that changed hands counts for each, by day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from lib.errors import NotFound, RefusedValue
from lib.format import figure
from lib.keep import at_once
from lib.people.tables import Person
from lib.periods import Period, parse
from lib.review.tables import DUTIES
from lib.scorecard.scorecard import Scorecard, scorecard
from lib.scorecard.told import Told
from lib.store.engine import Store
from lib.store.opening import open_store
from tests import databases
from tests.facts import put
from tests.scorecard_cases import ANN, BO, DAY, MIA, QUARTER, put_firm

Ask = Callable[..., Scorecard]


@pytest.fixture(scope="module")
def card(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks for scorecards of the firm of `scorecard_cases`, each made once: these tests only read."""
    path = tmp_path_factory.mktemp("scorecards") / "firm.db"
    store = open_store(databases.copied(empty_url, path))
    put_firm(store)
    made: dict[tuple[Any, ...], Any] = {}

    def keep(name: str, _subjects: tuple[str, ...], about: tuple[Any, ...], work: Callable[[], Any]) -> Any:
        if (name, about) not in made:
            made[name, about] = work()
        return made[name, about]

    def ask(person: int, period: Period = QUARTER, *, sees_costs: bool = False, day: date = DAY) -> Scorecard:
        return scorecard(store, person, period, keep, sees_costs, day)

    return ask


def by_label(found: Scorecard) -> dict[str, Told]:
    return {one.label: one for duty in found.duties for one in duty.figures}


HAND_WORKED: dict[str, tuple[Any, Any, Any]] = {  # label: Ann's, Bo's, the firm's
    "Revenue of own accounts": (400_00, 300_00, 700_00),
    "Growth of own accounts": (1 / 3, 2.0, 0.75),  # of 300, 100 and 400 a year earlier, under those who lead now
    "Own target reached": (0.8, None, 0.8),
    "Goal met": (1.0, 0.0, 0.5),
    "On time": (1.0, 0.0, 0.5),  # the launch against the date agreed last
    "Briefs complete": (2 / 3, None, 2 / 3),
    "Roadblocks cleared": (0.5, None, 0.5),
    "Days lost": (5, None, 5),
    "Revision rounds": (2.0, None, 2.0),
    "Objectives on track": (1.0, 1.0, 1.0),
    "Promised outcomes confirmed": (1.0, None, 1.0),  # it ended on 1 May, under Ann
    "Realisation": (400 / 300, 3.0, 1.75),
    "Written off": (0.0, 0.1, 30 / 700),  # Ann decided it, when the account was Bo's
    "Satisfied": (0.5, 0.0, 1 / 3),
    "Threads beyond the manager": (1.0, 0.0, 0.5),
    "Client retention": (1.0, None, 1.0),
    "Low scores followed up in time": (None, 1.0, 1.0),
    "Promises kept": (0.5, None, 0.5),
    "Promises of colleagues kept": (1.0, None, 1.0),  # Sal's, of sales
}


def test_each_duty_is_worked_out_by_who_led_the_account_on_the_day(card: Ask) -> None:
    ann, bo = (by_label(card(person)) for person in (ANN, BO))
    for label, values in HAND_WORKED.items():
        told = (ann[label].now, bo[label].now, ann[label].firm)
        found = [measure.value if measure else None for measure in told]
        assert found == [None if value is None else pytest.approx(value) for value in values], label


def test_what_two_people_led_adds_up_to_the_firm(card: Ask) -> None:
    ann, bo = (by_label(card(person)) for person in (ANN, BO))
    for label in ("Revenue of own accounts", "Days lost"):
        parts = [one[label].now.value or 0 for one in (ann, bo)]
        assert sum(parts) == ann[label].firm.value  # type: ignore[union-attr]


def test_a_scorecard_has_the_five_duties_in_order_and_every_figure_its_words_and_rows(card: Ask) -> None:
    found = card(ANN)
    assert tuple(duty.name for duty in found.duties) == DUTIES
    figures = [one for duty in found.duties for one in duty.figures]
    assert len({one.label for one in figures}) == len(figures)
    for one in figures:
        assert len(one.words) > 30
        assert one.now.value is not None or one.now.why
        assert not [name for name in one.rows().columns if "_" in str(name)], one.label


def test_a_small_rate_is_told_in_counts_and_few_answers_in_words(card: Ask) -> None:
    ann = by_label(card(ANN))
    assert figure(ann["Briefs complete"].now, "share", "EUR") == "2 of 3"
    assert ann["Briefs complete"].now.note == "1 project lacks the goal"
    assert ann["Net promoter score"].now.value is None
    assert "1 promoter, 1 passive, 0 detractors" in ann["Net promoter score"].now.why
    assert ann["Satisfied"].now.low is not None


def test_the_rows_are_those_behind_the_figure(card: Ask) -> None:
    ann = by_label(card(ANN))
    assert ann["Revenue of own accounts"].rows()["Amount"].tolist() == [150.0, 250.0]
    assert ann["Growth of own accounts"].rows().set_index("Account")["A year earlier"].to_dict() == {
        "Acme": 100.0, "Bree": 200.0,
    }  # fmt: skip
    assert ann["Promises kept"].rows()["Made by"].tolist() == ["Sal", "Ann"]
    assert ann["Threads beyond the manager"].rows()["Who"].tolist() == ["Sal"]
    objective = ann["Objectives on track"].rows().iloc[0]
    assert objective[["Baseline", "Target", "Actual"]].tolist() == [0, 100, 50]


def test_a_client_handed_to_a_colleague_is_no_loss(card: Ask) -> None:
    kept = by_label(card(ANN))["Client retention"].now
    assert (kept.hits, kept.base) == (1, 1)
    assert kept.note == "1 client handed to a colleague left out"


def test_margins_of_hours_are_withheld_from_who_may_not_see_costs(card: Ask) -> None:
    closed, opened = (by_label(card(ANN, sees_costs=sees))["Margin"] for sees in (False, True))
    assert (closed.now.absent, opened.now.absent) == ("withheld", None)
    assert opened.now.value == pytest.approx((400 - 3 * 50) / 400)
    assert closed.firm is not None
    assert closed.firm.absent == "withheld"
    assert "Cost" not in " ".join(opened.rows().columns)


def test_fees_of_months_before_the_time_records_are_set_against_no_hours(card: Ask) -> None:
    shown = by_label(card(ANN, parse("2026"), sees_costs=True))
    for label in ("Realisation", "Margin", "Over-servicing"):
        assert (shown[label].now.value, shown[label].now.why) == (None, "time records begin on 1 Apr 2026")


def test_who_led_nothing_is_told_so_not_judged(card: Ask) -> None:
    for one in by_label(card(MIA)).values():
        assert one.now.value is None, one.label
        assert one.now.absent == "not applicable"
    assert "led no account" in by_label(card(MIA))["On time"].now.why


def test_a_running_period_stands_beside_the_same_part_of_the_one_before(card: Ask) -> None:
    found = card(BO, day=date(2026, 6, 10))
    assert found.spans.now == Period(date(2026, 4, 1), date(2026, 6, 11), "2026Q2")
    assert (found.spans.before.start, found.spans.before.end) == (date(2026, 1, 1), date(2026, 3, 11))
    assert found.spans.remark.startswith("So far, to 10 Jun 2026")
    assert by_label(found)["Revenue of own accounts"].now.value == 300_00


def test_what_happened_later_is_not_known_on_an_earlier_day(card: Ask) -> None:
    then = by_label(card(BO, day=date(2026, 6, 30)))
    assert then["Goal met"].now.value is None  # judged on 1 July
    assert then["On time"].now.value == 0.0


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [("2026-03", "2026-02-01", "2026-03-01"), ("2026Q1", "2025-10-01", "2026-01-01"), ("2026", "2025-01-01", None)],
)
def test_one_period_before_is_the_month_quarter_or_year_before(
    card: Ask, key: str, start: str, end: str | None
) -> None:
    before = card(ANN, parse(key)).spans.before
    assert before.start.isoformat() == start
    assert end is None or before.end.isoformat() == end


def test_an_empty_store_says_why_of_everything(store: Store) -> None:
    put(store, Person(id=1, name="Ann"))
    for one in by_label(scorecard(store, 1, QUARTER, at_once, False, DAY)).values():
        assert one.now.value is None, one.label
        assert one.now.why == "nobody is recorded as leading an account" or one.now.absent == "not applicable"
        assert isinstance(one.rows(), pd.DataFrame)


def test_what_cannot_be_shown_is_refused_in_words(card: Ask) -> None:
    with pytest.raises(RefusedValue, match="begins on 1 Oct 2026"):
        card(ANN, parse("2026Q4"))
    with pytest.raises(NotFound, match="Person"):
        card(99)
