"""Sending a wave: links are made in one transaction with the survey frozen, then given out once, as list or by mail."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.errors import RefusedValue
from lib.respond import exchange
from lib.respond.links import address, hash_of, new_token
from lib.respond.wave import Cuts, Link, Wave
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.building_actions import freeze
from lib.surveys.crowd_figures import CUTS
from lib.surveys.cut_figures import frozen_cuts
from lib.surveys.form_file import changing_form
from lib.surveys.inviting import Rules, to_send
from lib.surveys.inviting_actions import claim, mark_sent, settle
from lib.surveys.mail import Letter, Mail, invitation, is_address, subject_of
from lib.surveys.sending_form import Form, form_wave, offered
from lib.surveys.sending_smtp import Outcome, Post, connected, deliver
from lib.surveys.tables import Survey, SurveyInvitation, SurveyWave
from lib.surveys.wave_actions import still_open

__all__ = ["Order", "Sent", "Wanted", "form_wave", "give_out", "links_frame", "listed_cuts", "send_by_mail"]
Told = Callable[[int, int, str], None]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Order:
    """How a wave is sent: by which form and rules, and which cuts an anonymous one may tell apart, in order."""

    form: Form
    rules: Rules
    keep: Sequence[str] = CUTS


@dataclass(frozen=True)
class Wanted:
    """One person with their link, which exists nowhere but here."""

    invitation_id: int
    contact: str
    email: str | None
    account: str
    link: str


@dataclass(frozen=True)
class Sent:
    """What became of a sending: how many went out, came back or stay listed, and what broke it off."""

    sent: int
    bounced: int
    waiting: int
    broken_off: str | None = None

    @property
    def in_words(self) -> str:
        """One sentence for the person who sent."""
        parts = [f"{fmt.counted(self.sent, 'message')} sent"]
        parts += [f"{self.bounced} refused by the server"] if self.bounced else []
        parts += [f"{self.waiting} not sent yet"] if self.waiting else []
        return ", ".join(parts) + "." + (f" {self.broken_off}" if self.broken_off else "")


def listed_cuts(waiting: pd.DataFrame, anonymous: bool, k: int, keep: Sequence[str]) -> pd.DataFrame:
    """The cuts that each person's answers will count for: of an anonymous wave none that tell fewer than k apart.

    `waiting`: prepared, segment, region, manager; what was frozen before stays. Raises RefusedValue: fewer than k.
    """
    fresh = waiting[~waiting["prepared"]]
    told = waiting[list(CUTS)].astype(object)
    if anonymous and len(fresh):
        told.loc[fresh.index] = frozen_cuts(fresh, k, keep)
    return told


def make_links(write: Write, store: Store, wave_id: int, order: Order) -> list[Wanted]:
    """Freeze the survey, fix account, role and cuts of all who may be sent their link, and offer links to the form.

    The form's file comes last: what fails before leaves it as it was. Raises RefusedValue, BadOffer, FrozenWave,
    FormUnread, AnswersMissing.
    """
    wave = still_open(write, wave_id)
    survey = write.read(Survey, wave["survey_id"])
    _refuse_day(wave, order.rules)
    waiting = to_send(store, wave_id, order.rules)
    going = waiting[waiting["why"].isna()].reset_index(drop=True)
    if going.empty:
        raise RefusedValue("invited", "nobody on the list may be sent a link now: invite somebody, or see why below.")
    anonymous = survey["mode"] == "anonymous"
    going[list(CUTS)] = listed_cuts(going, anonymous, survey["least_group"], order.keep)
    freeze(write, wave["survey_id"])
    if wave["code"] is None:
        write.set(SurveyWave, wave_id, {"code": secrets.token_hex(8)}, wave)
    shown, questions = offered(write, wave_id, order.form.firm)
    rows = going.astype(object).where(going.notna(), None).to_dict("records")
    made = [_linked(write, row, shown, order.form) for row in rows]
    with changing_form(order.form.file, wave["code"]):
        exchange.offer(order.form.file, shown, questions, {key: link for _, key, link in made})
    return [wanted for wanted, _, _ in made]


def _refuse_day(wave: Row, rules: Rules) -> None:
    if rules.day < wave["opens_on"]:
        raise RefusedValue("opens_on", f"the wave opens on {fmt.day(wave['opens_on'])}: send it from that day on.")
    if wave["closes_on"] is not None and rules.day > wave["closes_on"]:
        raise RefusedValue("closes_on", f"its last day was {fmt.day(wave['closes_on'])}: move it first.")


def _linked(write: Write, row: dict[Any, Any], wave: Wave, form: Form) -> tuple[Wanted, str, Link]:
    token = new_token()
    key = hash_of(token)
    cuts = {cut: row[cut] for cut in CUTS}
    handle = None if wave.anonymous else row["token_hash"] or key
    frozen = {"account_id": row["account_id"], "role": row["role"], "token_hash": handle} | cuts
    number = int(row["invitation_id"])
    write.set(SurveyInvitation, number, frozen, write.read(SurveyInvitation, number))
    wanted = Wanted(number, row["contact"], row["email"], row["account"], address(form.address, token))
    return wanted, key, Link(Cuts(**cuts), handle)


def give_out(store: Store, who: str, wave_id: int, order: Order, token: str) -> list[Wanted]:
    """Make the links of all who may be sent one and count them as sent; empty where `token` was used before.

    The links are in what comes back and nowhere else: whoever asked for them has to send them.
    """
    made: list[Wanted] = []

    def work(write: Write) -> int:
        made.extend(make_links(write, store, wave_id, order))
        for wanted in made:
            mark_sent(write, wanted.invitation_id, order.rules.day)
        return len(made)

    perform(store, who, "give out the links of a wave", work, token)
    return made


def send_by_mail(
    store: Store, who: str, wave_id: int, order: Order, post: Post, letter: Letter, token: str, tell: Told
) -> Sent:
    """Send each who has an address their link, each by itself; the others stay listed.

    The line to the server stands before anything is frozen. Raises NoDelivery, and what `make_links` does.
    """
    with connected(post.server) as line:
        made: list[Wanted] = []

        def work(write: Write) -> int:
            made.extend(make_links(write, store, wave_id, order))
            return len(made)

        perform(store, who, "make the links of a wave", work, token)
        going = [one for one in made if is_address(one.email)]
        tally = Tally(len(going), tell)

        def claimed(at: int) -> bool:
            return tally.going(claim(store, who, going[at].invitation_id, order.rules.day, order.rules.days))

        def settled(at: int, what: Outcome) -> None:
            settle(store, who, going[at].invitation_id, what.state, what.trouble)
            tally.came_back(what)

        mails = [invitation(letter, one.email or "", one.contact, one.link) for one in going]
        return tally.sent(len(made), deliver(line, post, mails, claimed, settled))


class Tally:
    """Counts what became of messages as they go out."""

    def __init__(self, total: int, tell: Told) -> None:
        self.total, self.tell, self.gone, self.bounced, self.back = total, tell, 0, 0, 0

    def going(self, ours: bool) -> bool:
        """One message goes out, unless somebody else sent it."""
        self.gone += ours
        self.tell(self.gone, self.total, "messages")
        return ours

    def came_back(self, what: Outcome) -> None:
        """One of them was refused, or is to be tried again."""
        self.bounced += what.state == "bounced"
        self.back += what.state == "listed"

    def sent(self, wanted: int, broken: Exception | None) -> Sent:
        """The sum of it, of so many that were wanted."""
        went = self.gone - self.bounced - self.back
        return Sent(went, self.bounced, wanted - went - self.bounced, None if broken is None else str(broken))


def links_frame(made: Sequence[Wanted], letter: Letter) -> pd.DataFrame:
    """The list to hand out: contact, e-mail, account, link, and the subject and body of each one's message."""
    mails = [invitation(letter, one.email or "", one.contact, one.link) for one in made]
    return pd.DataFrame(
        {
            "Contact": [one.contact for one in made], "E-mail": [one.email for one in made],
            "Account": [one.account for one in made], "Link": [one.link for one in made],
            "Subject": [subject_of(letter)] * len(made), "Message": [mail.body for mail in mails],
        }
    )  # fmt: skip


def try_out(post: Post, to: str, letter: Letter, form: Form) -> Outcome:
    """Send one message with a link that opens nothing, to see how it looks. Raises NoDelivery."""
    sample = invitation(letter, to, "Test", address(form.address, "this-is-a-test"))
    with connected(post.server) as line:
        outcome: list[Outcome] = []
        broken = deliver(line, post, [Mail(to, f"Test: {sample.subject}", sample.body)], lambda _: True,
                         lambda _, what: outcome.append(what))  # fmt: skip
        if broken is not None:
            raise broken
        return outcome[0] if outcome else Outcome("sent")
