"""A backup is whole, checked and named, or there is none; old ones thin out; the survey form's file is never in one."""

import json
import shutil
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.accounts.tables import Account
from lib.errors import StewardError
from lib.schema import select_count
from lib.store import chain
from lib.store.actors import Actor, NotAllowed
from lib.store.backup import BackupFailed, make_backup
from lib.store.backups import (
    Backup,
    ServerBacksUp,
    backups,
    folder_of,
    manifest_of,
    newest,
    odd_ones,
    path_for,
    write_manifest,
)
from lib.store.confining import acting_as
from lib.store.engine import Store, connect
from lib.store.migrating import code_revision
from lib.store.soundness import faults
from lib.store.thinning import kept, thin_out
from lib.store.writing import perform
from tests.faults import backups as under_load

pytestmark = pytest.mark.sqlite("a server's own backups keep it")
START = datetime(2021, 3, 1, tzinfo=UTC)


@pytest.fixture
def firm(store: Store) -> Store:
    """A store with one account."""
    perform(store, "Ann", "add", lambda write: write.add(Account(name="Acme")))
    return store


def test_a_backup_is_a_sound_store_with_its_manifest_for_this_user_only(firm: Store) -> None:
    made = make_backup(firm, "Ann").backup
    assert firm.path is not None
    assert made.path.parent == firm.path.parent / "backups"
    assert faults(made.path) == []
    assert connect(f"sqlite:///{made.path}").rows(select_count("account")) == [(1,)]
    with firm.read() as connection:
        assert made.head == chain.head(connection) != ""
    assert made.rows["account"] == 1
    assert (made.made_by, made.revision) == ("Ann", code_revision())
    rights = [file.stat().st_mode & 0o777 for file in (made.path.parent, made.path, made.path.with_suffix(".json"))]
    assert rights == [0o700, 0o600, 0o600]
    assert backups(made.path.parent, "steward.db") == [made]


def test_a_backup_is_one_file_without_journals(firm: Store, tmp_path: Path) -> None:
    path = make_backup(firm, "Ann", tmp_path / "out").backup.path
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert {file.name for file in path.parent.iterdir()} == {".lock", path.name, path.with_suffix(".json").name}


