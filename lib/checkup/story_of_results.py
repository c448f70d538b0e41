"""The slides of a pack that tell results: objectives, work, fees, what the client said."""

from collections.abc import Sequence
from functools import partial

from lib import format as fmt
from lib.checkup import charts
from lib.checkup.blocks import Block, Column, Fact, Facts, Heading, Picture, Slide, Table, Words
from lib.checkup.pack import Change, Job, Outcome, Pack
from lib.checkup.wording import NONE, amount, hours, optional_day, period_name, scores, share

IN_A_CHART = 8  # objectives in one picture
MARKS = "Short lines mark where time expects each objective by now; the dashed line is the target."
GOOD, BAD = ("on pace", "reached"), ("behind", "overdue")


def outcomes_told(pack: Pack) -> Slide:
    """Promised outcomes and goals: baseline to target, actual, expected by now, confirmed by the client or not."""
    told, found = fmt.counted(len(pack.outcomes), "objective"), pack.outcomes
    if not found:
        ask = "We would like to agree one with you: what should be better, by how much, until when?"
        return Slide("outcomes", "No objective has been agreed yet", "", (Words((ask,)),), told)
    pictures = [_picture(found[at : at + IN_A_CHART], at + 1) for at in range(0, len(found), IN_A_CHART)]
    still = [one for one in found if one.open]
    confirmed = sum(one.confirmed for one in found)
    lead = f"You have confirmed the latest reading of {fmt.of(confirmed, len(found))}. {MARKS}"
    return Slide("outcomes", _outcomes_title(still, len(found)), lead, (*pictures, _outcomes_table(found)), told)


def _outcomes_title(still: Sequence[Outcome], every: int) -> str:
    good = sum(one.state in GOOD for one in still)
    judged = good + sum(one.state in BAD for one in still)
    if not still:
        return f"{fmt.counted(every, 'objective')} closed, none open"
    if not judged:
        return f"{fmt.counted(len(still), 'objective')} agreed, none can be judged yet"
    which = "open objectives" if judged == len(still) else "open objectives that can be judged"
    return f"{fmt.of(good, judged)} {which} keep pace or are reached"


def _picture(part: Sequence[Outcome], first: int) -> Picture:
    told = "; ".join(f"{one.name}: {_progress(one)}" for one in part)
    alt = f"Bars from baseline (0 %) to target (100 %) with a mark where time expects each objective. {told}."
    height = charts.outcomes_height(len(part)) / charts.WIDTH
    return Picture(alt, height, partial(charts.outcomes, part, first))


def _progress(one: Outcome) -> str:
    return "not read yet" if one.progress is None else f"{one.progress * 100:.0f} % of the way"


def _outcomes_table(found: Sequence[Outcome]) -> Table:
    columns = (
        Column("Objective", 32, most_lines=6), Column("Baseline → target", 19), Column("Actual", 16),
        Column("Expected by now", 13), Column("Due", 12), Column("Standing", 12), Column("Confirmed by you", 18),
    )  # fmt: skip
    return Table(columns, tuple(_outcome(at, one) for at, one in enumerate(found, start=1)))


def _outcome(number: int, one: Outcome) -> tuple[str, ...]:
    agreed = one.baseline is not None and one.target is not None
    read = f" on {fmt.day(one.read_on)}" if one.read_on else ""
    return (
        f"{number}. {one.name}{' (promised outcome)' if one.kind == 'promised outcome' else ''}",
        f"{amount(one.baseline, '')} → {amount(one.target, one.unit)}" if agreed else "no target agreed",
        f"{amount(one.actual, one.unit)}{read}",
        amount(one.expected if one.open else None, one.unit),
        optional_day(one.due_on),
        one.state if one.open else f"closed, target {'' if one.reached else 'not '}reached",
        _confirmed(one),
    )


def _confirmed(one: Outcome) -> str:
    if one.confirmed_on is None:
        return "not yet"
    by = f"{one.confirmed_by}, " if one.confirmed_by else ""
    earlier = "" if one.confirmed else " (an earlier reading)"
    return f"{by}{fmt.day(one.confirmed_on)}{earlier}"


def work_told(pack: Pack) -> Slide:
    """Projects due or delivered in the period: on time, goal met, hours against scope."""
    work, period = pack.work, period_name(pack.period)
    base = work.on_time.base or 0
    punctual = f"{fmt.of(work.on_time.hits or 0, base)} projects due came on time"
    delivered = sum(job.delivered_on is not None and job.delivered_on in pack.period for job in work.jobs)
    facts = (
        Fact("On time", share(work.on_time), work.on_time.why or "by the date agreed at the last approved change"),
        Fact("Goal met", share(work.goal_met), work.goal_met.why or work.goal_met.note or "of those judged"),
        Fact("Delivered", f"{delivered:,}", f"in {period}"),
        Fact("Under way or planned", f"{len(work.running):,}", f"on {fmt.day(pack.as_of)}"),
    )
    none = Words((f"No project was due or delivered in {period}.",))
    blocks: tuple[Block, ...] = (Facts(facts), _jobs(pack) if work.jobs else none)
    lead = "Hours stand where our time records cover the whole project." if work.jobs else ""
    title = punctual if base else f"No project was due in {period}"
    return Slide("work", title, lead, blocks, fmt.counted(len(work.jobs), "project"))


def _jobs(pack: Pack) -> Table:
    columns = (
        Column("Project", 26), Column("Agreed due", 12), Column("Delivered", 12), Column("Standing", 14),
        Column("Your goal", 26), Column("Met", 10), Column("Hours", 16),
    )  # fmt: skip
    return Table(columns, tuple(_job(job, pack) for job in pack.work.jobs))


