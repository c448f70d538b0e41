"""What reviews decided, as the page shows it: under its filters, and as rows a person reads."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from lib.agenda.ground import clients_of
from lib.review.decided import Decided
from lib.review.reading_queries import decisions
from lib.review.review_figures import standing
from lib.ui import session
from lib.ui.page import View
from lib.ui.review_agenda_held import OF_REVIEW


def every_decision(view: View) -> list[Decided]:
    """Every decision and accepted risk as known on the page's day, whatever the filters; kept as the agenda does."""
    found: list[Decided] = session.keep_of(
        "agenda decisions", OF_REVIEW, (view.as_of,), lambda: decisions(view.store, view.as_of)
    )  # fmt: skip
    return found


def decided(view: View) -> list[Decided]:
    """Those under the filters: of an account under them, or of the chosen owner where it is of no account."""
    found = every_decision(view)
    if not view.scope:
        return found
    inside = clients_of(view.store, view.as_of, session.keep_of, view.scope).inside
    return [one for one in found if (one.account_id in inside if one.account_id else _own(view, one))]


def _own(view: View, one: Decided) -> bool:
    return view.sector is None and one.person == view.owner


def evidence(found: Iterable[Decided], as_of: date) -> pd.DataFrame:
    """Decisions as rows: what, client, who, due, done, how it stands, the review."""
    columns = ["What", "Client", "Who", "Due", "Done", "Standing", "Review"]
    rows = [
        (one.what, one.account, one.person, one.due_on, one.done_on, standing(one, as_of), one.held_on) for one in found
    ]
    return pd.DataFrame(rows, columns=columns)
