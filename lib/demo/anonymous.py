"""The anonymous survey: answers under random keys, and the one table released when its wave closed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.days import Bools, Floats, Ints, Texts
from lib.demo.drawing import chance, words
from lib.demo.surveys import (
    ANONYMOUS,
    OPEN_DAYS,
    comments_for,
    first_question,
    invite,
    may_be_asked,
    open_wave,
    scores_for,
)
from lib.demo.world import World
from lib.intervals import wilson
from lib.surveys.tables import AnonymousAnswer, SurveyRelease

OPENED = 150  # days before `until`
LEAST = 5  # people in anything released
CUTS = ("segment", "region", "manager")
Z = 1.959964


@dataclass(frozen=True)
class Answers:
    """One entry an answer: its question (from 0), score, words, and the cuts frozen with it."""

    question: Ints
    sheet: Texts
    cut: dict[str, Texts]
    score: Floats
    text: Texts
    not_applicable: Bools


def ask_anonymously(world: World, agency: Agency) -> None:
    """Write one anonymous wave and its release."""
    rng = world.stream("anonymous survey")
    opens = world.until - OPENED
    asked = np.flatnonzero(may_be_asked(agency, opens))
    wave = open_wave(world, ANONYMOUS, opens)
    # Who answered is nowhere kept: every invitation stays as it was sent.
    invite(world, wave, asked, opens, words(["sent"] * len(asked)), np.ones(len(asked), dtype=bool))
    mood = agency.clients.mood_at(agency.contacts.account[asked], np.full(len(asked), opens)) + rng.normal(
        0, 0.08, len(asked)
    )
    answers = chance(rng, np.clip(0.15 + 0.5 * mood, 0.1, 0.8), len(asked))
    sheets = _answers(world, mood[answers], _cuts(agency, agency.contacts.account[asked[answers]]), rng)
    _write(world, wave, sheets, rng)
    _release(world, wave, sheets, opens + OPEN_DAYS)


def _cuts(agency: Agency, account: Ints) -> dict[str, Texts]:
    size = words(("small", "medium", "large"))[np.digitize(agency.clients.fee[account], [200_000, 500_000])]
    owner = agency.owners.now[account]
    manager = np.where(agency.people.manager[owner] >= 0, agency.people.manager[owner], owner)
    return {
        "segment": size,
        "region": words(("Germany", "Netherlands"))[agency.people.office[owner]],
        "manager": agency.people.names[manager],
    }


def _answers(world: World, mood: Floats, cut: dict[str, Texts], rng: Generator) -> Answers:
    count = len(mood)
    sheet = words([rng.bytes(8).hex() for _ in range(count)])
    questions, scores, texts, skipped = [], [], [], []
    recommend = np.zeros(count)
    for place, question in enumerate(world.given["surveys"]["question"]):
        score = scores_for(question, mood, rng)
        recommend = score if question["scale"] == "0-10" else recommend
        not_for_us = chance(rng, 0.05, count) & (question["scale"] == "1-5")
        nothing = words([None] * count)
        questions.append(np.full(count, place))
        scores.append(np.where(not_for_us, np.nan, score))
        texts.append(comments_for(world, question, recommend, rng) if question["scale"] == "text" else nothing)
        skipped.append(not_for_us)
    text, score = np.concatenate(texts), np.concatenate(scores)
    said = ~np.isnan(score) | np.concatenate(skipped) | np.array([bool(written) for written in text], dtype=bool)
    times = len(questions)
    return Answers(
        np.concatenate(questions)[said], np.tile(sheet, times)[said],
        {name: np.tile(values, times)[said] for name, values in cut.items()},
        score[said], text[said], np.concatenate(skipped)[said],
    )  # fmt: skip


def _write(world: World, wave: int, answers: Answers, rng: Generator) -> None:
    keys = words([rng.bytes(16).hex() for _ in range(len(answers.question))])
    order = np.argsort(keys.astype(str), kind="stable")
    cuts: dict[str, Any] = {name: values[order] for name, values in answers.cut.items()}
    world.sheets.add(
        AnonymousAnswer, 0,
        key=keys[order], survey_wave_id=wave,
        survey_question_id=answers.question[order] + first_question(world, ANONYMOUS),
        sheet=answers.sheet[order], score=answers.score[order], words=answers.text[order],
        not_applicable=answers.not_applicable[order], **cuts,
    )  # fmt: skip


def _release(world: World, wave: int, answers: Answers, closed: int) -> None:
    for place, question in enumerate(world.given["surveys"]["question"]):
        if question["scale"] == "text":
            continue
        asked = (answers.question == place) & ~np.isnan(answers.score)
        score, figure = answers.score[asked], "nps" if question["scale"] == "0-10" else "top two"
        _release_cut(world, wave, place, figure, "whole", words(["all"] * len(score)), score, closed)
        for name in CUTS:
            _release_cut(world, wave, place, figure, name, answers.cut[name][asked], score, closed)


def _release_cut(
    world: World, wave: int, place: int, figure: str, cut: str, key: Texts, score: Floats, closed: int
) -> None:
    groups = sorted(set(key.tolist()))
    sizes = [int((key == group).sum()) for group in groups]
    hidden = {group for group, size in zip(groups, sizes, strict=True) if size < LEAST}
    if len(hidden) == 1 and len(groups) > 1:
        # One hidden group alone could be told from the whole less the others: hide the next smallest too.
        hidden.add(min((size, group) for group, size in zip(groups, sizes, strict=True) if group not in hidden)[1])
    for group in groups:
        shown = group not in hidden
        value, low, high, base = _figure(figure, score[key == group]) if shown else (np.nan, np.nan, np.nan, None)
        world.sheets.add(
            SurveyRelease, closed,
            survey_wave_id=wave, survey_question_id=first_question(world, ANONYMOUS) + place, cut=cut,
            cut_key=None if cut == "whole" else group, figure=figure,
            value=value, low=low, high=high, base=base, withheld=not shown,
        )  # fmt: skip


def _figure(figure: str, score: Floats) -> tuple[float, float, float, int]:
    """NPS with the adjusted Wald interval (Rocks 2016), or the share of 4 and 5 with Wilson's."""
    n = len(score)
    if figure == "nps":
        up, down = float((score >= 9).sum()), float((score <= 6).sum())
        p, d = (up + 0.75) / (n + 3), (down + 0.75) / (n + 3)
        half = Z * np.sqrt((p + d - (p - d) ** 2) / (n + 3))
        return 100 * (up - down) / n, 100 * max(p - d - half, -1.0), 100 * min(p - d + half, 1.0), n
    hits = int((score >= 4).sum())
    low, high = wilson(hits, n)
    return 100 * hits / n, 100 * low, 100 * high, n
