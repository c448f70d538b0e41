"""The part of last decisions: what we said would happen, against what has happened since, in figures."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from lib import format as fmt
from lib.agenda.ground import Ground
from lib.agenda.items import Item, tiered
from lib.agenda.part_promises import promises_open
from lib.growth.pipeline import kept_open
from lib.health.queries import snapshots_between
from lib.health.reading import of_account
from lib.health.tables import BANDS
from lib.health.words import range_words
from lib.keep import Keep
from lib.review.decided import Decided
from lib.review.reading_queries import decisions
from lib.review.review_figures import Said, standing
from lib.review.standing import said
from lib.store.engine import Store

PART = "last decisions"
SUBJECTS = ("people", "accounts", "review")
# Tiers: all that the last review decided or accepted, then of older ones effects to judge, what is overdue, what is
# still to do, and what was done or judged since.
LAST, JUDGE, LATE, DO, DONE = 4, 3, 2, 1, 0
Bands = Mapping[tuple[int, date], str]


def items(ground: Ground) -> list[Item]:
    """One item a decision of the last review, carried over, to be judged by now, or done or judged since."""
    told = _told(ground)
    if not told:
        return []
    then = _bands_then(ground, [one for one, _ in told])
    owed, deals = _overdue_promises(ground), _open_deals(ground)
    return [_item(ground, one, tier, then, owed, deals) for one, tier in told]


def empty_words(ground: Ground) -> str:
    """That nothing decided has come due, or that nothing was ever decided."""
    found = [one for one in decisions_known(ground.store, ground.as_of, ground.keep) if _inside(ground, one)]
    if not found:
        return "No review held before has decided anything, so there is nothing to look back on."
    ahead = [day for one in found if one.outcome is None for day in (one.due_on, one.check_on) if day]
    nearest = min((day for day in ahead if day > ground.as_of), default=None)
    soon = f"; the next one comes due on {fmt.day(nearest)}" if nearest else ""
    return f"No decision of a past review has come due since {fmt.day(ground.since)}{soon}."


def decisions_known(store: Store, as_of: date, keep: Keep) -> list[Decided]:
    """The decisions of the reviews held before a day, as known on it."""
    found: list[Decided] = keep("agenda decisions", SUBJECTS, (as_of,), lambda: decisions(store, as_of))
    return [one for one in found if one.held_on < as_of]


def _told(ground: Ground) -> list[tuple[Decided, int]]:
    """What the meeting opens with, and what was done or judged since the last one; each with its tier."""
    about = (ground.as_of,)
    opening = ground.keep("agenda said", SUBJECTS, about, lambda: said(ground.store, ground.as_of))
    newest = max((one.decision.held_on for one in opening), default=ground.as_of)
    tiers = {one.decision.id: _tier(one, ground.as_of, newest) for one in opening}
    known = decisions_known(ground.store, ground.as_of, ground.keep)
    lately = {one.id: DONE for one in known if one.kind == "decision" and _lately(one, ground)}
    both = lately | tiers
    return [(one, both[one.id]) for one in known if one.id in both and _inside(ground, one)]


def _tier(one: Said, as_of: date, newest: date) -> int:
    if one.decision.held_on == newest:
        return LAST
    if one.to_judge:
        return JUDGE
    return LATE if one.decision.overdue(as_of) else DO if one.decision.open else DONE


def _lately(one: Decided, ground: Ground) -> bool:
    done = one.done_on is not None and one.done_on >= ground.since
    judged = one.outcome is not None and one.check_on is not None and ground.since <= one.check_on <= ground.as_of
    return done or judged


def _inside(ground: Ground, one: Decided) -> bool:
    return ground.inside(one.account_id, one.person_id)


def _item(
    ground: Ground, one: Decided, tier: int, then: Bands, owed: Mapping[int, int], deals: Mapping[int, int]
) -> Item:  # fmt: skip
    account = one.account_id
    now = () if account is None else _now(ground, account, then.get((account, one.held_on), ""), owed, deals)
    about = f"{ground.name(account)}: " if account is not None else ""
    stands = f" Now: {', '.join(f'{label.lower()} {value}' for label, value in now)}." if now else ""
    words = f"{about}{_said(one)}; {_happened(one, ground.as_of)}."
    return Item(
        PART, account, one.person_id, f"{words[0].upper()}{words[1:]}{stands}",
        tiered(tier, 0 if account is None else ground.revenue.get(account, 0)), now,
        "account" if account is not None else "", {} if account is None else ground.link(account),
        late=one.overdue(ground.as_of) or _unjudged(one, ground.as_of),
    )  # fmt: skip


def _said(one: Decided) -> str:
    if one.kind != "decision":
        return f"on {fmt.day(one.held_on)} we accepted the risk (“{one.what}”)"
    who = one.person or "nobody named"
    due = f" by {fmt.day(one.due_on)}" if one.due_on else ""
    effect = f", so that “{one.expected_effect}”" if one.expected_effect else ", without an expected effect"
    return f"on {fmt.day(one.held_on)} we said “{one.what}” ({who}{due}){effect}"


def _happened(one: Decided, as_of: date) -> str:
    if one.kind != "decision":
        return "nothing was to be done"
    done = f"it was {standing(one, as_of)}" if one.done_on is None else (
        f"it was done{' late' if standing(one, as_of) == 'done late' else ''} on {fmt.day(one.done_on)}")  # fmt: skip
    done = {"it was open": "it is still to do", "it was overdue": "it is overdue"}.get(done, done)
    if one.outcome is not None:
        return f"{done}, and the effect {_OUTCOME[one.outcome]}"
    if one.check_on is None:
        return done
    if one.check_on > as_of:
        return f"{done}; its effect is looked at on {fmt.day(one.check_on)}"
    look = "is today" if one.check_on == as_of else f"was {fmt.day(one.check_on)}"
    return f"{done}; the day to look again {look}, and nobody has judged the effect yet"


def _unjudged(one: Decided, as_of: date) -> bool:
    """Whether the day to look again has passed and nobody has said what came of it."""
    return one.kind == "decision" and one.outcome is None and one.check_on is not None and one.check_on < as_of


_OUTCOME = {"happened": "happened", "partly": "partly happened", "did not happen": "did not happen"}


def _now(
    ground: Ground, account: int, then: str, owed: Mapping[int, int], deals: Mapping[int, int]
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """The figures of an account today beside its band when it was decided."""
    at = of_account(ground.health.signals, account)
    late = (("Overdue promises", str(owed.get(account, 0))), ("Open deals", str(deals.get(account, 0))))
    if at is None:
        return (("Band", "no active client"), *late)
    band, found = BANDS[ground.health.band[at]], ground.health.bounds
    was = f"{band} ({'as then' if then == band else f'then {then}'})" if then else band
    return (("Band", was), ("Score", range_words(float(found.low[at]), float(found.high[at]))), *late)


def _bands_then(ground: Ground, told: Sequence[Decided]) -> Bands:
    """The band of each account in its snapshot on the day of the review, by account and day."""
    days = {one.held_on for one in told}
    kept = snapshots_between(ground.store, min(days), max(days))
    rows = zip(kept["account_id"].tolist(), kept["taken_on"].dt.date, kept["band"].tolist(), strict=True)
    return {(account, day): band for account, day, band in rows if day in days}


def _overdue_promises(ground: Ground) -> dict[int, int]:
    found = promises_open(ground)
    late = found[found["due_on"] < pd.Timestamp(ground.as_of)]
    return {int(str(account)): int(count) for account, count in late["account_id"].value_counts().items()}


def _open_deals(ground: Ground) -> dict[int, int]:
    found = kept_open(ground.store, ground.as_of, ground.keep)
    return {int(str(account)): int(count) for account, count in found["account_id"].value_counts().items()}
