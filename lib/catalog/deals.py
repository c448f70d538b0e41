"""The figures of deals, their forecast, growth targets and referrals."""

from typing import Literal

from lib.catalog.entry import Figure, Unit

_SCOPES = ("book", "owner", "sector")
_HYGIENE = "lib.growth.hygiene_figures"
_REFERRALS = "lib.growth.referral_figures"


def _figure(
    name: str, label: str, definition: str, formula: str, function: str, *, unit: Unit = "share",
    better: Literal["up", "down"] | None = "up", method: str = "",
) -> Figure:  # fmt: skip
    return Figure(
        name, label, definition, formula, unit, better, function, method=method, scopes=_SCOPES, home="growth"
    )  # fmt: skip


ENTRIES = (
    _figure(
        "without_dated_step", "No dated next step",
        "Open deals without a next step that has a date.",
        "those ÷ all open deals", f"{_HYGIENE}:without_dated_step", better="down",
    ),
    _figure(
        "overdue_steps", "Step overdue",
        "Open deals whose next step should have been done by the day.",
        "those ÷ all open deals", f"{_HYGIENE}:overdue_steps", better="down",
    ),
    _figure(
        "ageing_deals", "Ageing deals",
        "Open deals older than three in four won ones were when they closed; renewals against won renewals.",
        "those ÷ open deals of known opening, with 10 or more won to compare with",
        f"{_HYGIENE}:ageing_deals", better="down",
    ),
    _figure(
        "passed_closes", "Close passed",
        "Open deals whose expected close lies before the day.",
        "those ÷ open deals with an expected close", f"{_HYGIENE}:passed_closes", better="down",
    ),
    _figure(
        "won_age", "Age of won deals",
        "Days from opening by which three in four won deals had closed.",
        "75th percentile of the ages at which deals were won", f"{_HYGIENE}:won_age", unit="count", better="down",
    ),
    _figure(
        "target_chance", "Chance to reach the target",
        "Share of runs in which what is won so far and the open deals reach the quarter's target.",
        "runs that reach it ÷ runs", "lib.growth.forecast_targets:chance_to_reach",
    ),
    _figure(
        "pipeline_coverage", "Pipeline coverage",
        "Value of the open deals expected to close this quarter over what is missing to its target.",
        "expected to close ÷ (target − won so far)", "lib.growth.forecast_targets:coverage", unit="ratio",
    ),
    _figure(
        "forecasts_within", "Past quarters within range",
        "Past quarters whose result fell within the range that this forecast would have told; 8 of 10 should.",
        "quarters within ÷ quarters that could be forecast", "lib.growth.forecast_backcast:within_range",
        better=None, method="Wilson score interval",
    ),
    _figure(
        "stage_chances_fit", "Stage chances that fit",
        "Stages whose own chance, as the firm has set it, lies in the interval of the share really won from them.",
        "stages that fit ÷ stages that can be told", "lib.growth.forecast_calibration:stages_that_fit",
        method="Wilson score interval",
    ),
    _figure(
        "targets_on_pace", "Targets on pace",
        "Of the targets in force that can be told, those reached, ahead or within 5 % of what was expected by now.",
        "targets on pace or better ÷ targets that can be told", "lib.growth.target_figures:targets_on_pace",
    ),
    _figure(
        "pace_gap", "Gap to pace",
        "What the targets in force are ahead of, or behind, what was expected by now.",
        "so far − expected by now, summed", "lib.growth.target_figures:pace_gap", unit="money",
    ),
    _figure(
        "target_progress", "Target reached",
        "The share of a target that has come in so far.",
        "so far ÷ target", "lib.growth.target_figures:target_progress",
    ),
    _figure(
        "referrals_asked", "Referrals asked",
        "How many referrals were asked of clients in the period.",
        "askings dated in the period", f"{_REFERRALS}:referrals_asked", unit="count",
    ),
    _figure(
        "referrals_made", "Referrals made",
        "Of the referrals asked for in the period, those the client made by the day.",
        "made ÷ asked", f"{_REFERRALS}:referrals_made", method="Wilson score interval",
    ),
    _figure(
        "referrals_won", "Referrals won",
        "Of the referrals asked for in the period and made, those that became a client by the day.",
        "won ÷ made", f"{_REFERRALS}:referrals_won", method="Wilson score interval",
    ),
)  # fmt: skip
