"""A filter changed on a page as a side of a goal: each choice proven to show its own, the same whenever it is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import streamlit as st
from sqlalchemy import select

from lib.accounts.tables import AccountOwner
from lib.people.tables import Person
from lib.store.base import table_of
from tests.bench.firms import Firm
from tests.bench.pages import Proven, Stage, Work
from tests.bench.visits import Differs

PERIODS = ("12 months", "Last full quarter")
OWNERS, PEOPLE = table_of(AccountOwner), table_of(Person)


@dataclass
class Choices:
    """One widget of a page and what is chosen in it, in turn."""

    page: Proven
    key: str
    values: tuple[str, ...]
    shown: dict[str, list[str]] = field(default_factory=dict)
    sent: dict[str, list[bytes]] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)

    def prove(self) -> None:
        """Each choice shows something of its own, and the same again with every cache empty."""
        for value in self.values * 2:  # the first time also tells what a new window is told
            self._choose(value)
            self.shown[value] = self.page.visit.shown()
        if any(
            self.shown[value] == self.shown[other] for value in self.values for other in self.values if value > other
        ):
            raise Differs(f"The page {self.page.name} shows the same whatever {self.key} is chosen.")
        st.cache_data.clear()
        for value in self.values:
            self.chosen(value)

    def settle(self) -> None:
        """Make every choice until none reads anything anew."""
        for value in self.values * 2:
            self._choose(value)
            self.statements[value] = self.page.visit.statements

    def chosen(self, value: str) -> float:
        """Choose it: CPU seconds of the rerun. Raises Differs where it shows something else than it should."""
        spent = self._choose(value)
        sent = self.page.visit.sent()
        if sent != self.sent.get(value) and self.page.visit.shown() != self.shown[value]:
            raise Differs(f"The page {self.page.name} shows something else for {value}.")
        self.sent[value] = sent
        return spent

    def again(self, value: str) -> float:
        """The same, of a choice made before; raises Differs too where something was read anew all the same."""
        spent = self.chosen(value)
        if self.page.visit.statements != self.statements[value]:
            raise Differs(f"The page {self.page.name} read something anew for {value}.")
        return spent

    def _choose(self, value: str) -> float:
        self.page.visit.choose(self.key, value)
        return self.page.visit.rerun()


def period_changed(firm: Firm) -> Callable[[Stage], Work]:
    """A side: on the portfolio, with all accounts, another period is chosen that somebody chose before."""

    def prepared(stage: Stage) -> Work:
        choices = Choices(stage.apart("portfolio", firm), "period", PERIODS)
        choices.prove()
        # There and back, so that every sample is the same work.
        return Work(choices.settle, lambda: sum(map(choices.again, PERIODS)) / len(PERIODS))

    return prepared


def owner_first_chosen(firm: Firm) -> Callable[[Stage], Work]:
    """A side: on the portfolio an owner is chosen whom nobody chose since the last write."""

    def prepared(stage: Stage) -> Work:
        page = stage.apart("portfolio", firm)
        turn = _each_once(_leads(stage, firm), page)
        return Work(page.settle, lambda: _chosen_anew(page, next(turn)))

    return prepared


def _chosen_anew(page: Proven, owner: str) -> float:
    before = page.visit.sent()
    page.visit.choose("owner", owner)
    spent = page.visit.rerun()
    if page.visit.sent() == before:
        raise Differs(f"The page {page.name} shows the same for {owner}.")
    return spent


def _each_once(names: list[str], page: Proven) -> Iterator[str]:
    """The names in turn; when all were chosen, what was kept of them is thrown away and the page read once."""
    while True:
        yield from names
        st.cache_data.clear()
        page.visit.choose("owner", "Everyone")
        page.visit.rerun()


def _leads(stage: Stage, firm: Firm) -> list[str]:
    """Everybody who leads an account now."""
    leading = select(OWNERS.c.person_id).where(OWNERS.c.duty == "lead", OWNERS.c.ends_before.is_(None))
    statement = select(PEOPLE.c.name).where(PEOPLE.c.id.in_(leading)).order_by(PEOPLE.c.name)
    return [str(name) for (name,) in stage.store(firm).rows(statement)]
