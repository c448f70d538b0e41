"""The anonymous survey: answers under random keys, and the one table released when its wave closed."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import Bools, Floats, Ints, Texts
from lib.demo.drawing import chance, words
from lib.demo.invited import OPEN_DAYS, Groups, groups_of, invite, may_be_asked, open_wave
from lib.demo.surveys import ANONYMOUS, comments_for, first_question, scores_for, stated_roles
from lib.demo.world import World
from lib.surveys.crowd_figures import CUTS
from lib.surveys.cut_figures import frozen_cuts
from lib.surveys.release_figures import LEAST, Closed, release
from lib.surveys.released_question_figures import released_question
from lib.surveys.tables import AnonymousAnswer, SurveyRelease

OPENED = 150  # days before `until`


def ask_anonymously(world: World, agency: Agency) -> None:
    """Write one anonymous wave and its release."""
    rng = world.stream("anonymous survey")
    opens = world.until - OPENED
    asked = np.flatnonzero(may_be_asked(agency, opens))
    wave = open_wave(world, ANONYMOUS, opens)
    groups = _told_apart(groups_of(world, agency, asked, opens))
    # Who answered is nowhere kept: every invitation stays as it was sent, and everybody was reminded.
    everybody = np.ones(len(asked), dtype=bool)
    invite(world, agency, wave, asked, opens, words(["sent"] * len(asked)), everybody, Groups(**groups), anonymous=True)
    mood = agency.clients.mood_at(agency.contacts.account[asked], np.full(len(asked), opens)) + rng.normal(
        0, 0.08, len(asked)
    )
    answers = chance(rng, np.clip(0.15 + 0.5 * mood, 0.1, 0.8), len(asked))
    cuts = {name: values[answers] for name, values in groups.items()}
    sheets = _answers(world, agency, asked[answers], mood[answers], rng).merge(_sheets(cuts, rng), on="person")
    _write(world, wave, sheets, rng)
    invited = pd.DataFrame(groups).groupby(list(CUTS), dropna=False).size().rename("people").reset_index()
    _release(world, wave, Closed(sheets, invited, LEAST), opens + OPEN_DAYS)


def _told_apart(groups: Groups) -> dict[str, Texts]:
    """The groups as frozen with an anonymous wave: none of fewer than five people."""
    frozen = frozen_cuts(pd.DataFrame({name: getattr(groups, name) for name in CUTS}), LEAST)
    return {name: frozen[name].to_numpy(dtype=object) for name in CUTS}


def _sheets(cuts: dict[str, Texts], rng: Generator) -> pd.DataFrame:
    count = len(cuts["segment"])
    return pd.DataFrame({"person": np.arange(count), "sheet": [rng.bytes(8).hex() for _ in range(count)]} | cuts)


def _answers(world: World, agency: Agency, contact: Ints, mood: Floats, rng: Generator) -> pd.DataFrame:
    """One row an answer given: person (place), question_id, score, words, not_applicable."""
    count, recommend, parts = len(mood), np.zeros(len(mood)), []
    for place, question in enumerate(world.given["surveys"]["question"]):
        score = scores_for(question, mood, rng)
        recommend = score if question["scale"] == "0-10" else recommend
        skipped: Bools = chance(rng, 0.05, count) & (question["scale"] == "1-5")
        text = words([None] * count)
        if question["scale"] == "text":
            text = comments_for(world, question, recommend, rng)
        elif question["scale"] == "choice":
            text = stated_roles(world, agency, contact, ANONYMOUS)
        number = first_question(world, ANONYMOUS) + place
        columns: dict[str, Any] = {
            "person": np.arange(count), "question_id": np.full(count, number), "words": text,
            "score": np.where(skipped, np.nan, score), "not_applicable": skipped,
        }  # fmt: skip
        parts.append(pd.DataFrame(columns))
    every = pd.concat(parts, ignore_index=True)
    return every[every["score"].notna() | every["not_applicable"] | every["words"].notna()]


def _write(world: World, wave: int, answers: pd.DataFrame, rng: Generator) -> None:
    keys = words([rng.bytes(16).hex() for _ in range(len(answers))])
    ordered = answers.assign(key=keys).sort_values("key")
    columns: dict[str, Any] = {name: ordered[name].to_numpy(dtype=object) for name in ("key", "sheet", "words", *CUTS)}
    skipped = ordered["not_applicable"].to_numpy(dtype=bool)
    world.sheets.add(
        AnonymousAnswer, 0,
        survey_wave_id=wave, survey_question_id=ordered["question_id"].to_numpy(),
        score=ordered["score"].to_numpy(dtype=np.float64), not_applicable=skipped, **columns,
    )  # fmt: skip


def _release(world: World, wave: int, closed: Closed, day: int) -> None:
    """What closing the wave gives out, by the same figures as for every firm."""
    first, asked = first_question(world, ANONYMOUS), list(enumerate(world.given["surveys"]["question"]))
    plans = [
        released_question(first + place, question["scale"], choices=question.get("choices", "").split("; "))
        for place, question in asked
        if question["scale"] != "text"
    ]
    comments = [first + place for place, question in asked if question["scale"] == "text"]
    for row in release(closed, plans, comments):
        world.sheets.add(SurveyRelease, day, survey_wave_id=wave, **_numbers(row))


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: np.nan if row[name] is None else row[name] for name in ("value", "low", "high")}
