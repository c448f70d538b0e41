"""No file and no undo changes what people were promised when they were asked (R14, R15)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lib.exporting.writing import export
from lib.importing.apply import apply
from lib.importing.preview import preview
from lib.importing.sources import read_sources
from lib.importing.survey_promises import PromiseBroken
from lib.importing.undo import BuiltUpon, undo
from lib.respond.wave import Cuts
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import perform
from lib.surveys.building_actions import freeze
from lib.surveys.closing import close_wave
from lib.surveys.tables import Survey, SurveyQuestion
from tests.facts import put
from tests.survey_wave_cases import Asked, answered, sent

SHEET = {"id": 77, "survey_wave_id": 1, "contact_id": 3, "answered_on": "2026-06-01", "channel": "import"}
ANSWER = {"key": "k", "survey_wave_id": 1, "survey_question_id": 1, "sheet": "s", "score": 1}
WAVE_TWO = {"id": 2, "survey_id": 1, "name": "Two", "opens_on": "2026-06-01"}


@pytest.fixture
def wave(store: Store, tmp_path: Path) -> Asked:
    asked = sent(store, tmp_path / "respond.db", "anonymous", [Cuts("Retail")] * 12)
    for contact in range(1, 12):
        answered(asked, contact, score=(2, 8, 10)[contact % 3])
    return asked


def written(folder: Path, whole: Path, table: str, rows: list[dict[str, Any]] | None, **other: Any) -> Path:
    """A file of a table: as exported with other values in every row, or with rows of its own."""
    with (whole / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        head, found = list(reader.fieldnames or ()), [row | other for row in reader]
    folder.mkdir(exist_ok=True)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(found if rows is None else rows)
    return folder


def bring(store: Store, *paths: Path) -> int:
    return apply(store, "Eve", preview(store, read_sources(list(paths), None)))


def refused(store: Store, folder: Path, cases: list[tuple[str, Any, dict[str, Any]]]) -> Iterator[str]:
    export(store, folder / "whole", "csv")
    bring(store, *sorted((folder / "whole").glob("survey*.csv")))  # as they are, they may be read back
    for number, (table, rows, other) in enumerate(cases):
        with pytest.raises(PromiseBroken) as broken:
            bring(store, written(folder / str(number), folder / "whole", table, rows, **other))
        yield str(broken.value)


def test_r15_no_file_changes_a_survey_that_was_sent(store: Store, tmp_path: Path, wave: Asked) -> None:
    cases: list[tuple[str, Any, dict[str, Any]]] = [
        ("survey", None, {"mode": "attributed"}), ("survey", None, {"least_group": 3}),
        ("survey", None, {"promise": "We tell nobody."}), ("survey_question", None, {"words": "Something else?"}),
        ("survey_question", [{"id": 9, "survey_id": 1, "position": 9, "words": "More?", "scale": "1-5"}], {}),
        ("survey_wave", None, {"closed_at": "2026-06-01T10:00:00+00:00"}), ("survey_wave", None, {"code": "x"}),
        ("survey_invitation", None, {"segment": "Other"}), ("survey_invitation", None, {"state": "answered"}),
        ("survey_response", [SHEET], {}), ("anonymous_answer", [ANSWER], {}),
    ]  # fmt: skip
    told = list(refused(store, tmp_path, cases))
    assert all("“How are we doing?” stays as it is" in one for one in told)
    close_wave(store, "Ann", 1, wave.form)


def test_r14_no_file_opens_a_closed_wave_or_adds_to_its_answers(store: Store, tmp_path: Path, wave: Asked) -> None:
    close_wave(store, "Ann", 1, wave.form)
    cases: list[tuple[str, Any, dict[str, Any]]] = [
        ("survey_wave", None, {"closed_at": ""}), ("survey_release", None, {"value": 0.5, "withheld": "false"}),
        ("survey_response", [SHEET], {}), ("anonymous_answer", [ANSWER], {}),
    ]  # fmt: skip
    assert len(list(refused(store, tmp_path, cases))) == 4
    both = written(tmp_path / "both", tmp_path / "whole", "survey_wave", [WAVE_TWO])
    with pytest.raises(PromiseBroken, match="is anonymous"):  # nor by a wave that comes along
        bring(store, written(both, tmp_path / "whole", "survey_response", [SHEET | {"survey_wave_id": 2}]))


def test_r15_an_import_that_a_sent_survey_was_built_with_is_not_undone(store: Store, tmp_path: Path) -> None:
    put(store, Survey(id=1, name="Pulse", kind="relationship", mode="attributed"))
    put(store, SurveyQuestion(survey_id=1, position=1, words="Recommend us?", scale="0-10"))
    export(store, tmp_path / "whole", "csv")
    batch = bring(store, written(tmp_path / "new", tmp_path / "whole", "survey", None, mode="anonymous"))
    perform(store, "Ann", "send", lambda write: freeze(write, 1))
    with pytest.raises(BuiltUpon, match="survey Pulse was sent since"):
        undo(store, "Eve", batch)
    assert store.rows(select(table_of(Survey).c.mode)) == [("anonymous",)]
