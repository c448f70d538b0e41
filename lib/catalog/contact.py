"""The figures of how we keep in touch with one client."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "contact_gap",
        "Days since contact",
        "Days since both sides last spoke, against the gaps agreed with the client. Notes and unanswered messages do "
        "not count.",
        "as-of day − day of the last two-way contact",
        "count",
        "down",
        "lib.relationship.figures:contact_gap",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "cadence_kept",
        "Updates kept",
        "Formal updates made, of those due by the client's own plan in the last 90 days. Any contact logged restarts "
        "the clock.",
        "updates made ÷ (made + missed)",
        "share",
        "up",
        "lib.relationship.figures:cadence_kept",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "promises_kept",
        "Promises kept",
        "Promises kept by their due day, of those due in the period. Open and past due counts as broken, withdrawn "
        "ones stay out.",
        "kept in time ÷ due",
        "share",
        "up",
        "lib.relationship.figures:promises_kept",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "breadth",
        "Live contacts",
        "People at the client with a two-way contact in the last 90 days. One live thread on either side is single-"
        "threaded.",
        "number of contacts with a two-way contact in 90 days",
        "count",
        "up",
        "lib.relationship.figures:breadth",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "response_time",
        "Response time",
        "Business hours from a client's request to the first answer, the middle one.",
        "median of business hours to the first answer",
        "ratio",
        "down",
        "lib.relationship.figures:response_time",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "slow_response_time",
        "Slow answers",
        "Business hours within which nine of ten requests were answered.",
        "90th percentile of business hours",
        "ratio",
        "down",
        "lib.relationship.figures:slow_response_time",
        scopes=("account",),
        home="relationship",
    ),
    Figure(
        "onboarding",
        "Onboarding done",
        "Onboarding steps done, of those due by the day.",
        "steps done ÷ steps due",
        "share",
        "up",
        "lib.relationship.figures:onboarding",
        scopes=("account",),
        home="relationship",
    ),
)
