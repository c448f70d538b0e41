"""What the tab of waves reads: every wave with its answers, the rules of asking, the letter of one wave."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from lib import format as fmt
from lib.accounts.queries import contracts
from lib.health.queries import exemptions
from lib.measure import Measure
from lib.periods import today
from lib.relationship.departure_queries import departures
from lib.surveys import wave_queries
from lib.surveys.answering_time import seconds_for
from lib.surveys.inviting import Rules
from lib.surveys.inviting_queries import invited_counts, outcomes_by_wave, released_response
from lib.surveys.mail import Letter
from lib.surveys.promise import promise_said
from lib.surveys.response_figures import outcomes, response_rate
from lib.surveys.throttle_figures import throttle_days
from lib.ui import session
from lib.ui.page import View

FORBIDS = "survey"  # the factor of account health that is exempt where an account may not be asked
_AHEAD = timedelta(3660)  # waves planned for a later day are listed too


@dataclass(frozen=True)
class OneWave:
    """A wave as its panel needs it."""

    wave_id: int
    name: str
    survey_id: int
    survey: str
    anonymous: bool
    least_group: int
    opens_on: date
    closes_on: date | None
    closed: bool


def rules(view: View) -> Rules:
    """By what nobody is asked too often today; writing is always of today, whatever day the page shows."""
    found = view.read(exemptions, today())
    mine = found[found["factor"] == FORBIDS]
    forbidden = dict(zip(mine["account_id"].tolist(), mine["reason"].tolist(), strict=True))
    return Rules(today(), throttle_days(session.firm()), _gone(view) | forbidden)


def _gone(view: View) -> dict[int, str]:
    """Clients we work for no longer, and since when; who came back has a contract that ends after that day."""
    left = view.read(departures, today()).dropna(subset="last_day_on").drop_duplicates("account_id")
    over = left[left["last_day_on"] < pd.Timestamp(today())]
    last = dict(zip(over["account_id"].tolist(), over["last_day_on"].tolist(), strict=True))
    held = view.read(contracts, today())
    back = {
        number for number, end in zip(held["account_id"].tolist(), held["ends_before"].tolist(), strict=True)
        if number in last and (pd.isna(end) or end > last[number] + timedelta(1))
    }  # fmt: skip
    return {number: f"the client left on {fmt.day(day)}" for number, day in last.items() if number not in back}


def letter(view: View, wave: OneWave, own_words: str = "") -> Letter:
    """What all messages of the wave say."""
    firm = session.firm()["firm_name"]
    promises = view.read(wave_queries.surveys).set_index("id")["promise"].to_dict()
    written = promises.get(wave.survey_id)
    mode = "anonymous" if wave.anonymous else "attributed"
    promise = promise_said(mode, written if isinstance(written, str) else None, wave.least_group, firm)
    scales = view.read(wave_queries.questions, wave.survey_id)["scale"]
    last = wave.closes_on or today()
    return Letter(firm, wave.survey, promise, seconds_for(scales), last, wave.anonymous, own_words)


def all_waves(view: View) -> pd.DataFrame:
    """Every wave opened by the page's day, and those not closed yet; newest first. Columns as `wave_queries.waves`."""
    found = view.read(wave_queries.waves, today() + _AHEAD)
    wanted = found["closed_on"].isna() | (found["opens_on"] <= pd.Timestamp(view.as_of))
    return found[wanted].reset_index(drop=True)


def one_wave(row: Any) -> OneWave:
    """The wave of a row of `all_waves`."""
    return OneWave(
        int(row["wave_id"]), row["wave"], int(row["survey_id"]), row["survey"], row["mode"] == "anonymous",
        int(row["least_group"]), row["opens_on"].date(),
        None if pd.isna(row["closes_on"]) else row["closes_on"].date(), not pd.isna(row["closed_on"]),
    )  # fmt: skip


def waves_shown(view: View, waves: pd.DataFrame) -> pd.DataFrame:
    """The table of waves in words; of an anonymous one nothing of who answered until it was released (R16)."""
    counts, rates = view.read(invited_counts), _rates(view, waves)
    rows = waves.to_dict("records")
    people = [counts.get(int(row["wave_id"]), (0, 0)) for row in rows]
    return pd.DataFrame(
        {
            "Survey": waves["survey"],
            "Wave": waves["wave"],
            "Answers": ["anonymous" if row["mode"] == "anonymous" else "with names" for row in rows],
            "Opens": waves["opens_on"],
            "Last day": waves["closes_on"],
            "State": [_state(row) for row in rows],
            "Asked": [str(sent) if sent == listed else fmt.of(sent, listed) for listed, sent in people],
            "Answered": [rates[int(row["wave_id"])][0] for row in rows],
            "To the end": [rates[int(row["wave_id"])][1] for row in rows],
        }
    )


def _state(row: Any) -> str:
    day = pd.Timestamp(today())
    if not pd.isna(row["closed_on"]):
        return "● Closed"
    if row["opens_on"] > day:
        return "○ Planned"
    return "▲ Over" if row["closes_on"] < day else "◆ Open"


def _rates(view: View, waves: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """By wave the share that answered and that answered to the end (RR2 and RR1), in words."""
    named = waves[waves["mode"] != "anonymous"]
    days = {
        int(row["wave_id"]): today() if pd.isna(row["closed_on"]) else view.as_of for row in named.to_dict("records")
    }
    found = view.keep("outcomes of waves", lambda: outcomes_by_wave(view.store, days), tuple(days.items()),
                      of=("accounts", "surveys"))  # fmt: skip
    told = {number: outcomes(frame) for number, frame in found.items()}
    rates = {
        number: (in_words(response_rate(each, True)), in_words(response_rate(each))) for number, each in told.items()
    }
    return rates | _released(view, waves[waves["mode"] == "anonymous"])


def _released(view: View, waves: pd.DataFrame) -> dict[int, tuple[str, str]]:
    given = {int(row["wave_id"]): row for row in view.read(released_response).to_dict("records")}
    said = {}
    for row in waves.to_dict("records"):
        known = given.get(int(row["wave_id"]))
        words = "after it is closed" if pd.isna(row["closed_on"]) else "withheld"
        if known is not None and not known["withheld"] and not pd.isna(known["value"]):
            base = None if pd.isna(known["base"]) else int(known["base"])
            hits = None if base is None else round(known["value"] * base)
            words = in_words(Measure(known["value"], base=base, hits=hits, low=known["low"], high=known["high"]))
        said[int(row["wave_id"])] = (words, "–")
    return said


def in_words(rate: Measure) -> str:
    """A share with base and 95 % interval: 31 of 71, 44 % (33–55 %); counts alone where they are few."""
    if rate.value is None or rate.hits is None or rate.base is None:
        return "–"
    counts = fmt.of(rate.hits, rate.base)
    if fmt.in_counts(rate) or rate.low is None or rate.high is None:
        return counts
    return f"{counts}, {fmt.percent(rate.value)} ({rate.low * 100:.0f}–{fmt.percent(rate.high)})"
