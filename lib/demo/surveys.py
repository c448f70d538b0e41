"""Attributed surveys: waves, who was asked, who answered what, which conversations followed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from lib.demo.agency import Agency
from lib.demo.contacts import ROLES
from lib.demo.days import NOTHING, Bools, Floats, Ints, Texts, moment, or_nothing, workday
from lib.demo.drawing import between, chance, only, pick, words
from lib.demo.invited import OPEN_DAYS, REMINDED_AFTER, groups_of, invite, may_be_asked, open_wave
from lib.demo.projects import Projects, states
from lib.demo.stories import SILENT_FOR, places
from lib.demo.world import World
from lib.surveys.release_figures import LEAST
from lib.surveys.tables import (
    CHANNELS,
    CommentTag,
    Survey,
    SurveyAnswer,
    SurveyFollowUp,
    SurveyQuestion,
    SurveyResponse,
)

RELATIONSHIP, TRANSACTIONAL, ANONYMOUS = 1, 2, 3  # ids of the three surveys
HALF_YEAR, QUARTER = 182, 91
LAST_OPENED = 56  # days before `until` the last relationship wave was opened
LAST_PROJECT_WAVE, PROJECT_WAVES = 12, 6  # the newest is still open on the last day, its reminders just sent
DETRACTOR, STORY_SCORE, STORY_MOOD = 6, 3.0, 0.15
ENDS = {"0-10": ("not at all likely", "extremely likely"), "1-5": ("disagree", "agree"), "1-7": ("disagree", "agree")}
STATED = {"sponsor": "decision maker", "champion": "influencer"}  # nobody calls himself a sponsor
CLOSING_NOTE = "Called, listened, agreed what to change."


@dataclass(frozen=True)
class Answered:
    """One entry an answer sheet of a wave."""

    wave: int  # id
    response: Ints  # ids
    contact: Ints
    day: Ints
    mood: Floats

    @property
    def count(self) -> int:
        """How many."""
        return len(self.contact)


def ask_clients(world: World, agency: Agency, projects: Projects) -> None:
    """Write the three surveys, the attributed waves and all that came of them."""
    _lay_out(world)
    rng = world.stream("surveys")
    last = world.until - LAST_OPENED
    opened = [last - HALF_YEAR * back for back in range(20) if last - HALF_YEAR * back > world.start + 20]
    for opens in reversed(opened):
        asked = may_be_asked(agency, opens)
        answered = _wave(world, RELATIONSHIP, opens, np.flatnonzero(asked), agency, opens == last, rng)
        scores = _answers(world, agency, answered, opens == last, rng)
        _follow_ups(world, agency, answered, scores, rng)
    for back in reversed(range(PROJECT_WAVES)):
        opens = world.until - LAST_PROJECT_WAVE - QUARTER * back
        if opens > world.start + QUARTER:
            _after_projects(world, agency, projects, opens, rng)


def _lay_out(world: World) -> None:
    given = world.given["surveys"]
    promises = [given["attributed_promise"], given["attributed_promise"], given["anonymous_promise"]]
    world.sheets.add(
        Survey, world.start,
        name=words([given["relationship"], given["transactional"], given["anonymous"]]),
        kind=words(["relationship", "transactional", "relationship"]),
        mode=words(["attributed", "attributed", "anonymous"]), promise=words(promises), least_group=LEAST,
        frozen_at=moment(np.array([world.start] * 3), np.full(3, 9 * 60)),
    )  # fmt: skip
    for survey, questions in (
        (RELATIONSHIP, given["question"]), (TRANSACTIONAL, given["after_project"]), (ANONYMOUS, given["question"]),
    ):  # fmt: skip
        world.sheets.add(
            SurveyQuestion, world.start,
            survey_id=survey, position=np.arange(1, len(questions) + 1),
            words=words([question["words"] for question in questions]),
            scale=words([question["scale"] for question in questions]),
            area=words([question["area"] for question in questions]),
            choices=words([question.get("choices") for question in questions]), may_not_apply=True,
            low_words=words([_end(question, "low") for question in questions]),
            high_words=words([_end(question, "high") for question in questions]),
        )  # fmt: skip


def _end(question: dict[str, Any], end: str) -> str | None:
    """The words at one end of a question's scale; None where it has none."""
    usual = dict(zip(("low", "high"), ENDS.get(question["scale"], ()), strict=False))
    return question.get(end) or usual.get(end)


def first_question(world: World, survey: int) -> int:
    """The id of the first question of a survey."""
    given = world.given["surveys"]
    sizes = [len(given["question"]), len(given["after_project"]), len(given["question"])]
    return 1 + sum(sizes[: survey - 1])


