"""The forecast under the page's filters, kept until deals, accounts or people change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.growth.forecast import Forecast, forecast, quarters_ahead
from lib.growth.forecast_amounts import with_list_prices
from lib.growth.forecast_backcast import Past, backcasts
from lib.growth.forecast_calibration import stage_chances
from lib.growth.forecast_targets import Target, chance_to_reach, coverage, from_later_deals, won_target
from lib.growth.pipeline import RENEWAL, without_renewals
from lib.growth.pipeline_queries import entries
from lib.growth.target_queries import growth_targets
from lib.measure import Measure
from lib.periods import add_months
from lib.ui import growth, session
from lib.ui.page import View


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands around a forecast: for each of its quarters the target and the chance to reach it; coverage now.

    `later`: as `forecast_targets.from_later_deals`.
    """

    targets: list[Target]
    chances: list[Measure]
    coverage: Measure
    later: pd.DataFrame


def made(view: View) -> Forecast:
    """The forecast of the open deals under the filters, renewals left out, from the whole firm's history."""
    return view.keep("forecast", lambda: _made(view, new_money(view), without_renewals), of=growth.DEAL_SUBJECTS)


def renewals(view: View) -> Forecast:
    """The same of the renewals alone."""
    return view.keep(
        "forecast of renewals", lambda: _made(view, _renewals(growth.open_deals(view)), _renewals),
        of=growth.DEAL_SUBJECTS,
    )  # fmt: skip


def new_money(view: View) -> pd.DataFrame:
    """The open deals under the filters that would be new money."""
    return without_renewals(growth.open_deals(view))


def _renewals(deals: pd.DataFrame) -> pd.DataFrame:
    return deals[deals["kind"] == RENEWAL]


def _made(view: View, ours: pd.DataFrame, kind: Callable[[pd.DataFrame], pd.DataFrame]) -> Forecast:
    decided = every_decided(view)
    return forecast(
        ours, decided, every_entry(view), growth.known_stages(view), view.as_of,
        every_open=growth.all_open(view, view.as_of), won=kind(growth.filtered(view, decided)),
    )  # fmt: skip


def every_decided(view: View) -> pd.DataFrame:
    """Every deal decided by the page's day, with list prices; whatever the filters."""
    return session.keep_of(
        "decided deals with list prices", growth.DEAL_SUBJECTS, (view.as_of,),
        lambda: with_list_prices(view.store, growth.all_decided(view, None)),
    )  # fmt: skip


def every_entry(view: View) -> pd.DataFrame:
    """Every dated entry into a stage by the page's day."""
    return session.keep_of(
        "stage entries", growth.DEAL_SUBJECTS, (view.as_of,), lambda: entries(view.store, view.as_of)
    )  # fmt: skip


def standing(view: View) -> Standing:
    """Targets, chances to reach them, coverage, and what deals not yet opened used to bring."""
    return view.keep("forecast standing", lambda: _standing(view), of=growth.DEAL_SUBJECTS)


def _standing(view: View) -> Standing:
    found, targets = made(view), growth_targets(view.store, view.as_of)
    aims = [won_target(targets, each, view.owner, view.sector) for each in quarters_ahead(view.as_of)]
    ours = without_renewals(growth.filtered(view, every_decided(view)))
    return Standing(
        aims,
        [chance_to_reach(found, place, aim) for place, aim in enumerate(aims)],
        coverage(new_money(view), found, aims[0]),
        from_later_deals(ours, view.as_of, len(aims), _records_from(view)),
    )


def _records_from(view: View) -> date | None:
    first = every_decided(view)["closed_on"].min()
    return None if pd.isna(first) else first.date()


def past(view: View) -> pd.DataFrame:
    """What the forecast would have said for past quarters; rows as `forecast_backcast.backcasts`."""
    return view.keep("forecast back-casts", lambda: _past(view), of=growth.DEAL_SUBJECTS)


def _past(view: View) -> pd.DataFrame:
    known = Past(
        every_decided(view), every_entry(view), growth.known_stages(view),
        open_on=lambda day: growth.all_open(view, day),
        ours=lambda frame: without_renewals(growth.filtered(view, frame)),
    )  # fmt: skip
    return backcasts(known, view.as_of)


def calibration(view: View) -> pd.DataFrame:
    """The firm's own stage chances beside what became of deals; rows as `forecast_calibration.stage_chances`."""
    return view.keep("stage chances", lambda: _calibration(view), of=growth.DEAL_SUBJECTS)


def _calibration(view: View) -> pd.DataFrame:
    since = add_months(view.as_of, -growth.RATE_MONTHS)
    return stage_chances(
        every_entry(view), every_decided(view), growth.all_open(view, view.as_of), growth.known_stages(view, True),
        since,
    )  # fmt: skip
