"""The head of the page of surveys: what the chosen wave came to, who answered it, and which calls are late."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from lib import format as fmt
from lib.catalog import CATALOG
from lib.measure import Measure, undefined
from lib.surveys import follow_up_figures, wave_queries
from lib.surveys.promoter_figures import OutOfScale
from lib.surveys.release_figures import WITHHELD
from lib.surveys.response_figures import decision_maker_coverage, outcomes, response_rate
from lib.surveys.results import Question, promoter_question, questions_of, satisfied_question
from lib.surveys.results_released import groups, whole
from lib.ui.figures import Card
from lib.ui.page import View
from lib.ui.surveys import SUBJECTS, Chosen, narrowed
from lib.ui.surveys_follow_ups import owed
from lib.ui.surveys_results_read import told
from lib.ui.text import plain

Figures = dict[str, Measure]
SHORT = {"decision_makers_answered": "Deciders heard", "calls_late": "Follow-ups late"}  # in full a card cuts them
NO_QUESTION = "The survey does not ask this."
NO_WAVE = "No survey was sent yet."
NOT_CLOSED = undefined("Shown when the wave is closed.", base=None, absent="withheld")


def headline(view: View, chosen: Chosen | None) -> Figures:
    """The figures of the head of the page; the calls owed are those of all waves."""
    calls = follow_up_figures.overdue(owed(view))
    if chosen is None:
        return dict.fromkeys(("nps", "satisfied", "survey_response"), undefined(NO_WAVE)) | {"calls_late": calls}
    found = view.keep("headline of surveys", lambda: _of_wave(view, chosen), chosen.wave_id, of=SUBJECTS)
    return found | {"calls_late": calls}


def _of_wave(view: View, chosen: Chosen) -> Figures:
    try:
        return _released(view, chosen) if chosen.anonymous else _attributed(view, chosen)
    except OutOfScale as error:  # of an old import; the tabs that need no score are read all the same
        return dict.fromkeys(("nps", "satisfied", "survey_response"), undefined(str(error)))


def _attributed(view: View, chosen: Chosen) -> Figures:
    found = told(view, chosen)
    scores = {one.question.id: one.score for one in found.results}
    invited = narrowed(view, wave_queries.invited(view.store, chosen.wave_id, view.as_of))
    return {
        **_leading(found.questions, lambda one: scores[one.id]),
        "survey_response": response_rate(outcomes(invited), partial_too=True),
        "decision_makers_answered": decision_maker_coverage(invited),
    }


def _released(view: View, chosen: Chosen) -> Figures:
    """Only what was released of the whole: until then the same words, whatever came in."""
    if not chosen.closed:
        return dict.fromkeys(("nps", "satisfied", "survey_response"), NOT_CLOSED)
    of_all = whole(groups(wave_queries.released(view.store, chosen.wave_id)))
    if of_all is None:
        return dict.fromkeys(("nps", "satisfied", "survey_response"), undefined(WITHHELD, absent="withheld"))
    asked = questions_of(wave_queries.questions(view.store, chosen.survey_id))
    return {**_leading(asked, of_all.score), "survey_response": of_all.answered}


def _leading(questions: list[Question], score: Callable[[Question], Measure]) -> Figures:
    leads = {"nps": promoter_question(questions), "satisfied": satisfied_question(questions)}
    return {name: undefined(NO_QUESTION) if one is None else score(one) for name, one in leads.items()}


def answer(view: View, chosen: Chosen | None, said: Figures) -> str:
    """The page's question answered in one sentence, from the data."""
    if chosen is None:
        return (
            f"**No survey was sent** by {fmt.day(view.as_of)}. Make one in the tab **Build**, then invite people in "
            "**Waves and invitations**; or import answers that another tool holds."
        )
    late = said["calls_late"].value or 0
    calls = f" **{fmt.counted(int(late), 'conversation')}** owed to a client {'is' if late == 1 else 'are'} overdue."
    return _of_score(chosen, said) + (calls if late else "")


