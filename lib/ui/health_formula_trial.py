"""A change of the formula, tried before it is saved: its fields, what it would do, the form that saves it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from lib import format as fmt
from lib.errors import RefusedValue
from lib.health.actions import new_formula
from lib.health.formula import FACTOR_NAMES, FIRST_FORMULA, Formula, Veto
from lib.health.formula_changes import CAPS, checked, differences
from lib.health.queries import formulas
from lib.health.tables import FACTORS, VETOES
from lib.ui.editing import editor, fitting
from lib.ui.entry import Cell, Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.health_trial_result import result
from lib.ui.page import View
from lib.ui.text import plain

COUNTED_IN = {
    "sponsor silent": "days without a contact", "escalation open": "severity, 1 to 4",
    "notice given": "–", "invoice overdue": "days",
}  # fmt: skip
EDITABLE = {"weights": ("Weight", "Valid (days)"), "rules": ("On", "Limit", "Caps at")}
THRESHOLDS = {
    "green_from": ("Green from", "The whole interval lies here or higher."),
    "red_below": ("Red below", "The whole interval lies under it."),
    "leave_red_from": ("Leaves Red from", "On two snapshots in a row, so that a band does not flap."),
}


def trial_part(view: View) -> None:
    """Draw the fields, and under them what the change would do and the form that saves it."""
    ground = _ground(view)
    _tell_of_newer(view, ground)
    slots = _fields(ground)
    try:
        wanted = checked(typed(ground))
    except RefusedValue as problem:
        slots[problem.field].error(plain(problem))
        return
    changes = differences(ground, wanted)
    if not changes:
        st.info("Change something above: who would change band is shown here, before anything is saved.")
        return
    st.markdown("\n".join(f"- {plain(line)}" for line in changes))
    result(view, ground, wanted)
    _save_form(view, ground, wanted)


def _ground(view: View) -> Formula:
    """The version the fields started from: it stays while they stand, even when a colleague saves another."""
    written = view.read(formulas)
    newest = written[-1] if written else FIRST_FORMULA
    kept = st.session_state.get("_formula_ground")
    stands = isinstance(kept, Formula) and _key("weights", kept) in st.session_state
    ground = kept if stands and isinstance(kept, Formula) else newest
    st.session_state["_formula_ground"] = ground
    return ground


def _key(part: str, ground: Formula) -> str:
    return f"formula_{part}_{ground.number}"


def _tell_of_newer(view: View, ground: Formula) -> None:
    written = view.read(formulas)
    if not written or written[-1].number == ground.number:
        return
    st.warning(f"Version {written[-1].number} was made meanwhile. What you tried here starts from {ground.number}.")
    st.button("Start again from the newest", key="formula_start_again", on_click=_start_again)


def _start_again() -> None:
    st.session_state.pop("_formula_ground", None)


def _fields(ground: Formula) -> dict[str, Any]:
    """Draw all fields; gives where to say what is wrong with each."""
    left, right = st.columns([5, 6], gap="medium")
    column = st.column_config
    with left:
        st.markdown("**Factors**")
        editor(
            _factor_frame(ground), key=_key("weights", ground), editable=EDITABLE["weights"], width="stretch",
            height="content", alt="Weight and validity of each factor, to change",
            column_config={
                "Factor": column.TextColumn(width=150),
                "Weight": column.SelectboxColumn(options=[1, 2, 3], required=True, width=70),
                "Valid (days)": column.NumberColumn(min_value=1, step=1, required=True, width=85),
            },
        )  # fmt: skip
        factors = st.container()
    with right:
        st.markdown("**Rules that cap the band**")
        editor(
            _rule_frame(ground), key=_key("rules", ground), editable=EDITABLE["rules"], width="stretch",
            height="content", alt="Rules that cap the band: on or off, limit, cap", placeholder="–",
            column_config={
                "Rule": column.TextColumn(width=115),
                "On": column.CheckboxColumn(width=45),
                "Limit": column.NumberColumn(
                    min_value=1, step=1, width=60, help="Caps from this severity on, or after more than so many days."
                ),
                "Counted in": column.TextColumn(width=150),
                "Caps at": column.SelectboxColumn(options=list(CAPS), required=True, width=80),
            },
        )  # fmt: skip
        rules = st.container()
        st.markdown("**Bands**")
        bands = _threshold_fields(ground)
    return {"weights": factors, "validity": factors, "rules": rules, **bands}


def _threshold_fields(ground: Formula) -> dict[str, Any]:
    row = st.container(horizontal=True)
    slot = st.container()
    for field, (label, about) in THRESHOLDS.items():
        row.number_input(
            label, 0.0, 100.0, float(getattr(ground, field)), 1.0, format="%g", key=_key(field, ground), help=about,
            width=150,
        )  # fmt: skip
    return dict.fromkeys(THRESHOLDS, slot)


def _factor_frame(ground: Formula) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Factor": [FACTOR_NAMES[factor] for factor in FACTORS],
            "Weight": [ground.weights[factor] for factor in FACTORS],
            "Valid (days)": [ground.validity[factor] for factor in FACTORS],
        }
    )


def _rule_frame(ground: Formula) -> pd.DataFrame:
    there, usual = ({veto.rule: veto for veto in one.vetoes} for one in (ground, FIRST_FORMULA))
    shown = [there.get(rule, usual[rule]) for rule in VETOES]
    return pd.DataFrame(
        {
            "Rule": [rule.capitalize() for rule in VETOES],
            "On": [rule in there for rule in VETOES],
            "Limit": pd.array([veto.limit for veto in shown], dtype="Int64"),
            "Counted in": [COUNTED_IN[rule] for rule in VETOES],
            "Caps at": [veto.caps_at for veto in shown],
        }
    )


def typed(ground: Formula) -> Formula:
    """The formula as the fields stand: read from their edits, so that a save never takes what is not shown."""
    factors, rules = (_edited(frame, part, ground) for part, frame in _frames(ground).items())
    rows = zip(VETOES, factors_of_rules(rules), strict=True)
    return replace(
        ground,
        weights=dict(zip(FACTORS, _whole(factors["Weight"]), strict=True)),
        validity=dict(zip(FACTORS, _whole(factors["Valid (days)"]), strict=True)),
        vetoes=tuple(Veto(rule, limit, cap) for rule, (on, limit, cap) in rows if on),
        green_from=_threshold("green_from", ground),
        red_below=_threshold("red_below", ground),
        leave_red_from=_threshold("leave_red_from", ground),
    )


def _frames(ground: Formula) -> dict[str, pd.DataFrame]:
    return {"weights": _factor_frame(ground), "rules": _rule_frame(ground)}


def _edited(frame: pd.DataFrame, part: str, ground: Formula) -> pd.DataFrame:
    sent = fitting(st.session_state.get(_key(part, ground)), EDITABLE[part], len(frame))
    rows = frame.astype(object).to_dict("records")
    for at, cells in sent["edited_rows"].items():
        rows[at].update(cells)
    return pd.DataFrame(rows)


def factors_of_rules(rules: pd.DataFrame) -> list[tuple[bool, int | None, str]]:
    """On, limit and cap of each rule, in the order of VETOES."""
    limits = [None if pd.isna(limit) else _number(limit) for limit in rules["Limit"]]
    limits[VETOES.index("notice given")] = None
    return list(zip(rules["On"].astype(bool), limits, rules["Caps at"].astype(str), strict=True))


def _whole(column: "pd.Series[Any]") -> list[int]:
    return [0 if pd.isna(value) else _number(value) for value in column]


def _number(value: Any) -> int:
    """A whole number, or 0, which `checked` refuses: a browser may send words for one."""
    return int(value) if not isinstance(value, str) and int(value) == value else 0


def _threshold(field: str, ground: Formula) -> float:
    value = st.session_state.get(_key(field, ground))
    return float(getattr(ground, field) if value is None else value)


def _save_form(view: View, ground: Formula, wanted: Formula) -> None:
    if needs_a_name("formula", to="change the health formula"):
        return
    first = ground.starts_on + timedelta(days=1)
    cells = [
        Cell("reason", "Why", help="For those who ask in a year why the bands moved."),
        Cell("starts_on", "In force from", "date", max(view.as_of, first), help=f"{fmt.day(first)} or later."),
    ]

    def save(said: Typed, once: str) -> None:
        if said["starts_on"] is None:
            raise RefusedValue("starts_on", "choose the day it begins.")
        if typed(ground) != wanted:
            raise RefusedValue("reason", "you changed a field just now: look at what it would do, then save.")
        new_formula(view.store, view.who or "", replace(wanted, number=ground.number + 1, **said), once)
        _start_again()

    st.caption("Nothing is overwritten: snapshots already taken keep the version they were judged by.")
    entry(_key("save", ground), cells, f"Save as version {ground.number + 1}", save, "The new version is on record.")
