"""The figures of people: their hours, what asks for them, and where one person carries too much."""

from typing import Literal

from lib.catalog.entry import Figure, Unit


def _figure(
    name: str, label: str, definition: str, formula: str, function: str, *, unit: Unit = "share",
    better: Literal["up", "down"] | None = "down",
) -> Figure:  # fmt: skip
    return Figure(name, label, definition, formula, unit, better, function, scopes=("book", "owner"), home="team")


ENTRIES = (
    Figure(
        "team_load",
        "Load, next 4 weeks",
        "Hours booked in the next four whole weeks against capacity: weekly hours less leave and public holidays. "
        "Tentative bookings count by their chance, placeholders not at all.",
        "Σ booked hours ÷ Σ capacity, of everybody whose hours are recorded",
        "share",
        None,
        "lib.team.load_figures:team_load",
        scopes=("book", "owner"),
        home="team",
    ),
    Figure(
        "over_extended",
        "People over-extended",
        "People booked over 100 % of their capacity in two or more of the next four whole weeks or over 110 % in any, "
        "or with more hours logged than capacity in three or more of the last four.",
        "people by any of the three rules, of those whose hours are recorded",
        "count",
        "down",
        "lib.team.load_figures:over_extended",
        scopes=("book", "owner"),
        home="team",
    ),
    Figure(
        "free_hours",
        "Free hours, next 4 weeks",
        "Capacity of the next four whole weeks that is not booked; a week that is overbooked has none and takes none "
        "from others.",
        "Σ over people and weeks of capacity − booked hours, never below 0",
        "count",
        None,
        "lib.team.load_figures:free_hours",
        scopes=("book", "owner"),
        home="team",
    ),
    Figure(
        "unmet_hours",
        "Unstaffed hours, next 4 weeks",
        "Hours booked for a role or skill in the next four whole weeks without a person; tentative ones by their "
        "chance.",
        "Σ hours of bookings that name nobody",
        "count",
        "down",
        "lib.team.load_figures:unmet_hours",
        scopes=("book", "owner"),
        home="team",
    ),
    Figure(
        "billable_utilisation",
        "Billable utilisation",
        "Billable hours of the last four whole weeks against capacity, not against hours logged.",
        "Σ billable hours ÷ Σ capacity, of everybody whose hours are recorded",
        "share",
        "up",
        "lib.team.utilisation_figures:billable_utilisation",
        scopes=("book", "owner"),
        home="team",
    ),
    _figure(
        "portfolio_load", "Expected hours",
        "Hours a week an account manager's clients ask for: contact by their own plans, open promises, running "
        "projects, open escalations, renewals near.",
        "Σ over accounts led of things open × hours chosen in settings",
        "lib.team.portfolio_figures:portfolio_load", unit="ratio", better=None,
    ),
    _figure(
        "over_serviced_share", "Beyond what is paid",
        "Client hours beyond agreed scopes, retainer hours and fees, of the client hours of which it can be told.",
        "hours beyond ÷ (hours paid for + beyond)", "lib.team.overload_figures:over_serviced_share",
    ),
    _figure(
        "weeks_above_contract", "Weeks above contract",
        "Weeks a person logged more than contracted hours, of the last twelve whole ones that can be judged. Seen only "
        "by the person and their lead.",
        "weeks above ÷ weeks judged", "lib.team.worklife_figures:weeks_above_contract",
    ),
    _figure(
        "single_holder_skills", "Skills on one person",
        "Skills services on sale need that only one person holds at the level needed.",
        "count of such skills", "lib.team.skill_figures:single_holder_skills", unit="count",
    ),
)  # fmt: skip
