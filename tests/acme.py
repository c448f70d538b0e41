"""Small facts as a test writes them: one account, its people, its revenue and deals."""

from collections.abc import Iterator
from datetime import date

from lib.accounts.tables import Account, AccountOwner, Sector, Service
from lib.book import Book, figure
from lib.growth.tables import Opportunity, Stage
from lib.money.tables import Revenue
from lib.people.tables import Person, ReportingLine
from lib.periods import parse
from lib.store.base import Base

JAN, HANDED, YEAR_END = date(2024, 1, 1), date(2024, 5, 10), date(2024, 12, 31)


def paid(account: int | None, day: str, amount: int = 100, **more: int) -> Revenue:
    """Revenue of a whole amount on a day."""
    return Revenue(
        account_id=account, earned_on=date.fromisoformat(day), amount_cents=amount * 100, kind="project", **more
    )


def people() -> Iterator[Base]:
    """Ann and Bo work for Mia; from the hand-over day on Bo works for Max."""
    yield from (Person(id=n, name=name) for n, name in enumerate(["Ann", "Bo", "Mia", "Max"], start=1))
    yield ReportingLine(person_id=1, manager_id=3, starts_on=JAN)
    yield ReportingLine(person_id=2, manager_id=3, starts_on=JAN, ends_before=HANDED)
    yield ReportingLine(person_id=2, manager_id=4, starts_on=HANDED)


def acme() -> Iterator[Base]:
    """Acme is led by Ann, from the hand-over day on by Bo."""
    yield from acme_without_people()
    yield AccountOwner(account_id=1, person_id=1, starts_on=JAN, ends_before=HANDED)
    yield AccountOwner(account_id=1, person_id=2, starts_on=HANDED)


def acme_without_people() -> Iterator[Base]:
    """Acme in retail, and the service Audit."""
    yield Sector(id=1, name="retail")
    yield Service(id=1, name="Audit")
    yield Account(id=1, name="Acme", sector_id=1)


def deal(
    stage: int, opened: str | None, closed: str | None = None, amount: int | None = None, **more: int
) -> Opportunity:
    """A deal in a stage (1 open, 2 won, 3 lost) with a whole amount."""
    return Opportunity(
        stage_id=stage, opened_on=_day(opened), closed_on=_day(closed),
        amount_cents=None if amount is None else amount * 100, **more,
    )  # fmt: skip


def stages() -> Iterator[Base]:
    """Three stages: 1 open, 2 won, 3 lost."""
    for number, kind in enumerate(("open", "won", "lost"), start=1):
        yield Stage(id=number, name=kind.title(), kind=kind, position=number)


def value(book: Book, name: str, period: str) -> float | None:
    """A figure's value for the period of a key."""
    return figure(book, name, parse(period)).value


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
