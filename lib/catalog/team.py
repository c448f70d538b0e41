"""The figures of people: their hours, what asks for them, and where one person carries too much."""

from typing import Literal

from lib.catalog.entry import Figure, Unit


def _figure(
    name: str, label: str, definition: str, formula: str, function: str, *, unit: Unit = "share",
    better: Literal["up", "down"] | None = "down",
) -> Figure:  # fmt: skip
    return Figure(name, label, definition, formula, unit, better, function, scopes=("book", "owner"), home="team")


ENTRIES = (
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
