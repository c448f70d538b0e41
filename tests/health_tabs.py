"""One tab of the account health page by itself, and the planted decisions that its backtest is counted by hand on."""

import re
from collections.abc import Iterator
from datetime import date

from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contact, Contract, Renewal
from lib.health.tables import HealthFormula, HealthSnapshot, RenewalCall
from lib.people.tables import Person
from lib.relationship.tables import Departure, Escalation, Interaction, InteractionContact
from lib.review.tables import Decision, Review
from lib.store.base import Base

TAKEN, DECIDED, AS_OF = date(2025, 1, 6), date(2025, 4, 10), date(2025, 6, 30)
# Band 90 days before: of the twelve that left, and of the twenty that renewed.
LEFT = ["Red"] * 9 + ["Amber", "Unknown", "Green"]
STAYED = ["Red"] * 2 + ["Amber"] * 4 + ["Unknown"] * 2 + ["Green"] * 12
BOUNDS = {"Red": (20, 40), "Amber": (55, 65), "Green": (80, 90), "Unknown": (40, 90)}


def open_tab(url: str, tab: str, as_of: date = AS_OF, **state: object) -> AppTest:
    """Draw `module:function` of lib.ui as the only thing on a page, on the store at `url` (set in the environment)."""
    at = AppTest.from_function(_script, default_timeout=30, args=(tab,))
    at.session_state["as_of"] = as_of
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


def _script(tab: str) -> None:
    from importlib import import_module

    from lib import ui

    ui.start()
    view = ui.page("Account health")
    module, name = tab.split(":")
    getattr(import_module(f"lib.ui.{module}"), name)(view)


def words(at: AppTest) -> str:
    """All that stands on the page, as one text."""
    assert not at.exception, at.exception[0].value
    parts = [*at.markdown, *at.caption, *at.info, *at.error, *at.warning, *at.subheader]
    return re.sub(r"\\(.)", r"\1", "\n".join(str(part.value) for part in parts))


def planted(leavers: int = 12) -> Iterator[Base]:
    """Clients 1 to 12 left and 13 to 32 renewed on one day; what was known 90 days before is told by LEFT and STAYED.

    A later snapshot and call know the outcome and must not be used.
    """
    yield Person(id=1, name="Ann")
    yield Person(id=2, name="Mia")
    yield HealthFormula(id=1, number=1, starts_on=date(2024, 1, 1))
    yield Review(id=1, held_on=date(2025, 2, 3))
    for number, band in enumerate(LEFT[:leavers] + STAYED, start=1 if leavers == 12 else 13 - leavers):
        yield from _client(number, band)
    yield Interaction(account_id=32, happened_on=date(2024, 1, 1), kind="call")


def _client(number: int, band: str) -> Iterator[Base]:
    left = number <= 12
    yield Account(id=number, name=f"Client {number:02}")
    yield AccountOwner(account_id=number, person_id=1, starts_on=date(2024, 1, 1))
    yield Contact(id=number, account_id=number, name=f"Contact {number}")
    yield Contract(id=number, account_id=number, kind="retainer", starts_on=date(2023, 5, 1))
    for taken, known in ((TAKEN, band), (date(2025, 3, 31), "Red" if left else "Green")):
        low, high = BOUNDS[known]
        yield HealthSnapshot(
            account_id=number, health_formula_id=1, taken_on=taken, low=low, high=high, coverage=1, band=known
        )
    yield from (_leaving(number) if left else _staying(number))
    said = "leaving" if number in (1, 2, 3, 4, 9, 13) else "will renew"
    yield _call(number, date(2024, 12, 2), said)
    yield _call(number, date(2025, 3, 1), "leaving" if left else "will renew")


def _call(number: int, day: date, said: str) -> RenewalCall:
    return RenewalCall(account_id=number, person_id=1, made_on=day, months_ahead=3, call=said, reason="so it seems")


def _leaving(number: int) -> Iterator[Base]:
    """Three were treated; two were in touch, one of them through a person of the client's only."""
    yield Departure(account_id=number, decided_on=DECIDED, last_day_on=date(2025, 5, 31), treated=number <= 3)
    if number == 1:
        yield Interaction(id=500, happened_on=date(2025, 1, 5), kind="call")
        yield InteractionContact(interaction_id=500, contact_id=1)
    if number == 12:
        yield Interaction(account_id=12, happened_on=date(2024, 12, 11), kind="meeting")


def _staying(number: int) -> Iterator[Base]:
    """All but two were in touch; the review decided about one, one escalated, a risk of one was accepted."""
    yield Renewal(contract_id=number, due_on=date(2025, 5, 1), target_cents=100, final_cents=100, outcome="renewed",
                  decided_on=DECIDED)  # fmt: skip
    if number > 14:
        yield Interaction(account_id=number, happened_on=date(2025, 1, 10), kind="call")
    yield Interaction(account_id=number, happened_on=date(2025, 1, 10), kind="email", direction="outbound")
    if number == 13:
        yield Decision(review_id=1, account_id=13, what="See the sponsor")
    if number == 14:
        yield Escalation(account_id=14, severity=2, what="Late", opened_on=date(2025, 2, 10))
    if number == 15:
        yield Decision(review_id=1, account_id=15, kind="accepted risk", what="Nothing")
