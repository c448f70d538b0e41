"""What the open deals will bring by quarter, and how such forecasts did before."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib import format as fmt
from lib.growth import forecast_charts
from lib.growth.forecast import RUNS, SEED, SETS, Forecast, forecast_now
from lib.growth.pipeline import without_renewals
from lib.measure import Measure
from lib.periods import parse
from lib.ui import growth
from lib.ui.charts import chart
from lib.ui.growth_forecast_deals import deals_behind
from lib.ui.growth_forecast_made import Standing, made, new_money, renewals, standing
from lib.ui.growth_forecast_past import backcast_part, record
from lib.ui.growth_forecast_stages import stages_part
from lib.ui.growth_forecast_words import again, finding, left_out, trust
from lib.ui.links import data_link
from lib.ui.page import View
from lib.ui.tables import table
from lib.ui.text import plain

HOW = (
    "Each open deal is won or not as such deals were before: those as old in its stage at the same point of the last "
    "8 quarters, or, under 30 of them, all that were as long in the stage (competing risks, Aalen–Johansen, so that "
    "deals still open count as such; renewals apart). An expected close moves as far as won deals moved from theirs. "
    "A deal without an amount asked brings its list price times what such deals were won at. "
    f"Each {RUNS // SETS} runs take another draw of that history (Bayesian bootstrap of deals and quarters), so that "
    "little history makes a wide range. The filters choose the deals; the history is always the whole firm's."
)

MADE = (
    f"Simulated in {RUNS:,} runs from the firm's own stages, slipped dates and amounts, seed {SEED}: the same records "
    "give the same forecast."
)


def this_quarter(view: View) -> Measure:
    """How this quarter closes: the middle run with its 80 % range; cents."""
    return forecast_now(made(view))


def rows(view: View) -> pd.DataFrame:
    """The deals behind `this_quarter`: won so far, and the open ones with their chance of this quarter."""
    found = made(view)
    this = found.quarters.iloc[0]
    won = without_renewals(growth.decided_deals(view, None))
    won = won[won["won"] & (won["closed_on"] >= pd.Timestamp(this["start"]))]
    still = found.used.merge(growth.open_deals(view), on="id", validate="1:1").sort_values(
        "expected_cents", ascending=False, kind="stable"
    )
    unit = fmt.sign(view.currency).strip()
    parts = [
        _evidence(won, "won", pd.Series(100.0, index=won.index), won["amount_cents"], unit),
        _evidence(still, "open", still["in_quarter"] * 100, still["expected_cents"], unit),
    ]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _evidence(
    deals: pd.DataFrame, now: str, chance: "pd.Series[float]", cents: "pd.Series[int]", unit: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Deal": deals["name"].astype(object), "Account": deals["account"].astype(object),
            "Service": deals["service"].astype(object), "Now": now, "This quarter (%)": chance.round(),
            f"Counts ({unit})": cents.astype("Float64") / 100,
        }
    )  # fmt: skip


def forecast_tab(view: View) -> None:
    """What the open deals will bring by quarter, and how such forecasts did before."""
    if growth.all_open(view, view.as_of).empty and growth.all_decided(view, None).empty:
        _nothing()
        return
    found, around = made(view), standing(view)
    st.markdown(finding(found, around, view.currency) + again(renewals(view), view.currency))
    how_far = st.empty()  # past quarters take longer than the forecast: it is shown meanwhile
    if remark := left_out(new_money(view), found):
        st.caption(plain(remark))
    _chart(view, found, around)
    _table(view, found, around)
    st.caption(plain(_beside(around)))
    st.caption(plain(MADE), help=HOW)
    deals_behind(view, found)
    before = record(view)
    if said := trust(before):
        how_far.markdown(said)
    backcast_part(view, before)
    stages_part(view)


def _nothing() -> None:
    st.info(
        "No deal is on record. The forecast by quarter will stand here as soon as there are open deals and some that "
        "were decided. Import your CRM's deals, or add one on the Pipeline tab."
    )
    data_link("Import your data", icon=":material/upload:")


def _chart(view: View, found: Forecast, around: Standing) -> None:
    if found.used.empty and not found.quarters["won_so_far"].any():
        return
    chart(
        view, "forecast_quarters",
        "Bars by quarter: won so far, the range of 8 of 10 runs with its middle, and the target as a thin line",
        lambda: forecast_charts.quarters_ahead(_drawn(view, found, around), view.currency, view.dark),
    )  # fmt: skip


def _drawn(view: View, found: Forecast, around: Standing) -> pd.DataFrame:
    told = found.quarters
    frame = pd.DataFrame(
        {
            "quarter": [_named(key, place) for place, key in enumerate(told["key"])],
            "won": told["won_so_far"] / 100,
            "low": (told["won_so_far"] + told["p10"]) / 100,
            "middle": (told["won_so_far"] + told["p50"]) / 100,
            "high": (told["won_so_far"] + told["p90"]) / 100,
            "target": [np.nan if aim.cents is None else aim.cents / 100 for aim in around.targets],
        }
    )
    ends = frame[["high", "target"]].max(axis=1)
    return frame.assign(end=ends, words=[fmt.money(middle * 100, view.currency) for middle in frame["middle"]])


def _named(key: str, place: int) -> str:
    return fmt.period(parse(key)) + (", running" if place == 0 else "")


def _table(view: View, found: Forecast, around: Standing) -> None:
    told, unit = found.quarters, fmt.sign(view.currency).strip()
    shown = pd.DataFrame(
        {
            "Quarter": [fmt.period(parse(key)) for key in told["key"]],
            f"Won so far ({unit})": told["won_so_far"] / 100,
            f"Low ({unit})": told["p10"] / 100,
            f"Middle ({unit})": told["p50"] / 100,
            f"High ({unit})": told["p90"] / 100,
            f"Target ({unit})": [None if aim.cents is None else aim.cents / 100 for aim in around.targets],
            "Reached in": [_chance(each) for each in around.chances],
            f"Later deals ({unit})": around.later["median_cents"] / 100,
            "Their range": _ranges(around, view.currency),
        }
    ).astype({f"Target ({unit})": "Float64"})
    table(shown, "Forecast by quarter, target, and what deals not yet opened used to bring", _looks(unit))


def _looks(unit: str) -> dict[str, ColumnConfig]:
    column = st.column_config
    helps = {
        "Won so far": "Won in the quarter by the end of the day, whenever the deals were opened.",
        "Low": "What open deals still bring in all but the lowest tenth of the runs (P10).",
        "Middle": "What open deals still bring in the middle run (P50).",
        "High": "What open deals still bring in all but the highest tenth of the runs (P90).",
        "Target": "Targets for deals won, by the days they share with the quarter.",
        "Later deals": "Not in the forecast: what deals opened only after such a day brought by the end of such a "
        "quarter, the median of up to 8 earlier cases.",
    }  # fmt: skip
    widths = {"Won so far": 112, "Low": 96, "Middle": 104, "High": 96, "Target": 104, "Later deals": 124}
    looks: dict[str, ColumnConfig] = {
        f"{name} ({unit})": column.NumberColumn(format="localized", step=1, width=widths[name], help=words)
        for name, words in helps.items()
    }
    return looks | {
        "Quarter": column.TextColumn(width=84),
        "Reached in": column.TextColumn(
            width=112, help="Share of the runs in which won so far and the open deals reach the target."
        ),
        "Their range": column.TextColumn(width=160, help="The lowest and the highest of these earlier cases."),
    }


def _chance(measure: Measure) -> str:
    return "–" if measure.value is None else f"{_share(measure.value)} of runs"


def _share(value: float) -> str:
    if 0 < value < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < value < 1 else fmt.percent(value)


def _ranges(around: Standing, currency: str) -> list[str]:
    return [
        f"{fmt.money(low, currency)} to {fmt.money(high, currency)}" if cases else "–"
        for cases, low, high in zip(
            around.later["cases"], around.later["low_cents"], around.later["high_cents"], strict=True
        )
    ]


def _beside(around: Standing) -> str:
    words = []
    if around.coverage.value is not None:
        words.append(
            f"Pipeline coverage this quarter: {around.coverage.value:.1f}, the value of "
            f"{fmt.counted(around.coverage.base or 0, 'open deal')} expected to close by its end over what is missing "
            "to the target."
        )
    elif around.targets[0].cents is not None:
        words.append(f"Pipeline coverage: cannot be told, {around.coverage.why}.")
    cases = int(around.later["cases"].max())
    words.append(
        f"Later deals: {fmt.counted(cases, 'earlier case')}." if cases else "Later deals: no earlier case yet."
    )
    return " ".join(words)
