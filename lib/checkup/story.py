"""The pack told in slides: cover, relationship, results, what comes next, appendix. Every word a client reads."""

from lib import format as fmt
from lib.checkup.blocks import Block, Column, Fact, Facts, Heading, Slide, Table, Words
from lib.checkup.pack import Change, Job, Met, Pack
from lib.checkup.story_of_results import fees_told, outcomes_told, said_told, work_told
from lib.checkup.wording import hours, in_time, optional_day, people, period_name, share

OUTLINE = "cover"  # the key of the slide that is laid out as a title page


def story(pack: Pack) -> list[Slide]:
    """The slides of a pack, in order; each says in words where there is nothing to tell."""
    return [
        cover(pack),
        relationship(pack),
        outcomes_told(pack),
        work_told(pack),
        fees_told(pack),
        said_told(pack),
        ahead(pack),
        appendix(pack),
    ]


def cover(pack: Pack) -> Slide:
    """Client, firm, period, day; the lead says as of when the records were read."""
    so_far = f", so far (to {fmt.day(pack.as_of)})" if pack.so_far else ""
    lines = (
        f"Client check-up of {period_name(pack.period)}{so_far}",
        fmt.span(pack.period),
        pack.firm or "Your account team",
        f"Prepared on {fmt.day(pack.prepared_on)} from our records as of {fmt.day(pack.as_of)}",
    )
    return Slide(OUTLINE, pack.client, "", (Words(lines),), period_name(pack.period))


def relationship(pack: Pack) -> Slide:
    """Who spoke to whom, how often, and whether updates and promises were kept."""
    found, period = pack.relationship, period_name(pack.period)
    title = f"We spoke {_times(found.contacts)} in {period}" if found.contacts else f"No contact on record in {period}"
    sponsor = f"Your sponsor for our work is {found.sponsor}." if found.sponsor else "No sponsor has been named yet."
    owner = f" {found.owner} looks after you{f' at {pack.firm}' if pack.firm else ''}." if found.owner else ""
    return Slide(
        "relationship", title, sponsor + owner,
        (Facts(_contact_facts(pack)), *_taking_part(found.theirs, found.ours, period)),
        fmt.counted(found.contacts, "contact"),
    )  # fmt: skip


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _contact_facts(pack: Pack) -> tuple[Fact, ...]:
    found = pack.relationship
    last = f"the last on {fmt.day(found.last_contact_on)}" if found.last_contact_on else "none is on record"
    return (
        Fact("Two-way contacts", f"{found.contacts:,}", last),
        Fact("Updates made", share(found.updates), found.updates.why or "of those due by the plan we agreed"),
        Fact("Promises kept", share(found.promises), found.promises.why or found.promises.note or "of those due"),
        Fact("People in touch", f"{len(found.theirs):,}", f"of yours, with {len(found.ours):,} of ours"),
    )


def _taking_part(theirs: tuple[Met, ...], ours: tuple[Met, ...], period: str) -> tuple[Block, ...]:
    if not theirs and not ours:
        return (Words((f"No contact of {period} names who took part.",)),)
    columns = (Column("Your people", 4), Column("Role", 4), Column("Last contact", 2), Column("Contacts", 2, "right"))
    rows = tuple((one.name, one.role or "–", fmt.day(one.last_on), f"{one.times:,}") for one in theirs)
    told = (Table(columns, rows),) if rows else (Words(("None of your people is named in these contacts.",)),)
    return (*told, Words((f"On our side: {people(ours)}.",))) if ours else told


def ahead(pack: Pack) -> Slide:
    """Open promises, objectives to look at, running projects, decisions waiting, terms that end."""
    parts = (
        ("Promises we owe you", _owed(pack)),
        ("Objectives to look at next", _objectives(pack)),
        ("Projects under way", _running(pack)),
        ("Waiting for your decision", _waiting(pack)),
        ("Terms that end next", _endings(pack)),
    )
    told = [(title, table) for title, table in parts if table.rows]
    untold = [title.lower() for title, table in parts if not table.rows]
    blocks: list[Block] = []
    for title, table in told:
        blocks += [Heading(title), table]
    rows = sum(len(table.rows) for _, table in told)
    lead = f"As it stands on {fmt.day(pack.as_of)}."
    lead += f" Nothing on record under: {', '.join(untold)}." if untold else ""
    return Slide("ahead", "What comes next", lead, tuple(blocks), fmt.counted(rows, "next thing"))


def _owed(pack: Pack) -> Table:
    columns = (Column("Promise", 6), Column("By whom", 3), Column("Due", 2), Column("Standing", 2))
    rows = ((one.what, one.by or "–", fmt.day(one.due_on), in_time(one.due_on, pack.as_of)) for one in pack.owed)
    return Table(columns, tuple(rows))


def _objectives(pack: Pack) -> Table:
    columns = (Column("Objective", 6), Column("Next reading", 3), Column("Due", 3))
    still = sorted((one for one in pack.outcomes if one.open), key=lambda one: one.review_on or pack.as_of)
    rows = ((one.name, optional_day(one.review_on), optional_day(one.due_on)) for one in still)
    return Table(columns, tuple(rows))


def _running(pack: Pack) -> Table:
    columns = (Column("Project", 6), Column("State", 2), Column("Due", 2), Column("Hours", 3))
    return Table(columns, tuple(_under_way(job, pack) for job in pack.work.running))


def _under_way(job: Job, pack: Pack) -> tuple[str, ...]:
    late = job.due_on is not None and job.due_on < pack.as_of
    return (job.name, "past due" if late else job.state, optional_day(job.due_on), hours(job))


def _waiting(pack: Pack) -> Table:
    columns = (Column("Change", 5), Column("Project", 4), Column("Asked", 2), Column("Hours", 2, "right"))
    waiting = (one for one in pack.changes if one.decision == "waiting")
    return Table(columns, tuple(_undecided(one) for one in waiting))


def _undecided(one: Change) -> tuple[str, ...]:
    return (one.what, one.project, fmt.day(one.asked_on), f"{one.minutes / 60:,.1f}")


def _endings(pack: Pack) -> Table:
    columns = (Column("Service", 5), Column("Runs to", 3), Column("Then", 4))
    return Table(columns, tuple((one.service, fmt.day(one.on), one.how) for one in pack.endings))


def appendix(pack: Pack) -> Slide:
    """The dated rows behind the pack."""
    columns = (Column("Day", 2), Column("Kind", 2), Column("Record", 12))
    rows = tuple((fmt.day(row.day), row.kind, row.what) for row in pack.evidence)
    told: Block = Table(columns, rows) if rows else Words((f"No dated record lies in {period_name(pack.period)}.",))
    lead = "Everything said before stands on these rows. Tell us where one of them is wrong."
    return Slide("appendix", "Appendix: the records", lead, (told,), fmt.counted(len(rows), "record"))