def _wave(
    world: World, survey: int, opens: int, contact: Ints, agency: Agency, newest: bool, rng: Generator
) -> Answered:
    """Ask contacts; the less content a client is, the fewer answer."""
    wave = open_wave(world, survey, opens)
    account = agency.contacts.account[contact]
    mood = agency.clients.mood_at(account, np.full(len(contact), opens)) + rng.normal(0, 0.06, len(contact))
    answers = chance(rng, np.clip(0.10 + 0.66 * mood, 0.08, 0.9), len(contact))
    key_people, silent = agency.contacts.place[contact] < 2, opens > world.until - SILENT_FOR - OPEN_DAYS
    answers &= ~(np.isin(account, places(world, "silent_sponsor")) & key_people & silent)
    angry = np.isin(account, places(world, "detractor")) & (agency.contacts.place[contact] == 0) & newest
    answers |= angry
    mood = np.where(angry, STORY_MOOD, mood)
    bounced = ~answers & chance(rng, 0.04, len(contact))
    state = np.where(answers, 3, np.where(bounced, 2, np.where(chance(rng, 0.03, len(contact)), 4, 1)))
    answered_on = np.maximum(workday(opens + np.floor(rng.gamma(1.5, 4.0, len(contact))).astype(np.int64)), opens)
    answered_on = np.minimum(answered_on, opens + OPEN_DAYS)
    state[(answered_on > world.until) & answers] = 1  # an open wave: those answers may still come in
    answers = state == 3
    names = words(("listed", "sent", "bounced", "answered", "refused"))
    groups = groups_of(world, agency, contact, opens)
    reminded = ~bounced & (~answers | (answered_on > opens + REMINDED_AFTER))
    invite(world, agency, wave, contact, opens, names[state], reminded, groups)
    order = np.flatnonzero(answers)[np.argsort(answered_on[answers], kind="stable")]
    ids = world.sheets.add(
        SurveyResponse, answered_on[order],
        survey_wave_id=wave, account_id=account[order] + 1, contact_id=contact[order] + 1,
        answered_on=answered_on[order], channel=words(CHANNELS)[rng.choice(2, len(order), p=(0.9, 0.1))],
        complete=True, segment=groups.segment[order], region=groups.region[order], manager=groups.manager[order],
    )  # fmt: skip
    return Answered(wave, ids, contact[order], answered_on[order], mood[order])


def scores_for(question: dict[str, Any], mood: Floats, rng: Generator) -> Floats:
    """What people of a mood answer on a scale; NaN where it is not for numbers."""
    noise = rng.normal(0, 1, len(mood))
    if question["scale"] == "0-10":
        return np.asarray(np.clip(np.round(2.4 + 8.3 * mood + 1.1 * noise), 0, 10))
    if question["scale"] == "1-5":
        return np.asarray(np.clip(np.round(1.3 + 3.8 * mood + 0.6 * noise), 1, 5))
    if question["scale"] == "1-7":
        return np.asarray(np.clip(np.round(1.8 + 5.4 * mood + 0.8 * noise), 1, 7))
    return np.full(len(mood), np.nan)


def stated_roles(world: World, agency: Agency, contact: Ints, wave: int) -> Texts:
    """What people say their part is; one of four leaves it out."""
    rng = world.stream(f"stated roles {wave}")
    part = words([STATED.get(role, role) for role in ROLES])[agency.contacts.place[contact]]
    return only(chance(rng, 0.75, len(contact)), part)


def comments_for(world: World, question: dict[str, Any], score: Floats, rng: Generator) -> Texts:
    """What people write who gave a score from 0 to 10; None where they write nothing."""
    given, count = world.given["surveys"], len(score)
    if question["area"] == "reason":
        kind = np.where(score >= 9, 0, np.where(score > DETRACTOR, 1, 2))
        texts = np.stack([pick(rng, given[name], count) for name in ("praise", "mixed", "complaints")])
        return only(chance(rng, 0.55, count), texts[kind, np.arange(count)])
    return only(chance(rng, 0.35, count), pick(rng, given["change_first"], count))


def _answers(world: World, agency: Agency, answered: Answered, newest: bool, rng: Generator) -> Floats:
    """Write the answers to all questions; gives the scores from 0 to 10."""
    first = first_question(world, RELATIONSHIP)
    told = np.isin(agency.contacts.account[answered.contact], places(world, "detractor"))
    told &= (agency.contacts.place[answered.contact] == 0) & newest
    recommend = np.zeros(answered.count)
    for place, question in enumerate(world.given["surveys"]["question"]):
        score = scores_for(question, answered.mood, rng)
        blank, not_for_us = chance(rng, 0.04, answered.count), chance(rng, 0.05, answered.count)
        if question["scale"] == "0-10":
            score = recommend = np.where(told, STORY_SCORE, score)
            blank, not_for_us = np.zeros_like(blank), np.zeros_like(not_for_us)
        if question["scale"] == "text":
            text = comments_for(world, question, recommend, rng)
            _write_texts(world, answered, first + place, text, rng)
        elif question["scale"] == "choice":
            said = stated_roles(world, agency, answered.contact, answered.wave)
            _write_texts(world, answered, first + place, said, rng)
        else:
            _write_scores(world, answered, first + place, np.where(not_for_us, np.nan, score), not_for_us, ~blank)
    return recommend


