"""A handover told in pages: what changes hands, first steps, who is who, how they like it, what is open and due."""

from datetime import date, timedelta

from lib import format as fmt
from lib.checkup.blocks import Block, Column, Fact, Facts, Heading, Slide, Table, Words
from lib.checkup.wording import NONE, amount, hours, in_time, optional_day
from lib.reallocation.handover import Ahead, Handover, Known, Moved

NEAR_DAYS = 90
BEFORE = timedelta(days=7)  # a taker is introduced in the week before the work changes hands


def story(found: Handover) -> list[Slide]:
    """The pages, in order; each says in words where there is nothing to tell."""
    return [cover(found), steps(found), people(found), manner(found), aims(found), still_open(found), work(found)]


def cover(found: Handover) -> Slide:
    """Client, who hands over to whom and from when; says that it is not for the client."""
    told = [f"Handover on {fmt.day(found.start)}", *(moved_in_words(one) for one in found.moves)]
    end = [
        found.firm or "Account team",
        f"Prepared on {fmt.day(found.prepared_on)} from our records as of {fmt.day(found.records.as_of)}",
        "For colleagues only: not for the client.",
    ]
    return Slide("cover", found.client, "", (Words((told[0], "; ".join(told[1:]), *end)),))


def moved_in_words(move: Moved) -> str:
    """Mara Steen to Jon Li, 12 h a week, with the lead of the account."""
    lead = ", with the lead of the account" if move.leads else ""
    return f"{move.giver} to {move.taker}, {move.minutes / 60:,.1f} h a week{lead}"


def steps(found: Handover) -> Slide:
    """What to do first, by whom and by when, drawn from what the records hold."""
    columns = (Column("Step", 8), Column("Who", 4), Column("By", 2))
    rows = tuple((what, who, fmt.day(by)) for what, who, by in first_steps(found))
    return Slide(
        "steps", f"{fmt.counted(len(rows), 'first step')} for a smooth handover",
        "The client hears it from both, before anything changes.", (Table(columns, rows),),
    )  # fmt: skip


def first_steps(found: Handover) -> list[tuple[str, str, date]]:
    """Step, who, by when; in order of time."""
    # The steps of an account are done once, by those of its first move: who leads it where the lead changes.
    move = max(found.moves, key=lambda one: (one.leads, one.minutes))
    both, before = f"{move.giver} and {move.taker}", found.start - BEFORE
    told = [(f"Read this pack together and go through the work: {_hours(found)} a week", both, before)]
    sponsor = found.profile.sponsor or (found.people[0].name if found.people else None)
    told.append((f"Call {sponsor or 'the client'} together and introduce {move.taker}", both, before))
    told += [(f"Say who answers the open escalation: {one.what}", both, before) for one in found.escalations]
    owed = len(found.records.owed)
    told += [(f"Agree who keeps {fmt.counted(owed, 'open promise')}", both, found.start)] if owed else []
    waiting = len(found.requests)
    told += [(f"Pass on {fmt.counted(waiting, 'open request')}", move.giver, found.start)] if waiting else []
    told += [(_about(one), both, max(min(one.act_on, found.start), found.records.as_of)) for one in _near(found)]
    told.append((f"{move.taker}'s first own contact with the client", move.taker, _first_contact(found)))
    return sorted(told, key=lambda one: one[2])


def _hours(found: Handover) -> str:
    return f"{sum(one.minutes for one in found.moves) / 60:,.1f} h"


def _near(found: Handover) -> list[Ahead]:
    return [one for one in found.ahead if (one.act_on - found.records.as_of).days <= NEAR_DAYS]


def _about(one: Ahead) -> str:
    return f"Agree who talks about {one.service}: {one.what} on {fmt.day(one.act_on)}"


def _first_contact(found: Handover) -> date:
    """A week after the start, or when the agreed gap asks for it, whatever comes first; never before the start."""
    week = found.start + BEFORE
    return week if found.next_contact_on is None else max(min(week, found.next_contact_on), found.start)


def people(found: Handover) -> Slide:
    """Who works there: role, influence, last contact and who had it."""
    columns = (
        Column("Who", 4), Column("Role", 4), Column("Influence", 2), Column("Last contact", 2), Column("With", 3),
        Column("Reach", 5),
    )  # fmt: skip
    rows = tuple(_person(one) for one in found.people)
    last = "No two-way contact is on record" if found.last_contact_on is None else (
        f"The last two-way contact was on {fmt.day(found.last_contact_on)}"
    )  # fmt: skip
    due = f"; the next is due by {fmt.day(found.next_contact_on)}." if found.next_contact_on else "."
    told: Block = Table(columns, rows) if rows else Words(("Nobody who works there is on record: ask first.",))
    title = f"{fmt.counted(len(rows), 'person')} to know" if len(rows) == 1 else f"{len(rows):,} people to know"
    return Slide("people", title, last + due, (told,))


def _person(one: Known) -> tuple[str, ...]:
    influence = NONE if one.influence is None else f"{one.influence} of 5"
    return (
        one.name, one.role or NONE, influence, optional_day(one.last_on), one.last_with or NONE, one.reach or NONE,
    )  # fmt: skip


