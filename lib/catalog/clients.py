"""The figures of account health, value, relationships and lifetimes."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "revenue_at_risk",
        "Revenue at risk",
        "Revenue of the last twelve months of the accounts that are Red. Those that cannot be judged are told apart.",
        "sum of twelve months of revenue over the Red accounts",
        "money",
        "down",
        "lib.health.figures:revenue_at_risk",
        scopes=("book", "owner", "sector"),
        home="health",
    ),
    Figure(
        "known_share",
        "What we know",
        "How much of the inputs of account health is known and still valid, weighted by revenue.",
        "coverage of each account × its revenue, summed ÷ revenue of all",
        "share",
        "up",
        "lib.health.figures:known_share",
        scopes=("book", "owner", "sector"),
        home="health",
    ),
    Figure(
        "objectives_open",
        "Open objectives",
        "Promised outcomes and goals that clients and we agreed on and that were not closed by the day.",
        "number of objectives begun by the day and not closed, nor their account archived",
        "count",
        None,
        "lib.value.figures:objectives_open",
        scopes=("book", "account", "owner", "sector"),
        home="value",
    ),
    Figure(
        "objectives_on_track",
        "Objectives on track",
        "Of the open objectives that can be judged, the share that is reached or has come at least 80 % as far as a "
        "straight line from baseline to target. A reading is judged by the day it was read, from the due date on by "
        "the target. It holds for 90 days, or until its next review is due; what was not read since stays out.",
        "(on pace + reached) ÷ (on pace + reached + behind + overdue)",
        "share",
        "up",
        "lib.value.figures:objectives_on_track",
        scopes=("book", "account", "owner", "sector"),
        home="value",
    ),
    Figure(
        "value_delivered",
        "Promised outcomes delivered",
        "Of the promised outcomes that fell due or were closed in the twelve months to the day, the share whose latest "
        "reading confirmed by the client stands at the target or beyond.",
        "promised outcomes confirmed as reached ÷ promised outcomes that fell due or were closed",
        "share",
        "up",
        "lib.value.figures:value_delivered",
        scopes=("book", "account", "owner", "sector"),
        home="value",
    ),
    Figure(
        "objectives_confirmed",
        "Objectives confirmed by the client",
        "Of the open objectives, the share with a reading of the last 90 days that a contact of the client confirmed.",
        "open objectives with a confirmed reading from the last 90 days ÷ open objectives",
        "share",
        "up",
        "lib.value.figures:objectives_confirmed",
        scopes=("book", "account", "owner", "sector"),
        home="value",
    ),
    Figure(
        "reviews_overdue",
        "Reviews overdue",
        "Open objectives whose next reading was due before the day, by their own rhythm (monthly, quarterly, yearly) "
        "from the last reading or the start, and at the latest on the day they are due.",
        "number of open objectives with a review due before the day",
        "count",
        "down",
        "lib.value.figures:reviews_overdue",
        scopes=("book", "account", "owner", "sector"),
        home="value",
    ),
)
