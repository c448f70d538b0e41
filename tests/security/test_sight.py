"""T10 and T19: what a confined user is given holds no word of other accounts: functions, pages, downloads, caches."""

import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.errors import StewardError
from lib.schema import tables
from lib.store.engine import Store
from tests.proxy_cases import HOST
from tests.security import called
from tests.security.other_accounts import MARK, change_figures, foreign, key_of, mark_others
from tests.security.seats import CONFINED, OWN, WHOLE, everything, put_users, seat
from tests.signin_cases import SECRET
from tests.wire.client import Refused, Tab, Visitor, open_tab
from tests.wire.serving import Serving, serve

FULL = os.environ.get("STEWARD_FAULTS") == "full"
PAGES = (
    "", "record", "portfolio", "health", "account", "value", "growth", "surveys", "team", "delivery",
    "scorecard", "data",
)  # fmt: skip
Lines = dict[str, set[tuple[object, ...]]]


@pytest.fixture
def marked(demo_store: Store) -> Store:
    """The demo firm with a mark in every text of all accounts but two."""
    put_users(demo_store)
    assert mark_others(demo_store, OWN) > 10_000
    return demo_store


def said_by(one: called.Called, store: Store, number: int, who: str) -> str | None:
    """What a function answers or says, as text; None where the made-up arguments did not suit it."""
    try:
        return everything(one.call(store, number, who))
    except StewardError as refused:
        return str(refused)
    except (TypeError, KeyError, IndexError, AttributeError, NotADirectoryError):
        return None


def lines_of(store: Store, keys: dict[str, list[object]]) -> Lines:
    """The records with these keys."""
    return {
        table.name: set(map(tuple, store.rows(select(table).where(key_of(table).in_(keys[table.name])))))
        for table in tables()
        if len(keys.get(table.name, ())) in range(1, 20_000)
    }


def test_no_function_tells_a_confined_user_of_other_accounts_or_changes_them(marked: Store) -> None:
    mine, keys = seat(marked, CONFINED), foreign(marked, OWN)
    before = lines_of(marked, keys)
    asked = called.functions() if FULL else called.functions()[::25]
    said = {one.name: said_by(one, mine, number, CONFINED) for one in asked for number in ((1, 3) if FULL else (1,))}
    assert [name for name, words in said.items() if words and MARK in words] == []
    assert lines_of(marked, keys) == before
    assert sum(words is not None for words in said.values()) > 0.85 * len(said)


def test_the_same_functions_tell_somebody_of_the_whole_firm(marked: Store) -> None:
    """So that the test above can fail."""
    whole = seat(marked, WHOLE)
    asked = [one for one in called.reads() if one.name.startswith(("lib.accounts", "lib.delivery.project"))]
    assert sum(MARK in (said_by(one, whole, 1, WHOLE) or "") for one in asked) >= 5


def test_no_figure_of_a_confined_user_moves_when_those_of_other_accounts_do(marked: Store) -> None:
    """Else a total, a benchmark or a rank would tell, by subtraction, what is not shown."""
    asked = called.reads() if FULL else called.reads()[::40]
    own, others = [told(marked, CONFINED, asked) for _ in range(2)], told(marked, WHOLE, asked)
    assert change_figures(marked, foreign(marked, OWN)) > 10_000
    after = told(marked, CONFINED, asked)
    assert [name for name, words in own[0].items() if words == own[1][name] != after[name]] == []
    moved = [name for name, words in told(marked, WHOLE, asked).items() if words != others[name]]
    assert len(moved) > 0.2 * len(asked)


def told(store: Store, who: str, asked: Iterable[called.Called]) -> dict[str, str]:
    """What each function tells about account 3; not where in memory an object lies."""
    mine = seat(store, who)
    return {one.name: re.sub("0x[0-9a-f]+", "", said_by(one, mine, 3, who) or "") for one in asked}


@pytest.fixture
def server(marked: Store, tmp_path: Path) -> Iterator[Serving]:
    """Steward behind a stand-in proxy that says who is there."""
    served = serve(marked.url, tmp_path / "server.log", behind_a_proxy())
    yield served
    served.stop()


def behind_a_proxy() -> dict[str, str]:
    """What makes Steward believe the headers below."""
    return {"STEWARD_SIGN_IN": "proxy", "STEWARD_PROXY_SECRET": SECRET, "STEWARD_HOST": HOST}


def window(server: Serving, name: str) -> Tab:
    """A browser window of one of the two, without the browser."""
    headers = {"X-Forwarded-Email": f"{name.split()[0].lower()}@firm.example", "X-Steward-Proxy-Secret": SECRET}
    return open_tab(Visitor(server.address, headers, host=HOST, origin=f"https://{HOST}"))


def pieces(tab: Tab, pages: Iterable[str], *, every_tab: bool) -> Iterator[tuple[str, str]]:
    """Each page of the navigation and, where `every_tab`, each of its tabs: its name, and all that is sent for it."""
    for page in pages:
        if page not in tab.screen.pages:
            continue
        tab.go(page)
        yield page, sent_by(tab, page)
        for label in labels(tab)[1:] if every_tab else ():
            tab.set(tab.widgets("tab_container")[0], label)
            yield f"{page}/{label}", sent_by(tab, f"{page}/{label}") + downloads(tab)


def sent_by(tab: Tab, where: str) -> str:
    """Everything sent to the browser; a page that broke is no page without a mark."""
    broken = [node for node in tab.nodes() if node.kind == "exception"]
    assert not broken, f"{where}: {tab.errors()}"
    return tab.everything()


def labels(tab: Tab) -> list[str]:
    """The labels of the page's own tabs."""
    found = [(node.path[:-1], node.said.label) for node in tab.nodes("main") if node.kind == "tab"]
    return [label for place, label in found if place == found[0][0]]


def downloads(tab: Tab) -> str:
    """What the page's download buttons bring, unpacked."""
    brought = []
    for widget in tab.widgets("download_button"):
        try:
            brought.append(unpacked(tab.download(widget).body))
        except Refused as refused:  # the whole firm's export is not for who sees a part of it
            brought.append(str(refused))
    return " ".join(brought)


def unpacked(content: bytes) -> str:
    """The bytes as text; of an archive all its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(unpacked(archive.read(name)) for name in archive.namelist())


def test_no_page_shows_a_confined_user_other_accounts_though_a_colleague_looked_before(server: Serving) -> None:
    """The colleague's visit fills every cache; then the confined user; then the colleague again finds it all."""
    pages = PAGES if FULL else ("portfolio", "account", "data")
    with window(server, WHOLE) as whole, window(server, CONFINED) as confined:
        before = dict(pieces(whole, pages, every_tab=FULL))
        leaks = [name for name, sent in pieces(confined, pages, every_tab=FULL) if MARK in sent]
        after = dict(pieces(whole, pages, every_tab=FULL))
    assert leaks == []
    assert sum(MARK in sent for sent in before.values()) > 0.3 * len(before)
    assert {name for name, sent in before.items() if MARK in sent} == {n for n, sent in after.items() if MARK in sent}
