"""One conversation: what speaks for it, every gate in words, what it is worth; an opportunity or "not now" from it."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.growth import actions
from lib.people.queries import current_people
from lib.periods import add_months
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.growth import known_stages
from lib.ui.page import View
from lib.ui.text import plain
from lib.ui.upsell_table import chance_words

YES, NO, ASK = ":material/check_circle:", ":material/block:", ":material/help:"


def panel(view: View, row: pd.Series, place: str = "list") -> None:
    """Draw the chosen conversation; `place` tells its forms from those of the same one elsewhere on the page."""
    with st.container(border=True):
        title = f"**{plain(str(row['service']))} for {plain(str(row['account']))}**"
        st.markdown(title + (f" · {_worth(view, row)}" if row["ready"] else " · held back"))
        reasons, gates = st.columns(2)
        with reasons:
            _reasons(view, row)
        with gates:
            _gates(row)
        _act(view, row, place)


def _worth(view: View, row: pd.Series) -> str:
    if pd.isna(row["expected_cents"]):
        return "expected margin not known: the service has no margin, or no amount is known"
    return f"expected margin {plain(fmt.money(row['expected_cents'], view.currency))} a year"


def _reasons(view: View, row: pd.Series) -> None:
    lines = [plain(words[:1].upper() + words[1:]) for words in [row["reason"], *row["more"]]]
    lines += [f"{NO} Against it, {plain(row['caution'])}"] if row["caution"] else []
    amount = "not known"
    if not pd.isna(row["amount_cents"]):
        amount = f"{fmt.money(row['amount_cents'], view.currency)} ({row['amount_is']})"
    chance = chance_words(row[["chance", "chance_low", "chance_high"]].to_numpy(dtype=float))
    lifted = f", raised ×{row['lift']:.2f} by what they own" if row["lift"] > 1 else ""
    base = fmt.counted(int(row["chance_base"]), "decided deal")
    st.markdown("**What speaks for it**\n\n" + "\n".join(f"- {line}" for line in lines))
    st.caption(plain(f"A year: {amount}. P(win): {chance}, {base} of this service in 24 months{lifted}."))


def _gates(row: pd.Series) -> None:
    risk = ASK if "not recorded" in row["risk_words"] else YES
    lines = [
        (YES if row["earned"] else NO, f"Right to ask: {row['right_words']}"),
        (risk if row["risk_ok"] else NO, f"Risk: {row['risk_words']}"),
        (NO, f"They said: {row['declined_words']}") if row["declined"] else (YES, "Not declined"),
        ({"fits": YES, "does not fit": NO}.get(row["verdict"], ASK), f"Delivery: {row['verdict_words']}"),
    ]
    st.markdown("**Gates**\n\n" + "\n".join(f"- {mark} {plain(words)}" for mark, words in lines))
    with_whom = f" with {row['raised_with']}" if isinstance(row["raised_with"], str) else ""
    who = row["raised_by"] if isinstance(row["raised_by"], str) else "Nobody leads this account: name somebody first"
    st.caption(plain(f"Who and when: {who}{with_whom}, {fmt.day(row['raise_on'].date())} ({row['when_words']})."))


def _act(view: View, row: pd.Series, place: str) -> None:
    key = f"talk_{place}_{row['account_id']}_{row['service_id']}"
    # What is ready opens with its form filled in: one click more and it is an opportunity.
    names = ["Make it an opportunity", "Not now"] if row["ready"] else ["Not now"]
    first = names[0] if row["ready"] else None
    st.space("small")
    chosen = st.segmented_control("Act on it", names, default=first, key=f"act_{key}", label_visibility="collapsed")
    if chosen is None or needs_a_name(key):
        return
    if chosen == "Not now":
        _not_now(view, row, key)
    else:
        _opportunity(view, row, key)


def _opportunity(view: View, row: pd.Series, key: str) -> None:
    stages, people = known_stages(view, usable=True), view.read(current_people)
    opened = stages[stages["kind"] == "open"]
    choices = dict(zip(opened["id"].tolist(), opened["name"].tolist(), strict=True))
    owner = next((number for number, name in people.items() if name == row["raised_by"]), None)
    amount = None if pd.isna(row["amount_cents"]) else float(round(row["amount_cents"] / 100))
    with_whom = f" with {row['raised_with']}" if isinstance(row["raised_with"], str) else ""
    soon: date = row["raise_on"].date()
    cells = [
        Cell("next_step", "Next step", start=f"Raise it{with_whom}"),
        Cell("next_step_on", "By", "date", soon),
        Cell("person_id", "Who", "choice", owner, {None: "–"} | people),
        Cell("stage_id", "Stage", "choice", next(iter(choices), None), choices),
        Cell("amount_cents", f"Amount a year ({fmt.sign(view.currency).strip()})", "number", amount),
        Cell("expected_close_on", "Expected to close on", "date", add_months(soon, 3)),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.open_opportunity(view.store, view.who or "", **_deal(view, row, typed), token=once)

    entry(f"open_{key}", cells, "Make it an opportunity", save, "It is an opportunity now, with its next step.")


def _deal(view: View, row: pd.Series, typed: Typed) -> dict[str, Any]:
    amount = typed.pop("amount_cents")
    return typed | {
        "account_id": int(row["account_id"]), "service_id": int(row["service_id"]), "kind": "expansion",
        "amount_cents": None if amount is None else round(amount * 100), "reason_quoted": row["reason"],
        "opened_on": view.as_of, "name": f"{row['service']} for {row['account']}",
    }  # fmt: skip


def _not_now(view: View, row: pd.Series, key: str) -> None:
    cells = [
        Cell("words", "What they said", help="In their own words: it is quoted when somebody asks why."),
        Cell("not_before_on", "Do not raise before", "date", view.as_of + timedelta(days=180)),
        Cell("declined_on", "Said on", "date", view.as_of),
    ]

    def save(typed: Typed, once: str) -> None:
        actions.decline_service(
            view.store, view.who or "", int(row["account_id"]), int(row["service_id"]), **typed, token=once
        )  # fmt: skip

    entry(f"no_{key}", cells, "Record “not now”", save, "Noted: it is not suggested before that day.")
