"""Every write to the firm's own people: who they are, and from which day on they work how much, as what, under whom."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from lib import format as fmt
from lib.errors import RefusedValue
from lib.people.tables import Person, PersonRole, PersonSkill, ReportingLine, Role, Skill, WeeklyHours
from lib.required import given, tidy, written
from lib.store.base import Base, table_of
from lib.store.engine import Store
from lib.store.writing import Write, perform

EDITABLE = ("name", "email", "office", "country", "region", "joined_on", "left_on")
SPELLS: tuple[type[Base], ...] = (WeeklyHours, PersonRole, ReportingLine, PersonSkill)
MOST_HOURS = 168.0
Row = Mapping[str, Any]


def add_person(
    store: Store, who: str, name: str | None, email: str | None, office: str | None, country: str | None,
    region: str | None, joined_on: date | None, hours: float | None, role_id: int | None, new_role: str | None,
    token: str,
) -> int | None:  # fmt: skip
    """Somebody new, with weekly hours and a role from the day they join on; their number comes back.

    `country`: the code of ISO 3166 whose public holidays they have. Raises RefusedValue naming the field.
    """
    values = _tidied({"name": name, "email": email, "office": office, "country": country, "region": region})
    begins = given("joined_on", joined_on, "say from which day on they work here.")
    minutes, called = None if hours is None else _minutes(hours), tidy(new_role)

    def work(write: Write) -> int:
        _refuse_twin(write, values, None)
        made = write.add(Person(**values, joined_on=begins))
        if minutes is not None:
            write.add(WeeklyHours(person_id=made, minutes_per_week=minutes, starts_on=begins))
        role = _named(write, Role, called) if called else role_id
        if role is not None:
            write.add(PersonRole(person_id=made, role_id=role, starts_on=begins))
        return made

    return perform(store, who, "add person", work, token)


def edit_person(store: Store, who: str, person_id: int, shown: Row, wanted: Row, token: str) -> None:
    """Change a person's own fields (EDITABLE) from what a form showed; the day they leave ends what runs on past it.

    Where that day was another one before, what it ended ends with the new one, or goes on where they stay.
    Raises StaleEdit where somebody was faster, RefusedValue naming the field.
    """
    after = {name: wanted[name] for name in EDITABLE if name in wanted}
    changed = {name for name, value in after.items() if value != shown[name]}
    after |= _tidied({name: after[name] for name in changed})  # what an import brought is not held against them
    joined, left = after.get("joined_on"), after.get("left_on")
    if left is not None and joined is not None and left <= joined:
        raise RefusedValue("left_on", f"must be after {fmt.day(joined)}, when they joined.")

    def work(write: Write) -> int:
        _refuse_twin(write, {name: after[name] for name in changed & {"name", "email"}}, person_id)
        write.edit(Person, person_id, shown, after)
        if "left_on" in changed:
            _reopen(write, person_id, shown["left_on"])
        if "left_on" in changed and left is not None:
            end_with(write, person_id, left)
        return person_id

    perform(store, who, "edit person", work, token)


def _reopen(write: Write, person_id: int, left_on: date | None) -> None:
    """Let go on what ended with the day somebody was to leave and nothing took the place of."""
    for model in SPELLS if left_on is not None else ():
        table = table_of(model)
        theirs = select(table).where(table.c.person_id == person_id, table.c.ends_before == left_on)
        for row in write.connection.execute(theirs).mappings().all():
            write.set(model, row["id"], {"ends_before": None}, {str(name): value for name, value in row.items()})


def end_with(write: Write, person_id: int, left_on: date) -> None:
    """End the hours, roles, skills and reporting lines that run past the day somebody leaves."""
    for model in SPELLS:
        table = table_of(model)
        theirs = select(table.c.id, table.c.starts_on, table.c.ends_before).where(table.c.person_id == person_id)
        for row_id, starts_on, ends_before in write.connection.execute(theirs).all():
            if starts_on < left_on and (ends_before is None or ends_before > left_on):
                write.end_spell(model, row_id, left_on)


def set_hours(
    store: Store,
    who: str,
    person_id: int,
    shown_id: int | None,
    hours: float | None,
    starts_on: date | None,
    token: str,
) -> int | None:
    """Other weekly hours from a day on; those before end there. `shown_id`: the last entry the person saw.

    On the day the last entry began this corrects it. Raises RefusedValue naming the field.
    """
    values = {"minutes_per_week": _minutes(hours)}
    return _set(store, who, "set weekly hours", WeeklyHours, person_id, shown_id, values, starts_on, token, "hours")


def set_role(
    store: Store, who: str, person_id: int, shown_id: int | None, role_id: int | None, new_role: str | None,
    starts_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """Another role from a day on; `new_role` names one not listed yet. Raises RefusedValue naming the field."""
    called = tidy(new_role)
    if role_id is None and called is None:
        raise RefusedValue("role_id", "choose a role, or name a new one.")
    begins = _day(starts_on)

    def work(write: Write) -> int:
        values = {"role_id": _named(write, Role, called) if called else role_id}
        return _next(write, PersonRole, person_id, shown_id, values, begins, "role_id")

    return perform(store, who, "set role", work, token)


def set_manager(
    store: Store, who: str, person_id: int, shown_id: int | None, manager_id: int | None, starts_on: date | None,
    token: str,
) -> int | None:  # fmt: skip
    """Another manager from a day on. Raises RefusedValue naming the field, also where they would lead themselves."""
    boss = given("manager_id", manager_id, "choose who leads them.")
    if boss == person_id:
        raise RefusedValue("manager_id", "must be somebody else.")
    begins = _day(starts_on)

    def work(write: Write) -> int:
        _refuse_circle(write, person_id, boss, begins)
        return _next(write, ReportingLine, person_id, shown_id, {"manager_id": boss}, begins, "manager_id")

    return perform(store, who, "set manager", work, token)


def set_skill(
    store: Store, who: str, person_id: int, skill_id: int | None, new_skill: str | None, level: int | None,
    starts_on: date | None, token: str,
) -> int | None:  # fmt: skip
    """A skill of a person at a level (1 learning … 5 teaches others) from a day on; the level before ends there.

    `new_skill` names one not listed yet. Raises RefusedValue naming the field.
    """
    called, begins = tidy(new_skill), _day(starts_on)
    if skill_id is None and called is None:
        raise RefusedValue("skill_id", "choose a skill, or name a new one.")
    if level is None or not 1 <= level <= 5:
        raise RefusedValue("level", "choose one from 1 (learning) to 5 (teaches others).")

    def work(write: Write) -> int:
        skill = _named(write, Skill, called) if called else int(skill_id or 0)
        last = _last(write, PersonSkill, person_id, skill)
        shown = None if last is None else int(last["id"])
        values = {"skill_id": skill, "level": level}
        return _next(write, PersonSkill, person_id, shown, values, begins, "level", skill)

    return perform(store, who, "set skill", work, token)


def end_skill(store: Store, who: str, held_id: int, ends_before: date | None, token: str) -> None:
    """A skill that is no longer counted on from a day on. Raises RefusedValue naming the field."""
    day = given("ends_before", ends_before, "say from which day on.")

    def work(write: Write) -> int:
        current = write.read(PersonSkill, held_id)
        if current["ends_before"] is not None and current["ends_before"] <= day:
            raise RefusedValue("ends_before", f"ended on {fmt.day(current['ends_before'])} already.")
        if current["starts_on"] >= day:
            write.remove(PersonSkill, held_id)
        else:
            write.end_spell(PersonSkill, held_id, day)
        return held_id

    perform(store, who, "end skill", work, token)


def _set(
    store: Store, who: str, action: str, model: type[Base], person_id: int, shown_id: int | None, values: Row,
    starts_on: date | None, token: str, field: str,
) -> int | None:  # fmt: skip
    begins = _day(starts_on)
    return perform(
        store, who, action, lambda write: _next(write, model, person_id, shown_id, values, begins, field), token
    )


def _next(
    write: Write, model: type[Any], person_id: int, shown_id: int | None, values: Row, begins: date, field: str,
    skill_id: int | None = None,
) -> int:  # fmt: skip
    """The next spell of a person: the last one ends where it begins, or is corrected where it began that day."""
    _refuse_not_here(write.read(Person, person_id), begins)
    last = _last(write, model, person_id, skill_id)
    if (None if last is None else last["id"]) != shown_id:
        raise RefusedValue(field, "somebody changed this meanwhile: look at what stands there now, and save again.")
    if last is not None:
        if begins < last["starts_on"]:
            raise RefusedValue("starts_on", f"cannot be before {fmt.day(last['starts_on'])}, when the last one began.")
        if last["ends_before"] is None and all(last[name] == value for name, value in values.items()):
            raise RefusedValue(field, "is so already: nothing would change.")
        if begins == last["starts_on"]:
            write.set(model, int(last["id"]), dict(values) | {"ends_before": None}, last)
            return int(last["id"])
        if last["ends_before"] is None or last["ends_before"] > begins:
            write.end_spell(model, int(last["id"]), begins)
    return write.add(model(person_id=person_id, starts_on=begins, **values))


def _last(write: Write, model: type[Base], person_id: int, skill_id: int | None) -> dict[str, Any] | None:
    table = table_of(model)
    of_them = select(table).where(table.c.person_id == person_id)
    if skill_id is not None:
        of_them = of_them.where(table.c.skill_id == skill_id)
    row = write.connection.execute(of_them.order_by(table.c.starts_on.desc(), table.c.id.desc()).limit(1)).mappings()
    found = row.first()
    return None if found is None else {str(name): value for name, value in found.items()}


def _refuse_not_here(person: Row, begins: date) -> None:
    if person["left_on"] is not None and begins >= person["left_on"]:
        raise RefusedValue("starts_on", f"{person['name']} is gone from {fmt.day(person['left_on'])} on.")
    if person["joined_on"] is not None and begins < person["joined_on"]:
        raise RefusedValue("starts_on", f"{person['name']} joins on {fmt.day(person['joined_on'])}: begin then.")


def _refuse_circle(write: Write, person_id: int, boss: int, day: date) -> None:
    line = table_of(ReportingLine)
    rows = write.connection.execute(
        select(line.c.person_id, line.c.manager_id, line.c.ends_before).order_by(line.c.starts_on)
    ).all()
    above = {person: manager for person, manager, ends in rows if ends is None or ends > day}
    seen: set[int] = set()
    step: int | None = boss
    while step is not None and step not in seen:
        if step == person_id:
            raise RefusedValue("manager_id", "is led by this person, directly or through others: choose somebody else.")
        seen.add(step)
        step = above.get(step)


def _day(starts_on: date | None) -> date:
    return given("starts_on", starts_on, "say from which day on.")


def _minutes(hours: float | None) -> int:
    if hours is None or not math.isfinite(hours) or not 0 <= hours <= MOST_HOURS:
        raise RefusedValue("hours", f"write the hours a week, from 0 to {MOST_HOURS:g}.")
    return round(hours * 60)


def _tidied(values: Row) -> dict[str, Any]:
    """Names and places as they are stored: the country as a code in capitals."""
    kept = {name: tidy(values[name]) for name in ("email", "office", "region") if name in values}
    if "name" in values:
        kept["name"] = written("name", values["name"], "a person needs a name.")
    if "region" in values and kept["region"]:
        kept["region"] = kept["region"].upper()
    if "country" in values:
        code = (tidy(values["country"]) or "").upper()
        if code and (len(code) != 2 or not code.isascii() or not code.isalpha()):
            raise RefusedValue(
                "country", "write the code of two letters, such as NL or DE: it tells the public holidays."
            )
        kept["country"] = code or None
    return kept


def _refuse_twin(write: Write, values: Row, own: int | None) -> None:
    """Two people of one name, or one address, could not be told apart."""
    people = table_of(Person)
    rows: Sequence[Any] = write.connection.execute(select(people.c.id, people.c.name, people.c.email)).all()
    for field in ("name", "email"):
        wanted = values.get(field)
        same = [
            row
            for row in rows
            if wanted and row.id != own and (getattr(row, field) or "").casefold() == wanted.casefold()
        ]
        if same:
            raise RefusedValue(field, f"{same[0].name} has this {field} already: open that person, or write another.")


def _named(write: Write, model: type[Role] | type[Skill], name: str) -> int:
    """The number of the role or skill of that name, whatever its capitals; a new one where there is none."""
    table = table_of(model)
    rows = write.connection.execute(select(table.c.id, table.c.name).order_by(table.c.id)).all()
    found = next((int(number) for number, known in rows if known.casefold() == name.casefold()), None)
    return write.add(model(name=name)) if found is None else found
