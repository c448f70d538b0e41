"""The figures of the book of accounts: who stays, what they bring, what is won."""

from lib.catalog.entry import Figure

# For a month the windows are months, for a longer period quarters: the one before it against its last one.
_WINDOWS = "The quarter (for a month: the month) before the period is compared with its last one."
_ACTIVE = (
    "A client is active on a day when a contract is in force, or when there was revenue in the quarter "
    "(for a month: the month) that ends with it, after the last contract ended."
)

ENTRIES = (
    Figure(
        "client_retention",
        "Client retention",
        f"Of the clients active on the day before the period, the share still active on its last day. {_ACTIVE} "
        "Among an owner's clients, one handed to a colleague counts as gone.",
        "clients still active ÷ clients active at the start; new clients never count",
        "share",
        "up",
        "lib.accounts.figures:client_retention",
    ),
    Figure(
        "grr",
        "Gross revenue retention",
        f"Of the revenue at the start, the share kept, growth left out. {_WINDOWS}",
        "for each client the smaller of revenue before and now, summed ÷ revenue before",
        "share",
        "up",
        "lib.money.figures:gross_revenue_retention",
    ),
    Figure(
        "nrr",
        "Net revenue retention",
        f"Of the revenue at the start, what the same clients bring now, growth counted in. {_WINDOWS}",
        "revenue now of the clients with revenue before ÷ their revenue before",
        "share",
        "up",
        "lib.money.figures:net_revenue_retention",
    ),
    Figure(
        "quick_ratio",
        "Quick ratio",
        f"Revenue gained for each unit of revenue lost. {_WINDOWS} A client without revenue before counts as new.",
        "(new + expansion) ÷ (churn + contraction); undefined when nothing was lost",
        "ratio",
        "up",
        "lib.money.figures:quick_ratio",
    ),
    Figure(
        "revenue",
        "Revenue",
        "Revenue recognised in the period, credits taken off.",
        "sum of the amounts dated in the period",
        "money",
        "up",
        "lib.money.figures:revenue",
    ),
    Figure(
        "revenue_growth",
        "Revenue growth",
        "Revenue of the period against the same period a year earlier.",
        "(revenue − revenue a year earlier) ÷ revenue a year earlier",
        "share",
        "up",
        "lib.money.figures:revenue_growth",
    ),
    Figure(
        "win_rate",
        "Win rate",
        "Of the deals closed in the period, the share won. Open deals stay out.",
        "won ÷ (won + lost)",
        "share",
        "up",
        "lib.growth.figures:win_rate",
        "Wilson score interval",
    ),
    Figure(
        "average_deal",
        "Average deal",
        "Mean amount of the deals won in the period. Lost deals stay out.",
        "sum of won amounts ÷ number of won deals with an amount",
        "money",
        "up",
        "lib.growth.figures:average_deal",
    ),
    Figure(
        "median_deal",
        "Median deal",
        "The middle amount of the deals won in the period: half were larger.",
        "median of the won amounts",
        "money",
        "up",
        "lib.growth.figures:median_deal",
    ),
    Figure(
        "pipeline_value",
        "Pipeline value",
        "Value of the deals open at the end of the period. A deal without an amount counts with its service's list "
        "price of that day; so does one that closed since, for what it closed at was not known then.",
        "sum over open deals of the amount, or else the list price",
        "money",
        "up",
        "lib.growth.figures:pipeline_value",
    ),
    Figure(
        "new_clients",
        "New clients",
        "Clients whose first contract or first revenue falls in the period.",
        "number of clients first seen in the period",
        "count",
        "up",
        "lib.accounts.figures:new_clients",
    ),
    Figure(
        "revenue_per_client",
        "Revenue per client",
        "Mean revenue in the period of the clients that had any.",
        "revenue of clients ÷ number of clients with revenue",
        "money",
        "up",
        "lib.money.figures:revenue_per_client",
    ),
    Figure(
        "accounts_expanded",
        "Accounts expanded",
        f"Of the accounts active at the start, how many grew in revenue or in number of live services. {_WINDOWS}",
        "number of accounts with more revenue, or more live services, than before",
        "count",
        "up",
        "lib.accounts.figures:accounts_expanded",
    ),
    Figure(
        "active_clients",
        "Active clients",
        f"Clients active on the last day of the period. {_ACTIVE}",
        "number of active clients",
        "count",
        "up",
        "lib.accounts.figures:active_clients",
    ),
)
