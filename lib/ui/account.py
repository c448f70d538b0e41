"""One account beside a table it was chosen in: its months, its record to edit, its owner to change."""

from datetime import date

import streamlit as st

from lib import format as fmt
from lib.accounts.actions import edit_account, hand_over
from lib.accounts.queries import account_form
from lib.book import monthly_revenue, only
from lib.errors import StewardError
from lib.money import charts
from lib.people.queries import current_people
from lib.periods import Period, add_months, month_start, months, next_day
from lib.ui.charts import chart
from lib.ui.flash import flash
from lib.ui.forms import Field, Values, edit_record, spend, token
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.text import plain


def panel(view: View, account_id: int, owner_then: str | None) -> None:
    """Show and edit one account; `owner_then` looked after it on the as-of day."""
    form = view.read(account_form, account_id)
    with st.container(border=True, key="account_panel"):
        st.subheader(plain(form.values["name"]), anchor=False)
        st.caption(_looked_after(view, owner_then, form.owner))
        _months(view, account_id, str(form.values["name"]))
        edit, owner = st.tabs(["Edit", "Hand over"], key=f"account_tab_{account_id}")
        with edit:
            record_form(view, account_id, form.values, form.sectors)
        with owner:
            hand_over_form(view, account_id, form.owner)


def _looked_after(view: View, then: str | None, now: str | None) -> str:
    if then == now:
        return f"Looked after by {plain(now or 'nobody yet')}"
    last = f"last handed to {plain(now)}" if now else "nobody looks after it any more"
    return f"Looked after by {plain(then or 'nobody')} on {fmt.day(view.as_of)}; {last}."


def _months(view: View, account_id: int, name: str) -> None:
    start = add_months(month_start(view.as_of), -23)
    chart(
        view, f"account_{account_id}", f"Revenue by month of {name}, 24 months to {fmt.day(view.as_of)}",
        lambda: charts.revenue_of_account(
            monthly_revenue(only(view.book(37), "account", name), months(Period(start, next_day(view.as_of)))),
            view.currency, view.dark,
        ),
    )  # fmt: skip


def record_form(view: View, account_id: int, values: Values, sectors: dict[int, str]) -> None:
    """The form of the account's own record."""
    if needs_a_name("edit"):
        return
    fields = [
        Field("name", "Name"),
        Field("sector_id", "Sector", "choice", {None: "–", **sectors}),
        Field("client_since", "Client since", "date", help="Only where it is known from before the records begin."),
        Field("location", "Location"),
        Field("employees", "Employees", "number"),
        Field("note", "Note"),
    ]

    def save(shown: Values, wanted: Values, once: str) -> None:
        edit_account(view.store, view.who or "", account_id, shown, wanted, once)

    edit_record(f"account_{account_id}", fields, values, save, "Saved.")


def hand_over_form(view: View, account_id: int, owner: str | None) -> None:
    """The form that gives the account a new owner from a day on."""
    if needs_a_name("owner"):
        return
    people = view.read(current_people)
    key = f"hand_over_{account_id}"
    with st.form(key, border=False):
        st.selectbox(
            "To", [person for person in people if people[person] != owner], None, key=f"{key}_to",
            format_func=lambda person: people[person],
        )  # fmt: skip
        st.date_input("From", view.as_of, key=f"{key}_from", format="YYYY-MM-DD")
        st.form_submit_button("Hand over", on_click=_hand_over, args=(view, account_id, key, token(key)))


def _hand_over(view: View, account_id: int, key: str, once: str) -> None:
    to, day = st.session_state[f"{key}_to"], st.session_state[f"{key}_from"]
    if to is None or not isinstance(day, date):
        flash("Choose who takes the account over, and from which day.", good=False)
        return
    try:
        hand_over(view.store, view.who or "", account_id, to, day, once)
    except StewardError as error:
        flash(str(error), good=False)
    else:
        spend(key)
        flash("Handed over. Figures before that day stay with the colleague before.")
