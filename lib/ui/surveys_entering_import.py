"""Answers from a survey tool: upload its export, say what each column means, see what would be stored, store it."""

import hashlib
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.errors import StewardError
from lib.importing.answer_map import AnswerMap
from lib.importing.answer_mapping import file_title, first_month, guess_map, people_columns
from lib.importing.mapping_files import mappings
from lib.importing.preview import Preview, preview
from lib.importing.sources import Source, read_uploads
from lib.importing.standing import standing
from lib.surveys import wave_queries
from lib.surveys.tables import SURVEY_KINDS
from lib.ui.data_import import DATES, RECOGNISE, bar, kept_preview, offer, show_preview
from lib.ui.jobs import watch
from lib.ui.links import data_link
from lib.ui.page import View
from lib.ui.surveys_entering_import_map import map_table
from lib.ui.text import plain

NOBODY = "No column"
WAVE_HELP = "A wave of this name that is there already is filled up; another name adds a wave."
KINDS = {kind: kind.capitalize() for kind in SURVEY_KINDS}


def import_panel(view: View) -> None:
    """An export in, its map, a preview, one button."""
    if watch("import"):
        return
    tools = {one.name: one.title for one in mappings() if any(file.sheet for file in one.files)}
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    file = left.file_uploader("Export of a survey tool (CSV, TSV or XLSX)", ["csv", "tsv", "txt", "xlsx"],
                              key="answers_file")  # fmt: skip
    wanted = middle.selectbox("Tool", [None, *tools], format_func=lambda name: tools.get(name or "", RECOGNISE),
                              key="answers_tool")  # fmt: skip
    dates = right.selectbox("Dates", list(DATES), format_func=DATES.__getitem__, key="answers_dates")
    if file is None:
        st.caption("SurveyMonkey, Typeform, Google Forms, Delighted and Qualtrics. Nothing is stored before you have "
                   "seen what would be; addresses in the net are never stored.")  # fmt: skip
        _undoing()
        return
    try:
        _one_file(view, file.name, file.getvalue(), wanted, dates)
    except StewardError as error:
        st.error(plain(error))


def _undoing() -> None:
    data_link("Data: imports so far, each of which can be taken back", icon=":material/undo:")


def _one_file(view: View, name: str, content: bytes, wanted: str | None, dates: str) -> None:
    source = _source(name, content, wanted)
    if source is None:
        return
    mark = f"{hashlib.sha256(content).hexdigest()[:16]}{source.raw.name}{source.file.mapping}"
    mapped = _target(view, source, mark)
    st.markdown("**What each column means.** Guessed from the answers, or kept from the last export of this survey.")
    questions = map_table(source, mapped.questions, f"answers_map_{mark}_{mapped.survey}")
    mapped = replace(mapped, questions=tuple(questions))
    found = _previewed(view, replace(source, answers=mapped), dates, mark)
    st.markdown(f"**What would be stored** as {plain(mapped.survey)}, wave {plain(mapped.wave)}.")
    show_preview(found)
    offer(view, found)


def _source(name: str, content: bytes, wanted: str | None) -> Source | None:
    """The table of answers in a file; of several a chosen one. None, with a word to the person: there is none."""
    found = read_uploads([(name, content)], wanted)
    titles = {mapping.name: mapping.title for mapping in mappings()}
    answers = [source for source in found if source.file.sheet is not None]
    if not answers:
        title = titles.get(found[0].file.mapping, "a template of Steward's own")
        st.error(plain(f"{name} is read as {title}, which holds no answers: bring it in on the Data page."))
        return None
    chosen = answers[0]
    if len(answers) > 1:
        names = {source.raw.name: source for source in answers}
        chosen = names[st.selectbox("Sheet", list(names), key="answers_sheet")]
    st.caption(plain(f"Read as {titles[chosen.file.mapping]}: {len(chosen.raw.lines):,} responses."))
    return chosen


def _target(view: View, source: Source, mark: str) -> AnswerMap:
    """Survey, wave and who answered, as chosen on screen, with the map as it was kept or is guessed."""
    surveys = view.read(wave_queries.surveys)
    known = dict(zip(surveys["name"], surveys["mode"], strict=True))
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    title = file_title(source.raw)
    there = next((name for name in known if name.casefold() == title.casefold()), None)
    chosen = first.selectbox("Survey", [None, *known], key=f"answers_survey_{mark}",
                             index=0 if there is None else [None, *known].index(there),
                             format_func=lambda one: _survey_label(one, known))  # fmt: skip
    name = chosen or second.text_input("Name of the new survey", title, key=f"answers_name_{mark}").strip() or title
    kind = fourth.selectbox("Kind", list(KINDS), format_func=KINDS.__getitem__, key=f"answers_kind_{mark}") \
        if chosen is None else "relationship"  # fmt: skip
    guessed = _guessed(view, source, mark, name, kind)
    place = second if chosen else third
    wave = place.text_input("Wave", first_month(source), key=f"answers_wave_{mark}", help=WAVE_HELP)
    columns = [None, *people_columns(source)]
    left, right = st.columns(2)
    email = _column(left, "E-mail address of who answered", columns, guessed.email, f"answers_email_{mark}_{name}")
    account = _column(right, "Account", columns, guessed.account, f"answers_account_{mark}_{name}")
    return replace(guessed, wave=wave.strip() or title, email=email, account=account)


def _survey_label(name: str | None, known: dict[str, str]) -> str:
    if name is None:
        return "A new survey"
    return f"{name} (anonymous)" if known[name] == "anonymous" else name


def _column(place: Any, label: str, columns: list[str | None], guessed: str | None, key: str) -> str | None:
    at = columns.index(guessed) if guessed in columns else 0
    chosen: str | None = place.selectbox(label, columns, index=at, key=key, format_func=lambda one: one or NOBODY)
    return chosen


def _guessed(view: View, source: Source, mark: str, name: str, kind: str) -> AnswerMap:
    """The map before the person changes it; made anew only for another file, survey or state of the surveys."""

    def work() -> AnswerMap:
        with view.store.read() as connection:
            return guess_map(standing(connection), source, name, kind=kind)

    return view.keep("answers_map", work, mark, name, kind)


def _previewed(view: View, source: Source, dates: str, mark: str) -> Preview:
    order: Any = None if dates == "auto" else dates

    def work() -> Preview:
        with bar("Reading and comparing") as progress:
            return preview(view.store, [source], dates=order, progress=progress)

    return kept_preview(("answers", mark, source.answers, dates), work)
