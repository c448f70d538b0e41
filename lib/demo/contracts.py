"""Contract terms, renewals and the recurring revenue they bring."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from lib.accounts.tables import Contract, Renewal
from lib.demo.clients import Clients
from lib.demo.days import FAR, NOTHING, Bools, Ints, first_of, or_nothing
from lib.demo.drawing import between, chance, only, spread, words
from lib.demo.engagements import Engagements, month_days, term_starts
from lib.demo.firm import Firm
from lib.demo.world import World
from lib.money.tables import Revenue

NOTICE_DAYS = np.array([30, 60, 90])
KEPT_BEFORE = 12  # months before the records from which older contract terms are still known


@dataclass(frozen=True)
class Terms:
    """One entry per contract term of a monthly service; its contract's id is its place plus one."""

    engagement: Ints
    account: Ints
    service: Ints
    start: Ints  # months since 1970
    end: Ints  # the month outside; FAR: open
    fee: Ints  # cents a month
    follows: Ints  # how many terms came after

    def in_force(self, month: int) -> Bools:
        """Which terms hold in a month."""
        return (self.start <= month) & (month < self.end)


def sign_contracts(world: World, firm: Firm, clients: Clients, engagements: Engagements) -> Terms:
    """Write contract terms, renewals and recurring revenue."""
    rng = world.stream("contracts")
    terms, natural = _terms(world, engagements)
    notice = _notice_days(engagements, rng)
    ids = _write_contracts(world, firm, engagements, terms, notice, rng)
    _write_renewals(world, clients, engagements, terms, natural, ids, rng)
    _write_revenue(world, terms)
    return terms


def _terms(world: World, engagements: Engagements) -> tuple[Terms, Ints]:
    which, place, follows = term_starts(engagements, world.last_month)
    start = engagements.start[which] + place * engagements.term[which]
    natural = start + engagements.term[which]
    last = follows == 0
    agreed = engagements.last_end[which]
    natural = np.where(last & (agreed < FAR), agreed, natural)
    ended = engagements.end[which] < FAR
    open_end = last & ~ended & (engagements.rolling[which] == 1)
    end = np.where(last & ended, np.minimum(natural, engagements.end[which]), np.where(open_end, FAR, natural))
    exact = engagements.fee[which] / (1 + engagements.growth[which]) ** follows
    fee = np.maximum(np.round(exact / 1000).astype(np.int64) * 1000, 30_000)
    kept = end > world.first_month - KEPT_BEFORE
    terms = Terms(
        which[kept], engagements.account[which[kept]], engagements.service[which[kept]],
        start[kept], end[kept], fee[kept], follows[kept],
    )  # fmt: skip
    return terms, natural[kept]


def _notice_days(engagements: Engagements, rng: Generator) -> Ints:
    notice = NOTICE_DAYS[rng.integers(0, 3, engagements.count)]
    return np.where(engagements.last_end < FAR, 90, notice)


def _write_contracts(
    world: World, firm: Firm, engagements: Engagements, terms: Terms, notice: Ints, rng: Generator
) -> Ints:
    count = len(terms.account)
    starts, ends = first_of(terms.start), month_days(terms.end)
    stopped = (terms.follows == 0) & (engagements.end[terms.engagement] < FAR)
    given = np.maximum(ends - notice[terms.engagement] - between(rng, 0, 20, count), starts)
    signed = starts - between(rng, 5, 40, count)
    hours = terms.fee / firm.standard_cents
    # Where the end of the running term is part of a story, so is the notice that must be given to end it.
    renews = chance(rng, 0.6, engagements.count) | (engagements.last_end < FAR)
    return world.sheets.add(
        Contract, np.maximum(signed, world.start),
        account_id=terms.account + 1,
        service_id=terms.service + 1,
        kind=words(("retainer", "support"))[(terms.service == firm.service("Website care")).astype(np.int64)],
        signed_on=signed,
        monthly_fee_cents=terms.fee,
        included_minutes_per_month=np.round(hours * 2).astype(np.int64) * 30,
        notice_days=notice[terms.engagement],
        auto_renews=renews[terms.engagement],
        notice_given_on=np.where(stopped & (given <= world.until), given, NOTHING),
        starts_on=starts,
        ends_before=or_nothing(ends),
    )  # fmt: skip


def _write_renewals(
    world: World, clients: Clients, engagements: Engagements, terms: Terms, natural: Ints, ids: Ints, rng: Generator
) -> None:
    months = engagements.term[terms.engagement]
    due = first_of(natural)
    last, ended = terms.follows == 0, engagements.end[terms.engagement] < FAR
    agreed_end = (engagements.rolling[terms.engagement] == 0) & (terms.end == natural) & (due >= world.start)
    later = np.append(terms.fee[1:], 0)
    final = np.where(last, 0, later * months)
    target = np.round(terms.fee * months * 1.03 / 1000).astype(np.int64) * 1000
    decided = np.minimum(due - between(rng, 5, 70, len(due)), world.until)
    known = ~last | (ended & (due - 70 <= world.until))
    outcome = np.where(last, 2, np.where(final < terms.fee * months, 1, 0))
    mood = clients.mood_at(terms.account, np.minimum(decided, world.until))
    rows = np.flatnonzero(agreed_end)
    world.sheets.add(
        Renewal, np.maximum(first_of(terms.start[rows]), world.start),
        contract_id=ids[rows],
        due_on=due[rows],
        target_cents=target[rows],
        forecast_cents=np.round(target * (0.55 + 0.45 * mood) / 1000).astype(np.int64)[rows] * 1000,
        final_cents=np.where(known, final, NOTHING)[rows],
        outcome=only(known, words(("renewed", "reduced", "lost"))[outcome])[rows],
        decided_on=np.where(known, decided, NOTHING)[rows],
    )  # fmt: skip


def _write_revenue(world: World, terms: Terms) -> None:
    """Recurring revenue is earned on the first day of each month of a term."""
    begin = np.maximum(terms.start, world.first_month)
    months = np.maximum(np.minimum(terms.end, world.last_month + 1) - begin, 0)
    term, place = spread(months)
    earned = first_of(begin[term] + place)
    order = np.argsort(earned, kind="stable")
    term, earned = term[order], earned[order]
    world.sheets.add(
        Revenue, earned,
        account_id=terms.account[term] + 1,
        service_id=terms.service[term] + 1,
        earned_on=earned,
        amount_cents=terms.fee[term],
        kind="recurring",
    )  # fmt: skip


def term_months(terms: Terms) -> tuple[Ints, Ints]:
    """First day and first day outside of each term; FAR where it is open."""
    return first_of(terms.start), month_days(terms.end)
