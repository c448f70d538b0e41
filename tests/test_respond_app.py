"""The web app of the survey form: links, refusals that tell nothing, headers, limits (reliability.md 4, T16)."""

import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from lib.respond import limits
from lib.respond.app import create_app
from lib.respond.exchange import close, collect
from lib.respond.filled import FORM_TYPE
from lib.respond.limits import MOST_BYTES, MOST_REFUSALS
from lib.respond.links import hash_of, new_token
from lib.respond.store import NotOurFile, prepare
from lib.respond.wave import Answer
from tests.respond_cases import ANONYMOUS, ATTRIBUTED, FULL, ROOT, ask, offered, send


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "respond.db"


@pytest.fixture
def app(path: Path) -> Starlette:
    prepare(path)
    return create_app(path)


def stored(path: Path, table: str = "sheet") -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def refused_tokens(path: Path, app: Starlette) -> dict[str, str]:
    """A token of every kind that does not open."""
    used, *_ = offered(path)
    assert ask(app, f"/s/{used}", FULL).status == 303
    over, *_ = offered(path, wave=replace(ANONYMOUS, code="over", closes_on=date.today() - timedelta(1)))
    closed, *_ = offered(path, wave=replace(ANONYMOUS, code="closed"))
    close(path, "closed")
    return {"used": used, "unknown": new_token(), "over": over, "closed": closed, "malformed": "x", "long": "a" * 5000,
            "empty": "", "odd": "../é\ud800\0'\"", "cut": used[:-1], "nested": f"{used}/more"}  # fmt: skip


def test_a_mail_scanner_opens_a_link_fifteen_times_and_then_the_person_answers(path: Path, app: Starlette) -> None:
    token, *_ = offered(path)
    opened = [ask(app, f"/s/{token}") for _ in range(14)] + [send(app, f"/s/{token}", None, method="HEAD")]
    assert {said.status for said in opened} == {200}
    assert stored(path) == 0
    sent = ask(app, f"/s/{token}", FULL)
    assert (sent.status, sent.header("location")) == (303, "/thanks")
    assert "stored" in ask(app, "/thanks").text
    assert ask(app, f"/s/{token}", FULL).status == ask(app, f"/s/{token}").status == 404
    assert (stored(path), stored(path, "answer")) == (1, 5)


@pytest.mark.parametrize("fields", [None, FULL, {"nonsense": "1"}], ids=["opened", "sent", "sent badly"])
def test_links_that_do_not_open_are_refused_with_the_same_bytes(
    path: Path, app: Starlette, fields: dict[str, str] | None
) -> None:
    said = {kind: ask(app, f"/s/{token}", fields) for kind, token in refused_tokens(path, app).items()}
    assert set(said.values()) == {said["unknown"]}
    assert said["unknown"].status == 404


def test_refusing_a_used_link_takes_no_other_time_than_an_unknown_one(path: Path, app: Starlette) -> None:
    """The quickest of sixty tells what the work costs; the slower ones tell what else the machine had to do."""
    tokens = refused_tokens(path, app)
    taken: dict[str, list[float]] = {kind: [] for kind in ("used", "unknown", "over", "closed", "malformed")}
    for _ in range(60):
        for kind, times in taken.items():
            start = time.perf_counter()
            ask(app, f"/s/{tokens[kind]}")
            times.append(time.perf_counter() - start)
    quickest = [min(times) for times in taken.values()]
    assert max(quickest) < 2 * min(quickest)


def test_two_thousand_guesses_open_nothing_and_a_good_link_opens_all_the_while(path: Path, app: Starlette) -> None:
    token, *_ = offered(path)
    statuses = [ask(app, f"/s/{new_token()}").status for _ in range(2000)]
    assert statuses[:MOST_REFUSALS] == [404] * MOST_REFUSALS == [404] * 20
    assert set(statuses[MOST_REFUSALS:]) == {429}
    assert ask(app, f"/s/{token}").status == 200
    assert ask(app, f"/s/{token}", FULL).status == 303


def test_other_addresses_lead_nowhere_and_count_as_no_guess(app: Starlette) -> None:
    for _ in range(MOST_REFUSALS + 5):
        assert ask(app, "/favicon.ico").status == ask(app, "/").status == 404
    assert ask(app, f"/s/{new_token()}").status == 404
    assert send(app, "/s/x", b"", method="PUT").status == 405