def _job(job: Job, pack: Pack) -> tuple[str, ...]:
    met = {True: "yes", False: "no", None: "not judged"}[job.goal_met] if job.delivered_on else NONE
    moved = "" if job.first_due_on in (job.due_on, None) else f" (first {optional_day(job.first_due_on)})"
    return (
        job.name, f"{optional_day(job.due_on)}{moved}", optional_day(job.delivered_on), _standing(job, pack),
        job.goal or "none agreed", met, hours(job),
    )  # fmt: skip


def _standing(job: Job, pack: Pack) -> str:
    if job.due_on is None:
        return "no due date"
    days = ((job.delivered_on or pack.as_of) - job.due_on).days
    if job.delivered_on is None:
        return f"open, {fmt.counted(days, 'day')} past due" if days > 0 else "open"
    return f"{fmt.counted(days, 'day')} late" if days > 0 else "on time"


def fees_told(pack: Pack) -> Slide:
    """Fees by month and the changes of scope: the money a client may see."""
    inside, period = list(pack.fees_inside), period_name(pack.period)
    total = sum(fee.cents for fee in inside)
    recurring, project = sum(fee.recurring_cents for fee in inside), sum(fee.project_cents for fee in inside)
    facts = Facts((
        Fact("Fees", fmt.money_exact(total, pack.currency), f"in {period}{', so far' if pack.so_far else ''}"),
        Fact("Recurring", fmt.money_exact(recurring, pack.currency), "retainers and support"),
        Fact("Projects", fmt.money_exact(project, pack.currency), "work agreed by itself"),
        Fact("Changes of scope", f"{len(pack.changes):,}", _decisions(pack.changes)),
    ))  # fmt: skip
    blocks: list[Block] = [facts] if inside else []
    blocks += [_fees_picture(pack)] if any(fee.cents for fee in pack.fees) else []
    blocks += _changes(pack, period)
    title = f"Fees of {fmt.money(total, pack.currency)} in {period}" if inside else f"No fees on record for {period}"
    return Slide("fees", title, "", tuple(blocks), fmt.counted(len(pack.changes), "change of scope").replace(
        "change of scopes", "changes of scope"))  # fmt: skip


def _decisions(changes: Sequence[Change]) -> str:
    kinds = ("approved", "declined", "waiting")
    counts = [(sum(one.decision == kind for one in changes), kind) for kind in kinds]
    return ", ".join(f"{number:,} {kind}" for number, kind in counts if number) or "none asked for"


def _fees_picture(pack: Pack) -> Picture:
    months = "; ".join(f"{fee.month.start:%b %Y} {fmt.money(fee.cents, pack.currency)}" for fee in pack.fees)
    alt = f"Bars of fees by month, recurring and project, the period in full colour. {months}."
    return Picture(alt, charts.FEES_HEIGHT / charts.WIDTH, partial(charts.fees, pack.fees, pack.currency))


def _changes(pack: Pack, period: str) -> list[Block]:
    if not pack.changes:
        return [Words((f"No change of scope was asked for or decided in {period}, and none is waiting.",))]
    columns = (
        Column("Asked", 12), Column("Change", 28), Column("Project", 24), Column("Hours", 8, "right"),
        Column("Fee", 12, "right"), Column("New due date", 13), Column("Decision", 20),
    )  # fmt: skip
    return [Heading("Changes of scope"), Table(columns, tuple(_change(one, pack.currency) for one in pack.changes))]


def _change(one: Change, currency: str) -> tuple[str, ...]:
    by = f" by {one.decided_by}" if one.decided_by else ""
    decided = f"{one.decision}{by} on {fmt.day(one.decided_on)}" if one.decided_on else one.decision
    return (
        fmt.day(one.asked_on), one.what, one.project, f"{one.minutes / 60:,.1f}",
        NONE if one.fee_cents is None else fmt.money_exact(one.fee_cents, currency), optional_day(one.new_due_on),
        decided,
    )  # fmt: skip


def said_told(pack: Pack) -> Slide:
    """Asked, answered and what was said, without names."""
    said, period = pack.said, period_name(pack.period)
    asked, answered = (sum(getattr(wave, name) for wave in said.waves) for name in ("asked", "answered"))
    title = f"{fmt.of(answered, asked)} people asked have answered" if asked else f"Nobody was asked in {period}"
    waves = [f"{wave.name} ({wave.survey}): {fmt.of(wave.answered, wave.asked)}" for wave in said.waves]
    blocks: list[Block] = []
    if said.areas:
        columns = (Column("We asked", 30), Column("About", 14), Column("Scores given, from high to low", 18))
        rows = ((one.question, one.area or NONE, scores(one.scores, one.scale)) for one in said.areas)
        blocks.append(Table(columns, tuple(rows)))
    if said.comments:
        blocks += [Heading("In your words"), Words(tuple(f"“{one}”" for one in said.comments))]
    if asked and not answered:
        blocks.append(Words(("Nobody has answered yet. We would be glad to hear from you.",)))
    if not said.waves and not said.withheld:
        blocks.append(Words((f"No survey was opened for your people in {period}.",)))
    if said.withheld:
        words = f"Answers of {fmt.counted(said.withheld, 'anonymous survey')} stay anonymous: not shown for one client."
        blocks.append(Words((words,)))
    return Slide("said", title, "; ".join(waves), tuple(blocks), fmt.counted(answered, "answer"))
