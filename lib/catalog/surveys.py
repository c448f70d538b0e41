"""The figures of surveys: what clients said, who of those asked answered, and which calls are late."""

from lib.catalog.entry import Figure

ENTRIES = (
    Figure(
        "nps",
        "Net promoter score",
        "How much more often clients answer 9 or 10 than 0 to 6 when asked, from 0 to 10, how likely they are to "
        "recommend us. From −100 to +100; under five answers they are told in words.",
        "(promoters − detractors) ÷ answers",
        "score",
        "up",
        "lib.surveys.score_figures:promoter_score",
        "score interval (Tango 1998)",
        scopes=("book", "account", "owner", "sector"),
        home="surveys",
    ),
    Figure(
        "satisfied",
        "Satisfied",
        "Share of answers among the best: 4 or 5 of 5 on satisfaction with us overall, 5 to 7 of 7 on how easy it was. "
        "Blank answers and those that do not apply are outside the base.",
        "answers among the best ÷ valid answers",
        "share",
        "up",
        "lib.surveys.score_figures:box",
        "Wilson's method",
        scopes=("book", "account", "owner", "sector"),
        home="surveys",
    ),
    Figure(
        "survey_response",
        "Response rate",
        "Share of those asked who answered, sheets left before the end included (RR2 of the AAPOR). Messages that "
        "bounced count as asked: it is not known whether they would have answered.",
        "people who answered ÷ people asked",
        "share",
        "up",
        "lib.surveys.response_figures:response_rate",
        "Wilson's method",
        scopes=("book", "account", "owner", "sector"),
        home="surveys",
    ),
    Figure(
        "decision_makers_answered",
        "Accounts where who decides answered",
        "Share of the accounts asked in which a decision maker answered. An account in which none was asked is not "
        "covered.",
        "accounts with an answer of a decision maker ÷ accounts asked",
        "share",
        "up",
        "lib.surveys.response_figures:decision_maker_coverage",
        "Wilson's method",
        scopes=("book", "account", "owner", "sector"),
        home="surveys",
    ),
    Figure(
        "calls_late",
        "Conversations overdue",
        "Conversations owed to clients after a low score or because they asked, which are open past the moment they "
        "were due: 48 hours after they were opened, or two business days where the firm counts those.",
        "open conversations past the moment they were due, of all waves",
        "count",
        "down",
        "lib.surveys.follow_up_figures:overdue",
        scopes=("book", "account", "owner"),
        home="surveys",
    ),
)
