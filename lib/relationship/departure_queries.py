"""Every SELECT of clients that left: when, why in each voice, and what they said afterwards."""

from datetime import date

import pandas as pd
from sqlalchemy import or_, select

from lib.accounts.tables import Account, Contact
from lib.days import dated
from lib.people.tables import Person
from lib.relationship.tables import Departure, DepartureReason, ExitInterview
from lib.store.base import table_of
from lib.store.engine import Store

departure, reason, interview = table_of(Departure), table_of(DepartureReason), table_of(ExitInterview)
account, contact, person = table_of(Account), table_of(Contact), table_of(Person)


def departures(store: Store, as_of: date) -> pd.DataFrame:
    """Departures decided by a day, newest first.

    Columns: id, account_id, account, decided_on, last_day_on (may be after `as_of`; NaT: nobody said), treated, note.
    """
    columns = (
        departure.c.id, departure.c.account_id, account.c.name.label("account"), departure.c.decided_on,
        departure.c.last_day_on, departure.c.treated, departure.c.note,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(account, account.c.id == departure.c.account_id)
        .where(departure.c.decided_on <= as_of)
        .order_by(departure.c.decided_on.desc(), departure.c.id)
    )
    return dated(store.frame(statement), "decided_on", "last_day_on")


def departure_reasons(store: Store, as_of: date) -> pd.DataFrame:
    """Why clients left, as said by a day (or on a day nobody wrote down), of departures decided by then.

    Columns: departure_id, voice, weight, reason, words, said_by, said_on.
    """
    names = ("departure_id", "voice", "weight", "reason", "words", "said_by", "said_on")
    statement = (
        select(*(reason.c[name] for name in names))
        .join(departure, departure.c.id == reason.c.departure_id)
        .where(departure.c.decided_on <= as_of, or_(reason.c.said_on.is_(None), reason.c.said_on <= as_of))
        .order_by(reason.c.departure_id, reason.c.weight.desc(), reason.c.id)
    )
    return dated(store.frame(statement), "said_on")


def exit_interviews(store: Store, as_of: date) -> pd.DataFrame:
    """Exit interviews held by a day, oldest first.

    Columns: id, departure_id, held_on, person (who asked), contact (who spoke), words, would_change,
    would_return, would_refer.
    """
    columns = (
        interview.c.id, interview.c.departure_id, interview.c.held_on, person.c.name.label("person"),
        contact.c.name.label("contact"), interview.c.words, interview.c.would_change, interview.c.would_return,
        interview.c.would_refer,
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(person, person.c.id == interview.c.person_id)
        .outerjoin(contact, contact.c.id == interview.c.contact_id)
        .where(interview.c.held_on <= as_of)
        .order_by(interview.c.held_on, interview.c.id)
    )
    return dated(store.frame(statement), "held_on")