def test_the_folder_is_the_one_given_or_the_one_set(
    firm: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_BACKUP_DIR", str(tmp_path / "set"))
    assert folder_of(firm) == tmp_path / "set"
    assert folder_of(firm, tmp_path / "given") == tmp_path / "given"


def test_without_room_nothing_is_begun(firm: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    with pytest.raises(BackupFailed, match="3 times the store"):
        make_backup(firm, "Ann", tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == [".lock"]


def test_a_damaged_store_gives_no_backup(firm: Store, tmp_path: Path) -> None:
    with firm.writes.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("INSERT INTO interaction_contact VALUES (77, 78)")
    with pytest.raises(BackupFailed, match="points at nothing"):
        make_backup(firm, "Ann", tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == [".lock"]


def test_what_a_killed_backup_left_is_cleared_away_and_never_taken_for_one(firm: Store, tmp_path: Path) -> None:
    (tmp_path / "steward-20260101T000000000.db.part").write_bytes(b"half")
    (tmp_path / "steward-20260101T000000000.json").write_text("{}")
    (tmp_path / "steward-20260102T000000000.db").write_bytes(b"not ours")
    others = [
        tmp_path / name for name in ("my-notes.json", "film.part1.rar", "steward-test-20260101T000000000.db.part")
    ]
    for file in others:
        file.write_text("somebody's own, in the same folder")
    made = make_backup(firm, "Ann", tmp_path).backup
    assert [file for file in others if not file.exists()] == []
    assert backups(tmp_path, "steward.db") == [made]
    assert [path.name for path in odd_ones(tmp_path, "steward.db")] == ["steward-20260102T000000000.db"]
    assert not list(tmp_path.glob("steward-2*.part*"))
    assert not (tmp_path / "steward-20260101T000000000.json").exists()


def test_only_a_lead_makes_a_backup_at_a_screen(firm: Store) -> None:
    viewer = acting_as(firm, Actor("Vi", "viewer", 1))
    with pytest.raises(NotAllowed):
        make_backup(viewer, "Vi")


def test_a_store_on_a_server_is_backed_up_there() -> None:
    with pytest.raises(ServerBacksUp, match="pg_dump and WAL archiving"):
        make_backup(connect("postgresql://steward@127.0.0.1:1/none"), "Ann")


def test_the_survey_forms_file_is_never_in_a_backup(firm: Store) -> None:
    """Copies from hour to hour would tell who answered when: the file beside the store stays out of it."""
    assert firm.path is not None
    form = firm.path.with_name("respond.db")
    answers = sqlite3.connect(form)
    answers.execute("CREATE TABLE answer (words)")
    answers.execute("INSERT INTO answer VALUES ('what nobody may link to a person')")
    answers.commit()
    answers.close()
    folder = make_backup(firm, "Ann").backup.path.parent
    assert not [file for file in folder.iterdir() if "respond" in file.name]
    assert not [file for file in folder.iterdir() if b"nobody may link" in file.read_bytes()]
    with pytest.raises(StewardError):
        make_backup(connect(f"sqlite:///{form}"), "Ann", folder)
    assert not list(folder.glob("respond*"))


def test_backups_under_load_are_sound_and_current_and_make_nobody_wait(tmp_path: Path) -> None:
    [outcome] = under_load.backups(tmp_path, full=False)
    assert "3 sound, 3 current" in outcome.seen, str(outcome)  # how long saves waited is for `make test-faults`


def test_of_two_years_of_hourly_backups_the_last_day_weeks_and_months_stay() -> None:
    moments = [START + timedelta(hours=hour) for hour in range(2 * 365 * 24)]
    stay = sorted(kept(moments))
    assert stay[-24:] == moments[-24:]
    assert len(stay) == 24 + 13 + 11  # the newest of the newest day and month is among the hours
    assert {(one.year, one.month) for one in stay} == {(2022, m) for m in range(3, 13)} | {(2023, 1), (2023, 2)}


MOMENTS = st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))


@given(MOMENTS)
def test_the_newest_backup_always_stays_and_no_more_than_fifty(moments: list[datetime]) -> None:
    stay = kept(moments)
    assert stay <= set(moments)
    assert not moments or max(moments) in stay
    assert len(stay) <= 50


@given(MOMENTS)
def test_what_was_thinned_out_is_thin_enough(moments: list[datetime]) -> None:
    assert kept(kept(moments)) == kept(moments)


@given(MOMENTS, st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))
def test_one_more_backup_never_brings_back_one_that_went(moments: list[datetime], more: datetime) -> None:
    assert kept([*kept(moments), more]) <= kept(moments) | {more}


@given(MOMENTS)
def test_the_newest_of_each_of_the_last_hours_days_and_months_stays(moments: list[datetime]) -> None:
    stay = kept(moments)
    for pattern, most in (("%Y%m%d%H", 24), ("%Y%m%d", 14), ("%Y%m", 12)):
        spans = sorted({f"{at:{pattern}}" for at in moments}, reverse=True)[:most]
        assert {max(at for at in moments if f"{at:{pattern}}" == span) for span in spans} <= stay


def put_backup(folder: Path, at: datetime, name: str = "steward.db", origin: str = "first") -> Path:
    """A good backup as far as its folder tells."""
    path = path_for(folder, name, at)
    path.write_bytes(b"x")
    write_manifest(Backup(path, at, "Ann", "0005", 1, "", {}, "", origin))
    return path


def test_thinning_out_removes_good_ones_with_their_manifests_and_leaves_what_is_odd(tmp_path: Path) -> None:
    paths = [put_backup(tmp_path, START + timedelta(minutes=minute)) for minute in (1, 2, 3)]
    paths[2].write_bytes(b"cut off")  # the newest is no good one
    assert thin_out(tmp_path, "steward.db", "first") == paths[:1]
    assert sorted(tmp_path.glob("*.db")) == paths[1:]
    assert json.loads(manifest_of(paths[1]).read_text())["made_by"] == "Ann"
    assert not manifest_of(paths[0]).exists()


def test_a_backup_made_before_a_risky_step_outlives_the_next_one(firm: Store) -> None:
    before = make_backup(firm, "Ann").backup
    assert make_backup(firm, "the timer").gone == []
    assert before.path.exists()


def test_backups_of_other_stores_in_the_same_folder_are_not_ours_to_remove(tmp_path: Path) -> None:
    """A store with a longer name, and another firm's of the same name."""
    put_backup(tmp_path, START, "steward-test.db")
    put_backup(tmp_path, START, origin="another firm's")
    ours = put_backup(tmp_path, START + timedelta(minutes=1))
    put_backup(tmp_path, START + timedelta(minutes=2))
    assert thin_out(tmp_path, "steward.db", "first") == [ours]
    assert len(backups(tmp_path, "steward-test.db")) == 1


def test_a_clock_that_went_wrong_neither_hides_the_newest_backup_nor_pushes_it_out(tmp_path: Path) -> None:
    """A year of backups from the future, made before the clock was set right."""
    now = datetime.now(UTC)
    for hour in range(30):
        put_backup(tmp_path, now + timedelta(days=30 * hour, hours=hour + 1))
    right = put_backup(tmp_path, now - timedelta(minutes=1))
    assert thin_out(tmp_path, "steward.db", "first") == []
    found = newest(tmp_path, "steward.db")
    assert found is not None
    assert found.path == right


@pytest.mark.parametrize(
    "edit",
    [{"rows": ["account"]}, {"rows": {"account": "many"}}, {"made_at": "0001-01-01"}, {"made_by": 5}, {"more": 1}],
    ids=str,
)
def test_a_manifest_edited_by_hand_makes_no_good_backup_and_no_trace(tmp_path: Path, edit: dict[str, object]) -> None:
    path = put_backup(tmp_path, START)
    told = json.loads(manifest_of(path).read_text())
    manifest_of(path).write_text(json.dumps(told | edit))
    assert backups(tmp_path, "steward.db") == []
    assert odd_ones(tmp_path, "steward.db") == [path]