def _write_scores(
    world: World, answered: Answered, question: int, score: Floats, not_for_us: Bools, kept: Bools
) -> None:
    world.sheets.add(
        SurveyAnswer, answered.day[kept],
        survey_response_id=answered.response[kept], survey_question_id=question,
        score=score[kept], words=None, not_applicable=not_for_us[kept],
    )  # fmt: skip


def _write_texts(world: World, answered: Answered, question: int, text: Texts, rng: Generator) -> None:
    kept = np.array([bool(written) for written in text], dtype=bool)
    ids = world.sheets.add(
        SurveyAnswer, answered.day[kept],
        survey_response_id=answered.response[kept], survey_question_id=question,
        score=np.full(int(kept.sum()), np.nan), words=text[kept], not_applicable=False,
    )  # fmt: skip
    tags = world.given["surveys"]["tags"]
    tag = words([tags.get(written) for written in text[kept]])
    tagged = np.array([bool(name) for name in tag], dtype=bool) & chance(rng, 0.75, len(tag))
    world.sheets.add(
        CommentTag, answered.day[kept][tagged] + 2, survey_answer_id=ids[tagged], tag=tag[tagged], tagged_by="Demo",
        rejected=False,
    )  # fmt: skip


def _follow_ups(world: World, agency: Agency, answered: Answered, score: Floats, rng: Generator) -> None:
    """A conversation is owed after each low score; the one of the story was never opened."""
    account = agency.contacts.account[answered.contact]
    forgotten = np.isin(account, places(world, "detractor")) & (answered.day > world.until - LAST_OPENED - 1)
    rows = np.flatnonzero((score <= DETRACTOR) & ~forgotten & (answered.day < world.until))
    account, opened = account[rows], answered.day[rows]
    # About half are held within the two days they are owed in.
    closed = or_nothing(opened + np.maximum(1, between(rng, -3, 9, len(rows))), world.until - 1)
    hanging = chance(rng, 0.45, len(rows)) & (opened > world.until - LAST_OPENED - 1)
    closed = np.where(hanging, NOTHING, closed)
    state = np.where(closed != NOTHING, 2, rng.integers(0, 2, len(rows)))
    owner = agency.owners.on(account, opened)
    world.sheets.add(
        SurveyFollowUp, opened,
        survey_response_id=answered.response[rows], account_id=account + 1, contact_id=answered.contact[rows] + 1,
        person_id=np.where(agency.people.joined[owner] <= opened, owner, agency.owners.now[account]) + 1,
        survey_wave_id=answered.wave, reason="low score",
        opened_at=moment(opened, np.full(len(rows), 17 * 60)), due_at=moment(opened + 2, np.full(len(rows), 17 * 60)),
        closed_at=moment(closed, np.full(len(rows), 15 * 60)),
        state=words(("open", "in progress", "closed"))[state],
        note=words([CLOSING_NOTE if at == 2 else None for at in state]),
    )  # fmt: skip


def _after_projects(world: World, agency: Agency, projects: Projects, opens: int, rng: Generator) -> None:
    """Ask the sponsors of the projects delivered in the quarter before, and sponsors and champions of monthly work."""
    ended = (states(world, projects) == 2) & (projects.done < opens) & (projects.done >= opens - QUARTER)
    monthly = np.isin(agency.contacts.account, agency.terms.account) & (agency.contacts.place < 2)
    of_project = np.isin(np.arange(len(agency.contacts.left)), agency.contacts.first[projects.account[ended]])
    contact = np.flatnonzero((monthly | of_project) & may_be_asked(agency, opens))
    answered = _wave(world, TRANSACTIONAL, opens, contact, agency, False, rng)
    first = first_question(world, TRANSACTIONAL)
    ease, change, again = world.given["surveys"]["after_project"]
    score = scores_for(ease, answered.mood, rng)
    every = np.ones(answered.count, dtype=bool)
    _write_scores(world, answered, first, score, ~every, every)
    _write_texts(world, answered, first + 1, comments_for(world, change, score, rng), rng)
    choices = again["choices"].split("; ")
    chosen = words(choices)[np.where(score >= 5, 0, np.where(score >= 4, 1, 2))]
    _write_texts(world, answered, first + 2, chosen, rng)
