"""What a fault test found, and the table that the README quotes."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

FULL = os.environ.get("STEWARD_FAULTS") == "full"


@dataclass(frozen=True)
class Outcome:
    """One line of the table, in words; `passed`: the target was met."""

    test: str
    done: str
    target: str
    seen: str
    passed: bool

    def __str__(self) -> str:
        return f"{self.test}: {self.done}; target {self.target}; seen {self.seen}"


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table."""
    lines = ["| test | what was done | target | seen | |", "|---|---|---|---|---|"]
    for one in outcomes:
        verdict = "PASS" if one.passed else "**FAIL**"
        lines.append(f"| {one.test} | {one.done} | {one.target} | {one.seen} | {verdict} |")
    return "\n".join(lines)
