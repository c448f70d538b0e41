"""What the bench says: a row a goal on the terminal, and the same as a dated table for README."""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit

from tests.bench.goals import Goal
from tests.bench.pairs import Figure, Round, Verdict, controls, costs

HEAD = ("", "what", "goal", "stretch", "measured (interval)", "pairs", "CPU of both", "A/A of both", "")
WIDTHS = (3, 57, 7, 7, 20, 5, 17, 11, 6)


@dataclass(frozen=True)
class Judged:
    """A goal with what was found of it."""

    goal: Goal
    found: Figure
    rounds: list[Round]
    said: Verdict | None

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row."""
        limit, stretch = ("–" if one is None else f"{one:g}" for one in (self.goal.most, self.goal.stretch))
        head = (self.goal.id, self.goal.words)
        if self.goal.least is not None:
            worth = " / ".join(f"{one:,.0f}" for one in costs(self.rounds))
            return (
                *head,
                f"≥ {self.goal.least:g}",
                stretch,
                f"{self.found.value:.4f}",
                "–",
                worth,
                "–",
                self.said or "",
            )
        digits = 2 if self.goal.grows is not None else 1 if self.found.value < 100 else 0
        value, low, high = (f"{one:.{digits}f}" for one in (self.found.value, self.found.low, self.found.high))
        same = " ".join(f"{one:.2f}" for one in controls(self.rounds))
        cost = f"{' / '.join(_milliseconds(one) for one in costs(self.rounds))} ms"
        return (
            *head, limit, stretch, f"{value} ({low}–{high})", str(self.found.pairs), cost, same, self.said or "",
        )  # fmt: skip


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}" if seconds >= 0.001 else f"{1000 * seconds:.3f}"


def say(line: str) -> None:
    """One line to the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def row(cells: Sequence[str]) -> str:
    """A row as it stands on the terminal."""
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)) + " |"


def head() -> list[str]:
    """The head of the table."""
    return [row(HEAD), row(["-" * width for width in WIDTHS])]


def circumstances() -> str:
    """When and on what was measured."""
    return f"{date.today():%-d %B %Y}, Python {platform.python_version()}, Streamlit {streamlit.__version__}"


def summary(judged: Sequence[Judged], seconds: float) -> str:
    """How many goals held, and how long measuring took."""
    said = [one.said for one in judged if one.said is not None]
    others = "".join(f", {said.count(word)} {word}" for word in ("FAIL", "UNSURE") if word in said)
    return f"{said.count('PASS')} of {len(said)} goals held{others}; {seconds:.0f} seconds."


def write_table(path: Path, judged: Sequence[Judged], seconds: float) -> None:
    """The whole table as Markdown."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, ["---"] * len(HEAD), *(one.cells for one in judged))]
    told = [f"Measured on {circumstances()}. {summary(judged, seconds)}", "", *lines, ""]
    path.write_text("\n".join(told), encoding="utf-8")
