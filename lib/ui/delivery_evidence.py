"""The rows behind the headline figures of delivery and money, as a person reads them."""

import pandas as pd

from lib import format as fmt
from lib.days import record_numbers
from lib.delivery import time_figures
from lib.money.book_queries import write_offs_of_book
from lib.people.queries import people
from lib.periods import Period, trailing_year
from lib.profitability.book_accounts import NO_ACCOUNT
from lib.profitability.earnings import Earned, earned
from lib.profitability.hours import SUBJECTS
from lib.ui.delivery_margin_read import Span, all_earnings, all_over, named
from lib.ui.delivery_projects_read import projects, scoped
from lib.ui.delivery_time_rows import of_projects
from lib.ui.page import View
from lib.ui.who import sees_costs


def due_projects(view: View) -> pd.DataFrame:
    """The projects that on-time delivery is made of."""
    found = projects(view)
    return of_projects(found.only(time_figures.judged(found.work, trailing_year(view.as_of))))


def scoped_projects(view: View) -> pd.DataFrame:
    """The projects that scope creep is made of, the most beyond first."""
    found = scoped(view)
    rows, hours = found.found.rows, found.hours
    frame = pd.DataFrame(
        {
            "Project": rows["name"], "Account": rows["account"], "Agreed (h)": hours["agreed"].astype("Float64") / 60,
            "Worked (h)": hours["worked"] / 60, "Beyond (h)": hours["beyond"] / 60,
        }
    )  # fmt: skip
    return frame[hours["agreed"].notna()].sort_values("Beyond (h)", ascending=False)


def earning_rows(view: View, span: Span) -> pd.DataFrame:
    """Fees, hours and margin by account, as `earnings_table`."""
    return earnings_table(view, span.of_money)


def earnings_table(view: View, span: Period) -> pd.DataFrame:
    """`earnings` of a span as a person reads it, the largest fees first; no cost, and margins as they may be shown."""
    seen = sees_costs()
    return view.keep("earnings table", lambda: _earnings_table(view, span, seen), span, seen, of=SUBJECTS)


def _earnings_table(view: View, span: Period, seen: bool) -> pd.DataFrame:
    rows = all_earnings(view, span)
    sign = fmt.sign(view.currency).strip()
    figures = [earned(row, sees_costs=seen) for row in rows.to_dict("records")]  # type: ignore[arg-type]
    frame = pd.DataFrame(
        {
            "Account": rows["account"],
            "Owner": rows["owner"].astype(object),
            f"Fees ({sign})": (rows["fees"] / 100).round(),
            f"Passed on ({sign})": (rows["passed_on"] / 100).round(),
            f"Left after it ({sign})": ((rows["fees"] - rows["passed_on"]) / 100).round(),
            "Hours": rows["minutes"] / 60,
            "Margin": [margin_words(one) for one in figures],
            "Made of": [_made_of(one) for one in figures],
            f"Hour brings ({sign})": _cents([one.effective_rate.value for one in figures]),
            "Realisation (%)": _percent([one.realisation.value for one in figures]),
        }
    )
    return frame.sort_values(f"Fees ({sign})", ascending=False, kind="stable").reset_index(drop=True)


def margin_words(one: Earned) -> str:
    """A margin in a table: 38 %, withheld, or –."""
    return fmt.figure(one.margin, "share", "")


def _made_of(one: Earned) -> str:
    return "" if one.margin.value is None else one.made_of


def _cents(values: list[float | None]) -> "pd.Series[float]":
    return pd.Series(values, dtype="Float64") / 100


def _percent(values: list[float | None]) -> "pd.Series[float]":
    return (pd.Series(values, dtype="Float64") * 100).round()


def over_rows(view: View, span: Span) -> pd.DataFrame:
    """Hours worked and bought by account, the most beyond first."""
    return pd.DataFrame() if span.hours is None else over_table(view, all_over(view, span.hours))


def over_table(view: View, told: pd.DataFrame) -> pd.DataFrame:
    """Rows of `over_servicing` as a person reads them, the most hours beyond first."""
    ordered = told.sort_values(["over_minutes", "worked_minutes"], ascending=False, na_position="last")
    hours = {
        label: ordered[name].astype("Float64") / 60
        for label, name in (
            ("Worked (h)", "worked_minutes"),
            ("Bought (h)", "sold_minutes"),
            ("Beyond (h)", "over_minutes"),
        )
    }
    sold = ordered["sold_minutes"].astype("Float64")
    share = ordered["over_minutes"].astype("Float64").div(sold.where(sold > 0))
    return pd.DataFrame(
        {
            "Account": ordered["account"], "Owner": ordered["owner"].astype(object), **hours,
            "Beyond (%)": (share * 100).round(),
            f"Worth ({fmt.sign(view.currency).strip()})": (ordered["over_cents"].astype("Float64") / 100).round(),
            "Bought is": ordered["how"].where(ordered["why"] == "", ordered["why"]),
        }
    ).reset_index(drop=True)  # fmt: skip


def write_off_rows(view: View, span: Period) -> pd.DataFrame:
    """What was written off in a span, newest first."""
    return write_off_table(view, write_offs(view, span))


def write_offs(view: View, span: Period) -> pd.DataFrame:
    """Write-offs of a span under the filters with account, owner and sector, and `person`, who decided each."""
    found = view.read(write_offs_of_book, span)
    names = view.read(people).set_index("id")["name"]
    told = names.reindex(record_numbers(found["person_id"])).astype(object)
    person = told.where(told.notna(), "nobody named").to_numpy()
    return named(view, found.assign(person=person))


def write_off_table(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Write-offs as a person reads them."""
    return pd.DataFrame(
        {
            "Day": found["day"], "Account": found["account"].replace({NO_ACCOUNT: None}),
            f"Amount ({fmt.sign(view.currency).strip()})": found["amount_cents"] / 100,
            "Hours": found["minutes"].astype("Float64") / 60, "Reason": found["reason"].str.capitalize(),
            "Decided by": found["person"], "Words": found["words"],
        }
    )  # fmt: skip
