"""The figures of growth: conversations worth having, the right to ask, the pipeline and what to expect of it."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "conversations_ready",
        "Conversations to have",
        "Services that something speaks for at a client who lacks them, and that may be raised now: the right to ask "
        "is earned, the client's appetite for risk allows it and they have not said “not now”.",
        "account × service where an objective, need, request or market signal speaks for it and every gate is passed",
        "count",
        "up",
        "lib.upsell.figures:conversations_ready",
        scopes=("book", "owner", "sector"),
        home="growth",
    ),
    Figure(
        "expected_margin_ready",
        "Expected margin",
        "What the conversations to have would bring in margin a year, each weighed with its chance.",
        "sum of P(win) × yearly amount × margin of the service",
        "money",
        "up",
        "lib.upsell.figures:expected_margin_ready",
        scopes=("book", "owner", "sector"),
        home="growth",
    ),
    Figure(
        "right_earned",
        "Right to ask earned",
        "Active clients who confirmed a promised outcome in 180 days that was on pace or better, have no escalation "
        "open and are not Red.",
        "clients with all three ÷ active clients",
        "share",
        "up",
        "lib.upsell.figures:right_earned",
        scopes=("book", "owner", "sector"),
        home="growth",
    ),
    Figure(
        "open_pipeline",
        "Open pipeline",
        "Value of the deals open on the day that would be new money; renewals are told apart.",
        "sum of the amounts asked for, where nobody said one the list price of the service",
        "money",
        "up",
        "lib.growth.open_figures:open_pipeline",
        scopes=("book", "owner", "sector"),
        home="growth",
    ),
    Figure(
        "forecast_quarter",
        "Forecast, this quarter",
        "What the quarter that holds the day will bring in won deals, renewals left out: those won already, and those "
        "open now, simulated with the firm's own history of stages and slipped dates.",
        "won so far + the median of the simulated sums of open deals won by the end of the quarter",
        "money",
        "up",
        "lib.growth.forecast:forecast_now",
        method="P10 to P90 of seeded simulations",
        covers="80 % range",
        scopes=("book", "owner", "sector"),
        home="growth",
    ),
)
