"""Reminders: to who has not answered, with a new link for the same answer; of anonymous waves to all, without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.errors import RefusedValue
from lib.respond import exchange
from lib.respond.links import address, hash_of, new_token
from lib.respond.wave import Cuts, Link, Wave
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.surveys.crowd_figures import CUTS
from lib.surveys.form_file import changing_form
from lib.surveys.inviting_actions import claim_reminder, remind, settle_reminder
from lib.surveys.inviting_figures import not_reminded
from lib.surveys.inviting_queries import listed
from lib.surveys.mail import Letter, Mail, is_address, reminder
from lib.surveys.sending import Order, Sent, Tally, Told
from lib.surveys.sending_form import offered
from lib.surveys.sending_smtp import Outcome, Post, connected, deliver
from lib.surveys.wave_actions import still_open


@dataclass(frozen=True)
class Reminded:
    """One person due for a reminder; `before`: the day of the last one, `link` None in an anonymous wave."""

    invitation_id: int
    contact: str
    email: str | None
    account: str
    sent_on: date
    before: date | None
    link: str | None


def due(store: Store, wave_id: int, day: date) -> pd.DataFrame:
    """Everybody in a wave with `why` they get no reminder on a day (None: one is due); columns of `listed` besides."""
    found = listed(store, wave_id, day)
    return found.assign(why=not_reminded(found, day))


def _new_links(write: Write, store: Store, wave_id: int, order: Order) -> list[Reminded]:
    """A new link for each who is due, beside the first one; none in an anonymous wave, whose form is left alone."""
    wave = still_open(write, wave_id)
    if wave["closes_on"] is not None and order.rules.day > wave["closes_on"]:
        raise RefusedValue("closes_on", "the last day of the wave is over: move it first.")
    shown, questions = offered(write, wave_id, order.form.firm)
    people = due(store, wave_id, order.rules.day)
    people = people[people["why"].isna() & ~people["token_hash"].isin(_answered(order, wave["code"], shown))]
    if people.empty:
        raise RefusedValue("invited", "nobody is due for a reminder: see why below.")
    tokens = [None if shown.anonymous else new_token() for _ in range(len(people))]
    rows = people.astype(object).where(people.notna(), None).to_dict("records")
    links = {
        hash_of(token): Link(Cuts(**{cut: row[cut] for cut in CUTS}), row["token_hash"])
        for token, row in zip(tokens, rows, strict=True) if token is not None
    }  # fmt: skip
    if links:
        with changing_form(order.form.file, wave["code"]):
            exchange.offer(order.form.file, shown, questions, links)
    return [
        Reminded(
            int(row["invitation_id"]), row["contact"], row["email"], row["account"], row["sent_on"].date(),
            row["reminded_on"].date() if row["reminded_on"] is not None else None,
            None if token is None else address(order.form.address, token),
        )
        for token, row in zip(tokens, rows, strict=True)
    ]  # fmt: skip


def _answered(order: Order, code: str | None, wave: Wave) -> set[str | None]:
    """The handles of those whose answer lies in the form and was not fetched yet: they are not asked again."""
    if wave.anonymous:
        return set()
    with changing_form(order.form.file, code):
        found = exchange.collect(order.form.file, wave.code)
    return {sheet.handle for sheet in found.sheets} | {wish.handle for wish in found.wishes}


def remind_by_list(store: Store, who: str, wave_id: int, order: Order, token: str) -> list[Reminded]:
    """Count all who are due as reminded, and give back their links, which are nowhere else; see `give_out`."""
    made: list[Reminded] = []

    def work(write: Write) -> int:
        wanted = _new_links(write, store, wave_id, order)
        made.extend(one for one in wanted if remind(write, one.invitation_id, one.before, order.rules.day))
        return len(made)

    perform(store, who, "give out reminders of a wave", work, token)
    return made


def remind_by_mail(
    store: Store, who: str, wave_id: int, order: Order, post: Post, letter: Letter, token: str, tell: Told
) -> Sent:
    """Send each who is due and has an address their reminder, each by itself. Raises as `send_by_mail` does."""
    with connected(post.server) as line:
        made: list[Reminded] = []

        def work(write: Write) -> int:
            made.extend(_new_links(write, store, wave_id, order))
            return len(made)

        perform(store, who, "make the reminders of a wave", work, token)
        going = [one for one in made if is_address(one.email)]
        tally = Tally(len(going), tell)

        def claimed(at: int) -> bool:
            one = going[at]
            return tally.going(claim_reminder(store, who, one.invitation_id, one.before, order.rules.day))

        def settled(at: int, what: Outcome) -> None:
            settle_reminder(store, who, going[at].invitation_id, going[at].before, what.state, what.trouble)
            tally.came_back(what)

        return tally.sent(len(made), deliver(line, post, mails(going, letter), claimed, settled))


def mails(made: Sequence[Reminded], letter: Letter) -> list[Mail]:
    """The messages of the reminders, in their order."""
    return [reminder(letter, one.email or "", one.contact, one.link, one.sent_on) for one in made]


def reminders_frame(made: Sequence[Reminded], letter: Letter) -> pd.DataFrame:
    """The list to hand out: contact, e-mail, account, link (none if anonymous), subject and body of each message."""
    written = mails(made, letter)
    frame = pd.DataFrame(
        {
            "Contact": [one.contact for one in made], "E-mail": [one.email for one in made],
            "Account": [one.account for one in made], "Link": [one.link for one in made],
            "Subject": [mail.subject for mail in written], "Message": [mail.body for mail in written],
        }
    )  # fmt: skip
    return frame.drop(columns="Link") if letter.anonymous else frame
