"""The pipeline: board and table, ageing, next steps, what was closed lately, stages and loss reasons."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.days import record_numbers
from lib.growth import hygiene_figures as hygiene
from lib.growth import pipeline_charts
from lib.growth.figures import pipeline_value
from lib.growth.pipeline import RENEWAL
from lib.ui.charts import chart
from lib.ui.frame import needs_a_name
from lib.ui.growth import DEAL_SUBJECTS, decided_deals, known_stages, open_deals
from lib.ui.growth_pipeline_board import board
from lib.ui.growth_pipeline_closed import closed_lately
from lib.ui.growth_pipeline_forms import new_opportunity
from lib.ui.growth_pipeline_lists import lists
from lib.ui.growth_pipeline_table import deal_table
from lib.ui.page import View
from lib.ui.text import plain

NEW_MONEY, EXPANSION, NEW, RENEWALS, UNSAID = "All but renewals", "Expansion", "New business", "Renewals", "Not said"
KIND_OF = {EXPANSION: "expansion", NEW: "new business", RENEWALS: RENEWAL}
BOARD, TABLE = "Board", "Table"


def pipeline_tab(view: View) -> None:
    """Draw the tab."""
    found = judged(view)
    if found.empty:
        _nothing(view)
    else:
        kind, shape = _controls(found)
        deals = of_kind(found, kind)
        answer, apart = view.keep(
            "pipeline told", lambda: (_answer(view, deals, kind), _apart(view, found, deals, kind)), kind,
            of=DEAL_SUBJECTS,
        )  # fmt: skip
        st.markdown(answer)
        st.caption(apart)
        _draw(view, deals, kind, shape)
    _more(view)


def judged(view: View) -> pd.DataFrame:
    """The open deals under the filters with how they are kept; columns as `hygiene_figures.judged`."""
    return view.keep(
        "judged deals", lambda: hygiene.judged(open_deals(view), decided_deals(view), view.as_of), of=DEAL_SUBJECTS
    )  # fmt: skip


def of_kind(deals: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The deals of what was chosen in the control of kinds."""
    if kind == NEW_MONEY:
        kept = deals[deals["kind"] != RENEWAL]
    elif kind == UNSAID:
        kept = deals[deals["kind"].isna()]
    else:
        kept = deals[deals["kind"] == KIND_OF[kind]]
    return kept.reset_index(drop=True)


def _nothing(view: View) -> None:
    filters = " under these filters" if view.scope else ""
    st.info(f"No opportunity is open{filters} on this day. Open one below; those of your CRM come in on the Data page.")


