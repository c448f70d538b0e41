"""The figures of what work earns and what is given away."""

from typing import Literal

from lib.catalog.entry import Figure, Unit


def _figure(
    name: str, label: str, definition: str, formula: str, function: str, *, unit: Unit = "share",
    better: Literal["up", "down"] | None = "up", owner: bool = True,
) -> Figure:  # fmt: skip
    scopes = ("book", "account", "owner") if owner else ("book", "account")
    return Figure(name, label, definition, formula, unit, better, function, scopes=scopes, home="money")


ENTRIES = (
    _figure(
        "over_servicing", "Over-servicing",
        "Hours worked beyond what clients bought in whole months: the hours a retainer includes, the agreed scope of "
        "projects, else fees at the price of an hour. Hours one client did not use do not pay for those of another.",
        "hours beyond ÷ hours bought", "lib.profitability.over_servicing_figures:over_servicing", better="down",
    ),
    _figure(
        "realisation", "Realisation",
        "Fees against what the billable hours would have brought at the price of an hour: the account's, else the "
        "role's, else the firm's standard.",
        "fees ÷ (billable hours × bill rate)", "lib.profitability.earning_figures:realisation",
    ),
    _figure(
        "effective_rate", "Effective hourly rate",
        "What an hour worked for clients brings, billable or not, after costs passed on.",
        "(fees − passed on) ÷ all hours", "lib.profitability.earning_figures:effective_rate", unit="money",
    ),
    _figure(
        "budget_burn", "Budget burn",
        "Hours spent on a running project against the hours agreed for it, changes approved by the client included.",
        "hours spent ÷ (scoped + approved hours)", "lib.profitability.budget_figures:burn", better=None, owner=False,
    ),
)  # fmt: skip