def manner(found: Handover) -> Slide:
    """How, how often and about what to talk to them."""
    said = found.profile.values
    facts = Facts(
        (
            Fact("Formal update", _every(said["cadence_days"]), "by the plan we agreed"),
            Fact("Ideal gap", _days(said["ideal_gap_days"]), "between two contacts"),
            Fact("Longest gap", _days(said["maximum_gap_days"]), "before it is too long"),
            Fact("Appetite for risk", (said["risk_appetite"] or NONE).capitalize(), f"sponsor: {_sponsor(found)}"),
        )
    )
    words = {
        "How to talk to them": "communication_style", "What they prefer": "preferences", "What they need": "needs",
        "What they want in the long run": "long_term_objectives",
    }  # fmt: skip
    told = [(title, said[name]) for title, name in words.items() if said[name]]
    untold = [title.lower() for title, name in words.items() if not said[name]]
    blocks: list[Block] = [facts]
    for title, text in told:
        blocks += [Heading(title), Words((str(text),))]
    lead = f"Nothing is written down of {', '.join(untold)}: ask who hands over." if untold else ""
    return Slide("manner", "How they like to work with us", lead, tuple(blocks))


def _sponsor(found: Handover) -> str:
    return found.profile.sponsor or "nobody named"


def _every(days: int | None) -> str:
    return NONE if days is None else f"every {fmt.counted(days, 'day')}"


def _days(days: int | None) -> str:
    return NONE if days is None else fmt.counted(days, "day")


def aims(found: Handover) -> Slide:
    """Objectives still open, and how they stand."""
    columns = (
        Column("Objective", 6), Column("Now", 3), Column("Target", 3), Column("Due", 2), Column("Stands", 2),
        Column("Next reading", 2),
    )  # fmt: skip
    rows = tuple(
        (one.name, amount(one.actual, one.unit), amount(one.target, one.unit), optional_day(one.due_on), one.state,
         optional_day(one.review_on))
        for one in found.records.outcomes if one.open
    )  # fmt: skip
    told: Block = Table(columns, rows) if rows else Words(("No objective is open: agree on one.",))
    title = f"{fmt.counted(len(rows), 'open objective')}" if rows else "No open objective"
    return Slide("aims", title, "What was promised, and what they measure us by.", (told,))


def still_open(found: Handover) -> Slide:
    """Promises, escalations and requests that the taker inherits."""
    parts = (("Promises", _promises(found)), ("Escalations", _escalations(found)), ("Requests", _requests(found)))
    return Slide("open", *_listed("still open", parts))


def _promises(found: Handover) -> Table:
    columns = (Column("Promise", 7), Column("By whom", 3), Column("Due", 2), Column("Stands", 2))
    as_of = found.records.as_of
    rows = ((one.what, one.by or NONE, fmt.day(one.due_on), in_time(one.due_on, as_of)) for one in found.records.owed)
    return Table(columns, tuple(rows))


def _escalations(found: Handover) -> Table:
    columns = (Column("Escalation", 7), Column("Severity", 2), Column("Since", 2), Column("Owner", 3))
    rows = ((one.what, f"{one.severity}", fmt.day(one.opened_on), one.owner or NONE) for one in found.escalations)
    return Table(columns, tuple(rows))


def _requests(found: Handover) -> Table:
    columns = (Column("Request", 7), Column("State", 2), Column("Asked", 2), Column("With", 3))
    rows = ((one.what, one.state, fmt.day(one.asked_at.date()), one.to or NONE) for one in found.requests)
    return Table(columns, tuple(rows))


def work(found: Handover) -> Slide:
    """What is booked, which projects run, and which contract dates lie ahead."""
    parts = (
        ("Bookings that change hands", _booked(found)),
        ("Projects", _projects(found)),
        ("Renewals and notice", _dates(found)),
    )
    return Slide("work", *_listed("to work on, and dates to keep", parts))


def _booked(found: Handover) -> Table:
    columns = (Column("From", 4), Column("To", 4), Column("Hours a week", 2, "right"), Column("With the lead", 2))
    rows = ((one.giver, one.taker, f"{one.minutes / 60:,.1f}", "yes" if one.leads else "no") for one in found.moves)
    return Table(columns, tuple(rows))


def _projects(found: Handover) -> Table:
    columns = (Column("Project", 6), Column("State", 2), Column("Due", 2), Column("Hours", 3))
    rows = ((one.name, one.state, optional_day(one.due_on), hours(one)) for one in found.records.work.running)
    return Table(columns, tuple(rows))


def _dates(found: Handover) -> Table:
    columns = (Column("Service", 5), Column("What", 4), Column("By", 2), Column("Falls due", 2))
    rows = ((one.service, one.what, fmt.day(one.act_on), fmt.day(one.due_on)) for one in found.ahead)
    return Table(columns, tuple(rows))


def _listed(what: str, parts: tuple[tuple[str, Table], ...]) -> tuple[str, str, tuple[Block, ...]]:
    """Title, lead and blocks of tables under their headings; empty ones are named in the lead."""
    told = [(title, table) for title, table in parts if table.rows]
    untold = [title.lower() for title, table in parts if not table.rows]
    blocks: list[Block] = []
    for title, table in told:
        blocks += [Heading(title), table]
    rows = sum(len(table.rows) for _, table in told)
    lead = f"Nothing on record under: {', '.join(untold)}." if untold else ""
    return f"{fmt.counted(rows, 'thing')} {what}" if rows else f"Nothing {what}", lead, tuple(blocks)