def _controls(found: pd.DataFrame) -> tuple[str, str]:
    row = st.container(horizontal=True, horizontal_alignment="distribute")
    unsaid = [UNSAID] if found["kind"].isna().any() else []
    kind: str | None = NEW_MONEY
    if found["kind"].notna().any():  # where nobody said of any what kind it is there is nothing to choose
        kind = row.segmented_control(
            "Kind", [NEW_MONEY, EXPANSION, NEW, RENEWALS, *unsaid], default=NEW_MONEY, key="pipeline_kind",
            bind="query-params", required=True, label_visibility="collapsed",
        )  # fmt: skip
    shape = row.segmented_control(
        "Shape", [BOARD, TABLE], default=BOARD, key="pipeline_shape", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    return kind or NEW_MONEY, shape or BOARD


def _answer(view: View, deals: pd.DataFrame, kind: str) -> str:
    if deals.empty:
        return f"No deal is open of this kind ({kind.lower()})."
    value = pipeline_value(*(record_numbers(deals[name]) for name in ("amount_cents", "list_price_cents")))
    noun = "renewal" if kind == RENEWALS else "deal"
    worth = plain(fmt.money(value.value or 0, view.currency))
    parts = [_count(hygiene.without_dated_step(deals).hits, "has", "have", "no dated next step")]
    parts += [_count(hygiene.overdue_steps(deals).hits, "has", "have", "an overdue one")]
    parts += [_count(hygiene.ageing_deals(deals).hits, "is", "are", "older than three in four won ones were")]
    parts += [_count(hygiene.passed_closes(deals).hits, "was", "were", "expected to close by now")]
    told = ", ".join(part for part in parts if part) or "each has a next step ahead of it"
    return f"**{len(deals):,} open {noun}{'' if len(deals) == 1 else 's'}** worth **{worth}**; {told}."


def _count(hits: int | None, one: str, many: str, what: str) -> str:
    return f"**{hits:,}** {one if hits == 1 else many} {what}" if hits else ""


def _apart(view: View, found: pd.DataFrame, deals: pd.DataFrame, kind: str) -> str:
    """What the sentence leaves out: how the value is made up, what cannot be judged, and the renewals."""
    note = pipeline_value(*(record_numbers(deals[name]) for name in ("amount_cents", "list_price_cents"))).note
    ageing = hygiene.ageing_deals(deals)
    parts = [note, f"ageing: {ageing.why or ageing.note}" if ageing.why or ageing.note else ""]
    renewals = found[found["kind"] == RENEWAL]
    if kind == RENEWALS:
        parts.append("when contracts fall due and what is forecast of them stands on Account health, tab Renewals")
    elif len(renewals):
        worth = fmt.money(int(renewals["value_cents"].sum()), view.currency)
        parts.append(f"{fmt.counted(len(renewals), 'renewal')} worth {worth} {_stand(len(renewals))} apart")
    told = "; ".join(part for part in parts if part)
    return plain(f"{told[:1].upper()}{told[1:]}.") if told else ""


def _stand(many: int) -> str:
    return "stands" if many == 1 else "stand"


def _draw(view: View, deals: pd.DataFrame, kind: str, shape: str) -> None:
    if deals.empty:
        return
    if view.who is None and st.session_state.get("_pipeline_asks"):
        needs_a_name("pipeline_move")
    if shape == BOARD:
        board(view, deals, kind)
    else:
        deal_table(view, deals)
    _ageing(view, deals, kind)


def _ageing(view: View, deals: pd.DataFrame, kind: str) -> None:
    title, ages, lines, below = view.keep("pipeline ages", lambda: _aged(view, deals, kind), kind, of=DEAL_SUBJECTS)
    if not title:
        st.caption("Of no open deal it is known when it was opened, so there is no picture of their ages.")
        return
    known = [*known_stages(view)["name"].tolist(), hygiene.NO_STAGE]
    names = [name for name in known if name in set(ages["stage"])]
    st.markdown(f"**{title}**")
    chart(
        view, f"pipeline_ages_{kind}", "Open deals by age and stage, against the ages at which won deals had closed",
        lambda: pipeline_charts.ages_by_stage(ages, names, lines, view.dark),
    )  # fmt: skip
    st.caption(below)


def _aged(view: View, deals: pd.DataFrame, kind: str) -> tuple[str, pd.DataFrame, pd.DataFrame, str]:
    """What is drawn of the deals' ages: title ("": none is known), ages, quartiles of won ones, what stands below."""
    ages, lines = hygiene.ages(deals), _quartiles(view, kind == RENEWALS)
    unknown = int(deals["age_days"].isna().sum())
    upright = " Upright lines: by that age a quarter (¼), half (½) and three in four (¾) of the won had closed."
    below = "The larger a circle, the more deals of that age." + upright * bool(len(lines))
    below += f" {unknown:,} without a known opening are left out." if unknown else ""
    title = "" if ages.empty else _ageing_title(deals, "renewal" if kind == RENEWALS else "deal")
    return title, ages, lines, below


def _ageing_title(deals: pd.DataFrame, noun: str) -> str:
    measure = hygiene.ageing_deals(deals)
    if measure.value is None:
        return f"How long {noun}s have been open"
    part = f"{measure.hits or 0:,} of {measure.base or 0:,}"
    verb = "is" if measure.hits == 1 else "are"
    return f"{part} open {noun}s {verb} older than three in four won ones were when they closed"


def _quartiles(view: View, renewals: bool) -> pd.DataFrame:
    decided, told = decided_deals(view), {0.25: ("¼", "a quarter"), 0.5: ("½", "half"), 0.75: ("¾", "three in four")}
    rows = []
    for share, (short, words) in told.items():  # words would cover each other where the ages lie close
        age = hygiene.won_age(decided, renewals, share).value
        if age is not None:
            rows.append({"days": age, "short": short, "told": f"{words} had closed within {age:.0f} days"})
    return pd.DataFrame(rows, columns=["days", "short", "told"])


def _more(view: View) -> None:
    """What is looked at now and then: read only where it is opened."""
    parts: dict[tuple[str, str], Callable[[], None]] = {
        ("pipeline_new", "New opportunity"): lambda: new_opportunity(view, "pipeline_new_deal"),
        ("pipeline_closed", "Closed in the last 12 months"): lambda: closed_lately(view),
        ("pipeline_lists", "Lists: stages and categories of lost deals"): lambda: lists(view),
    }
    for (key, words), draw in parts.items():
        box = st.expander(words, key=key, on_change="rerun")
        if box.open:
            with box:
                draw()