def _of_score(chosen: Chosen, said: Figures) -> str:
    wave = f"{plain(chosen.wave)} ({plain(chosen.survey)})"
    if chosen.anonymous and not chosen.closed:
        until = f" on {fmt.day(chosen.closes_on)}" if chosen.closes_on else ""
        return f"{wave} is anonymous and open: what it holds is counted and shown when it is closed{until}."
    asked = said["nps"].why != NO_QUESTION
    name, what = ("nps", "net recommendation") if asked else ("satisfied", "best answers")
    score, unit = said[name], CATALOG[name].unit
    if score.value is None:
        return f"{wave}: {plain(score.why)}"
    bounds = fmt.interval(score, unit, "")
    sure = f" (95 %: {bounds})" if bounds else ""
    return f"{wave}: {what} **{fmt.figure(score, unit, '')}**{sure} of {fmt.counted(score.base or 0, 'answer')}."


def cards(view: View, chosen: Chosen | None, said: Figures) -> list[Card]:
    """The headline figures with the rows behind them; base and interval stand under each."""
    behind: dict[str, Callable[[], pd.DataFrame]] = {"calls_late": lambda: _calls(view)}
    period = "by " + fmt.day(view.as_of) if chosen is None else f"{chosen.survey}, {chosen.wave}"
    if chosen is not None:
        scores, asked = lambda: _scores(view, chosen), lambda: _asked(view, chosen)
        behind |= {"nps": scores, "satisfied": scores, "survey_response": asked, "decision_makers_answered": asked}
    labels = SHORT | ({"satisfied": "Found it easy"} if chosen and chosen.kind == "transactional" else {})
    return [
        Card(name, _with_base(name, found), behind.get(name, pd.DataFrame), label=labels.get(name, ""), period=period)
        for name, found in said.items()
    ]


def _with_base(name: str, found: Measure) -> Measure:
    """The figure with base and interval in its caption: a score is never read without them."""
    if found.value is None or name == "calls_late":
        return found
    parts = [f"n = {found.base:,}"] if found.base else []
    bounds = fmt.interval(found, CATALOG[name].unit, "")
    parts += [f"95 %: {bounds}"] if bounds else []
    return replace(found, note="; ".join([*parts, *([found.note] if found.note else [])]))


def _calls(view: View) -> pd.DataFrame:
    waiting = follow_up_figures.still_open(owed(view))
    due = [follow_up_figures.in_words(left) for left in waiting["left"]]
    who = waiting["contact"].fillna(waiting["name"])
    columns = {"Account": waiting["account"], "Contact": who, "Opened": waiting["opened_at"].dt.date, "Due": due}
    return pd.DataFrame(columns | {"Whose": waiting["person"]})


def _scores(view: View, chosen: Chosen) -> pd.DataFrame:
    """Each sheet's answers of an attributed wave; of an anonymous one what was released."""
    if chosen.anonymous:
        return _release(view, chosen)
    sheets = narrowed(view, wave_queries.answered(view.store, chosen.wave_id, view.as_of))
    questions = wave_queries.questions(view.store, chosen.survey_id)
    given = wave_queries.answers(view.store, chosen.wave_id, view.as_of).dropna(subset="score")
    wide = given.pivot_table(index="response_id", columns="question_id", values="score", aggfunc="first")
    several = questions.duplicated("area", keep=False)
    areas = questions["area"].where(~several).fillna(questions["words"]).astype(str).str.capitalize()
    named = dict(zip(questions["id"], areas, strict=True))
    rows = sheets.merge(wide.rename(columns=named), "left", left_on="response_id", right_index=True)
    head = {"account": "Account", "contact": "Contact", "answered_on": "Answered"}
    return rows[[*head, *dict.fromkeys(name for name in named.values() if name in rows)]].rename(columns=head)


def _release(view: View, chosen: Chosen) -> pd.DataFrame:
    if not chosen.closed:
        return pd.DataFrame()
    found = wave_queries.released(view.store, chosen.wave_id)
    return found[found["cut"] == "whole"][["figure", "value", "low", "high", "base"]].rename(columns=str.capitalize)


def _asked(view: View, chosen: Chosen) -> pd.DataFrame:
    """Who was asked and what came of it; of an anonymous wave nobody is told apart."""
    if chosen.anonymous:
        return _release(view, chosen)
    invited = narrowed(view, wave_queries.invited(view.store, chosen.wave_id, view.as_of))
    names = {"account": "Account", "contact": "Contact", "role": "Role", "state": "State", "answered_on": "Answered"}
    return invited[list(names)].rename(columns=names)
