"""Scorecards of the demo firm and of the real CRM export: all that can be said, and why the rest cannot."""

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from lib.book.growth import kind_growth
from lib.keep import at_once
from lib.people.tables import Person
from lib.periods import parse
from lib.profitability.earnings import SUMS, earnings
from lib.profitability.hours import worked
from lib.scorecard.earned import earned_by_lead
from lib.scorecard.ground import Ground, Scope
from lib.scorecard.revenue_duty import SPECS
from lib.scorecard.scorecard import firm_figures, scorecard
from lib.scorecard.spans import spans
from lib.scorecard.visible import scorecards_for
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put_real, real_frames

DAY, QUARTER = date(2026, 10, 31), parse("2026Q3")


class Kept:
    """Keeps copies, as the session of a page does, and counts how often something was computed."""

    def __init__(self) -> None:
        self.made: dict[Any, bytes] = {}

    def __call__(self, name: str, subjects: tuple[str, ...], about: tuple[Any, ...], work: Any) -> Any:
        if (name, about) not in self.made:
            self.made[name, about] = pickle.dumps(work())
        return pickle.loads(self.made[name, about])


def test_the_demo_firm_tells_something_of_every_duty(demo_store: Store) -> None:
    keep = Kept()
    people = scorecards_for(demo_store, None, "admin", DAY)
    assert list(people.values()) == sorted(people.values())
    first, *others = [scorecard(demo_store, number, QUARTER, keep, False, DAY) for number in people]
    computed = len(keep.made)
    scorecard(demo_store, first.person_id, QUARTER, keep, False, DAY)
    assert len(keep.made) == computed  # what the firm did is kept for everybody
    for one in first.duties:
        cards = [first, *others]
        told = [f for card in cards for duty in card.duties if duty.name == one.name for f in duty.figures]
        assert any(f.now.value is not None for f in told), one.name
        assert all(f.now.value is not None or f.now.why for f in told)


def test_what_leads_earned_adds_up_to_what_the_accounts_earned(demo_store: Store) -> None:
    cut, whole = earned_by_lead(demo_store, QUARTER, worked(demo_store, QUARTER)), earnings(demo_store, QUARTER)
    summed, told = cut.drop(columns="lead").groupby("account_id").sum(), whole.set_index("account_id")
    assert summed.index.tolist() == told.index.tolist()
    for name in SUMS:  # rounded to the cent once a lead
        assert (summed[name] - told[name]).abs().max() <= 2, name


def test_growth_of_the_firm_is_that_of_its_book(demo_store: Store) -> None:
    ground = Ground(demo_store, DAY, spans(QUARTER, DAY), at_once)
    firm, kinds = firm_figures(ground), kind_growth(ground.book, QUARTER).set_index("kind")
    assert firm["Growth with existing clients"].value == pytest.approx(kinds.loc["existing clients", "growth"].value)
    assert firm["Revenue of new clients"].value == round(kinds.loc["new clients", "amount"] * 100)


def test_the_revenue_of_all_people_is_that_of_the_firm(demo_store: Store) -> None:
    ground = Ground(demo_store, DAY, spans(QUARTER, DAY), Kept())
    people = [None, *scorecards_for(demo_store, None, "admin", DAY)]
    whole, *parts = [SPECS[0].measure(Scope(ground, person, QUARTER)).value for person in people]
    assert sum(part or 0 for part in parts) == whole


def test_of_the_real_export_only_revenue_speaks(store: Store, real_input: Path) -> None:
    put_real(store, real_frames(real_input))
    day = date(2017, 12, 31)
    person = table_of(Person)
    number = store.rows(select(func.min(person.c.id)).where(person.c.name == "Darcel Schlecht"))[0][0]
    assert number in scorecards_for(store, None, "lead", day)
    told = scorecard(store, number, parse("2017Q4"), at_once, False, day).duties
    values = {f.label: f.now for duty in told for f in duty.figures}
    speaking = {label for label, now in values.items() if now.value is not None}
    assert speaking == {"Revenue of own accounts", "Revenue of new clients"}
    assert values["Growth of own accounts"].why == "records begin on 1 Mar 2017, too late to compare"
    assert values["Client retention"].why == "nobody is recorded as leading an account"
