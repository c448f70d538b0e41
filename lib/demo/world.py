"""What every subject of the demo firm is given: its parameters, its time span, its own stream of draws, its sheets."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from lib.demo.days import first_of, month_of
from lib.demo.sheets import Sheets
from lib.periods import add_months, month_start, next_day

# Before every fact: the settings of a demo firm hold on any day somebody asks about.
SETTINGS_FROM = date(1900, 1, 1)
PARAMETERS = Path(__file__).parents[2] / "data" / "demo.toml"


def parameters() -> dict[str, Any]:
    """The demo firm's parameters, as written in data/demo.toml."""
    return tomllib.loads(PARAMETERS.read_text("utf-8"))


@dataclass
class World:
    """One demo firm in the making; days are ordinals, `until` is the last day with facts."""

    accounts: int
    months: int
    seed: int
    until: int
    given: dict[str, Any] = field(default_factory=parameters)

    @cached_property
    def sheets(self) -> Sheets:
        """The rows made so far."""
        return Sheets(self.until)

    @cached_property
    def start(self) -> int:
        """The first day of the records: the first of a month, `months` before the day after `until`."""
        return month_start(add_months(next_day(date.fromordinal(self.until)), -self.months)).toordinal()

    @cached_property
    def first_month(self) -> int:
        """The month the records start in (months since January 1970)."""
        return int(month_of(np.array([self.start]))[0])

    @cached_property
    def last_month(self) -> int:
        """The month of `until`, in most cases not over yet."""
        return int(month_of(np.array([self.until]))[0])

    @property
    def firm(self) -> dict[str, Any]:
        """The firm's own numbers."""
        return dict(self.given["firm"])

    def stream(self, subject: str) -> np.random.Generator:
        """Draws of one subject; a change in one subject leaves the draws of the others as they were."""
        return np.random.Generator(np.random.PCG64([self.seed, crc32(subject.encode())]))

    def first_day(self, months_from_now: int) -> int:
        """The first day of the month so many months from the one of `until` (negative: before)."""
        return int(first_of(np.array([self.last_month + months_from_now]))[0])


def day(ordinal: int) -> date:
    """The date behind a day's number."""
    return date.fromordinal(ordinal)