BAD_BODIES = {
    "another type": (b'{"q11": 9}', "application/json", 400),
    "no type": (b"q11=9", "", 400),
    "not UTF-8": (b"q12=%ff%fe", FORM_TYPE, 400),
    "not ASCII": ("q12=é".encode("latin-1"), FORM_TYPE, 400),
    "no field at all": (b"%%%", FORM_TYPE, 400),
    "a field twice": (b"q11=9&q11=2", FORM_TYPE, 400),
    "a field of no question": (b"q11=9&admin=1", FORM_TYPE, 400),
    "too many fields": (b"&".join(b"x%d=1" % n for n in range(600)), FORM_TYPE, 400),
    "too large": (b"q12=" + b"a" * MOST_BYTES, FORM_TYPE, 413),
    "off the scale": (b"q11=11", FORM_TYPE, 422),
    "no number": (b"q11=nine", FORM_TYPE, 422),
    "no such choice": (b"q15=7", FORM_TYPE, 422),
    "not applicable where it is not offered": (b"q11=na", FORM_TYPE, 422),
    "too many words": (b"q12=" + b"a" * 2001, FORM_TYPE, 422),
    "nothing answered": (b"q11=&q12=+", FORM_TYPE, 422),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_stores_nothing_and_spends_nothing(path: Path, app: Starlette, name: str) -> None:
    token, *_ = offered(path)
    body, content_type, status = BAD_BODIES[name]
    assert send(app, f"/s/{token}", body, content_type).status == status
    assert stored(path) == 0
    assert ask(app, f"/s/{token}", FULL).status == 303


def test_a_nul_in_a_comment_is_taken_out_and_the_comment_stored(path: Path, app: Starlette) -> None:
    token, *_ = offered(path)
    assert ask(app, f"/s/{token}", {"q12": "Fine\0 work\x1b\r\nAgain"}).status == 303
    close(path, ANONYMOUS.code)
    assert collect(path, ANONYMOUS.code).sheets[0].answers == (Answer(12, words="Fine work\nAgain"),)


def test_every_page_forbids_scripts_frames_caches_and_referrers(path: Path, app: Starlette) -> None:
    token, *_ = offered(path)
    pages = [ask(app, f"/s/{token}"), ask(app, f"/s/{token}", {"q11": "99"}), ask(app, f"/s/{token}", FULL),
             ask(app, f"/s/{token}"), ask(app, "/thanks"), ask(app, "/nothing"), send(app, "/s/x", b"", method="PUT"),
             send(app, "/s/x", b"a" * (MOST_BYTES + 1))]  # fmt: skip
    assert [said.status for said in pages] == [200, 422, 303, 404, 200, 404, 405, 413]
    for said in pages:
        policy = said.header("content-security-policy")
        assert policy.startswith("default-src 'none';")
        assert "frame-ancestors 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        kept = [said.header(name) for name in ("cache-control", "referrer-policy", "x-content-type-options")]
        assert kept == ["no-store", "no-referrer", "nosniff"]
        assert said.header("set-cookie") == ""
        assert "<script" not in said.text


def test_the_token_is_in_the_file_as_a_hash_only(path: Path) -> None:
    token, *_ = offered(path)
    raw = path.read_bytes()
    assert token.encode() not in raw
    assert bytes.fromhex(token) not in raw
    assert hash_of(token).encode() in raw
    assert len(bytes.fromhex(token)) * 8 >= 128


def test_when_the_file_cannot_be_written_the_answers_come_back_and_the_link_stays(path: Path, app: Starlette) -> None:
    token, *_ = offered(path, wave=ATTRIBUTED)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE answer RENAME TO gone")
    said = ask(app, f"/s/{token}", FULL)
    assert said.status == 503
    assert "could not be stored" in said.text
    assert "Quick and kind." in said.text
    assert stored(path) == 0
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE gone RENAME TO answer")
    assert ask(app, f"/s/{token}", FULL).status == 303


@pytest.mark.parametrize(("last", "status"), [(None, 408), ({"type": "http.disconnect"}, 400)])
def test_a_body_that_stops_half_way_is_not_waited_for(
    path: Path, app: Starlette, monkeypatch: pytest.MonkeyPatch, last: dict[str, str] | None, status: int
) -> None:
    token, *_ = offered(path)
    monkeypatch.setattr(limits, "MOST_SECONDS", 0.05)
    said = send(app, f"/s/{token}", b"q11=9", last=(last,))
    assert said.status == status
    assert said.header("cache-control") == "no-store"
    assert ask(app, f"/s/{token}").status == 200


def test_the_form_runs_without_streamlit_the_store_or_any_subject() -> None:
    listing = "import sys, lib.respond.__main__, lib.respond.exchange; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert modules & {"streamlit", "pandas", "sqlalchemy", "lib.store", "lib.schema"} == set()
    ours = {name.split(".")[1] for name in modules if name.startswith("lib.")}
    assert ours == {"respond", "errors", "periods"}


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"x" * 4000, b"no database at all" * 300])
def test_another_programs_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotOurFile):
        prepare(path)
    assert path.read_bytes() == content


def test_another_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(NotOurFile):
        prepare(path)


def test_the_file_is_for_its_owner_only(path: Path) -> None:
    prepare(path)
    assert path.stat().st_mode & 0o077 == 0
