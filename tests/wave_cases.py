"""A firm with contacts and a survey that can be sent, and a mail server in the test process."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lib.accounts.tables import Account, AccountOwner, Contact, Sector
from lib.people.tables import Person
from lib.store.engine import Store
from lib.surveys.inviting import Rules, invite
from lib.surveys.mail import Letter
from lib.surveys.sending import Order
from lib.surveys.sending_form import Form
from lib.surveys.sending_smtp import Post, Server
from lib.surveys.tables import Survey, SurveyQuestion
from lib.surveys.wave_actions import Plan, open_wave
from tests.facts import put

DAY, LAST = date(2026, 6, 1), date(2026, 6, 30)
LETTER = Letter("Harbour Lane", "Pulse", "Your answers are read.", 80, LAST, anonymous=False)


def a_survey(store: Store, people: int = 3, mode: str = "attributed", k: int = 5) -> int:
    """A survey with one question, and contacts p1 … of the accounts Acme and Bolt, in turn; the survey's number."""
    retail, _ = put(store, Sector(name="Retail"), Sector(name="Media"))
    put(store, Account(id=1, name="Acme", sector_id=retail), Account(id=2, name="Bolt"))
    (ann,) = put(store, Person(name="Ann", office="Bonn"))
    for account in (1, 2):
        put(store, AccountOwner(account_id=account, person_id=ann, starts_on=date(2020, 1, 1)))
    for number in range(1, people + 1):
        role = "decision maker" if number == 1 else "user"
        client = Contact(id=number, name=f"P {number}", email=f"p{number}@client.example", account_id=2 - number % 2)
        client.role = role
        put(store, client)
    (survey,) = put(store, Survey(name="Pulse", kind="relationship", mode=mode, least_group=k))
    put(store, SurveyQuestion(survey_id=survey, position=1, words="Recommend us?", scale="0-10", may_not_apply=False))
    return survey


def a_wave(store: Store, people: int = 3, mode: str = "attributed", k: int = 5) -> int:
    """A wave of that survey from DAY to LAST with all contacts listed; its number."""
    survey = a_survey(store, people, mode, k)
    wave = open_wave(store, "Ann", Plan(survey, "June", DAY, LAST), "open")
    invite(store, "Ann", wave, list(range(1, people + 1)), Rules(DAY), "list")
    return wave


def an_order(folder: Path, day: date = DAY) -> Order:
    return Order(Form(folder / "respond.db", "https://ask.example", "Harbour Lane"), Rules(day))


@dataclass
class Box:
    """What a mail server took; it refuses those in `refuses` and hangs up after `breaks_after` messages."""

    refuses: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    breaks_after: int | None = None
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name the server looks for
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.breaks_after is not None and len(self.taken) >= self.breaks_after:
            server.transport.close()  # type: ignore[union-attr]
        if address in self.refuses:
            return "550 no such person"
        if address in self.busy:
            return "450 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 taken"

    @property
    def to(self) -> list[str]:
        return [address for envelope in self.taken for address in envelope.rcpt_tos]


@contextmanager
def mail_server(box: Box) -> Iterator[Post]:
    """A real server on this machine that puts messages into the box; how to hand them in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield Post(Server("127.0.0.1", port, "", "", False), "ask@firm.example", "lead@firm.example")
    finally:
        controller.stop()
