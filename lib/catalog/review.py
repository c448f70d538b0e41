"""The figures of the weekly review: what there is to talk about, and whether decisions are done."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "agenda_items",
        "On the agenda",
        "Items that the records since the last closed review put on the agenda; at most seven of a part are told, what "
        "is beyond is counted beside.",
        "items told in the eight parts of the agenda",
        "count",
        None,
        "lib.agenda.counting:agenda_items",
        scopes=("book", "owner", "sector"),
        home="review",
    ),
    Figure(
        "decision_completion",
        "Done by their day",
        "Of the decisions of reviews that fell due in the 90 days before, those done by the day they were due. The "
        "goal is 90 %. One due on the day itself can still be done and does not count.",
        "decisions done by their due day ÷ decisions that fell due in 90 days",
        "share",
        "up",
        "lib.review.review_figures:completion_of",
        method="Wilson score interval",
        scopes=("book", "owner", "sector"),
        home="review",
    ),
    Figure(
        "decisions_carried_over",
        "Carried over",
        "Decisions of reviews that are still to be done though their due day is over; the base is all that are still "
        "to be done.",
        "decisions neither done nor judged whose due day is before the day",
        "count",
        "down",
        "lib.review.due_figures:carried_over",
        scopes=("book", "owner", "sector"),
        home="review",
    ),
    Figure(
        "decisions_due",
        "Due in 7 days",
        "Decisions of reviews that are still to be done and come due from the day to seven days later, when the next "
        "review is held.",
        "decisions neither done nor judged that come due within seven days",
        "count",
        None,
        "lib.review.due_figures:due_soon",
        scopes=("book", "owner", "sector"),
        home="review",
    ),
)
