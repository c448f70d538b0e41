"""The figures that only an account manager's scorecard shows."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "briefs_complete",
        "Briefs complete",
        "Of the projects begun in the period, those whose record says the client's goal, the hours agreed and the day "
        "they are due: what a team needs before it starts. Projects called off stay out.",
        "projects with goal, hours and due date ÷ projects begun",
        "share",
        "up",
        "lib.delivery.brief_figures:briefs_complete",
        scopes=("book", "owner"),
        home="delivery",
    ),
    Figure(
        "roadblocks_cleared",
        "Roadblocks cleared",
        "Of the roadblocks that stood on any day of the period, those closed by its last day.",
        "closed by the last day ÷ open on any day of the period",
        "share",
        "up",
        "lib.delivery.roadblock_clearing_figures:roadblocks_cleared",
        scopes=("book", "owner"),
        home="delivery",
    ),
    Figure(
        "threads_beyond_manager",
        "Threads beyond the manager",
        "Of the active clients talked to in the 90 days to the day, those that also spoke with a colleague besides "
        "the account manager, both ways. Clients nobody talked to stay out and are told apart.",
        "clients with a live colleague besides the manager ÷ clients talked to in 90 days",
        "share",
        "up",
        "lib.relationship.thread_figures:threads_beyond_manager",
        scopes=("book", "owner"),
        home="relationship",
    ),
    Figure(
        "check_ups_held",
        "Check-ups held",
        "Of the accounts led on the day that are active clients, those with a check-up in the running quarter or "
        "year. A yearly check-up counts for its quarter too.",
        "accounts with a check-up in the running quarter (year) ÷ active accounts led",
        "share",
        "up",
        "lib.review.check_up_figures:check_ups_held",
        scopes=("owner",),
        home="relationship",
    ),
)
