"""Two processes of Steward on one store behind the nginx that ships: people stay where they are, writes are seen."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from lib.store.engine import Store
from lib.store.users import add_user
from tests.proxy_cases import HOST, Front, behind_proxy, front
from tests.signin_cases import address_of
from tests.wire.client import Refused, Tab, open_tab, put_file
from tests.wire.serving import Serving, launch, wait_for
from tests.wire.visitor import Visitor

PEOPLE = [f"person{number}" for number in range(20)]


@dataclass
class Firm:
    """Two servers on one store, and the nginx people come through."""

    servers: list[Serving]
    door: Front

    def tab(self, name: str | None, session_id: str = "") -> Tab:
        """A window of somebody the firm's sign-in knows under this name."""
        return open_tab(self.door.visitor(name), session_id=session_id)


@pytest.fixture
def firm(demo_store: Store, tmp_path: Path) -> Iterator[Firm]:
    """The demo firm with twenty users, in two processes."""
    for name in PEOPLE:
        add_user(demo_store, "test", name, address_of(name), "editor")
    with ExitStack() as ends:
        servers = [launch(demo_store.url, tmp_path / f"server-{at}.log", behind_proxy()) for at in range(2)]
        for server in servers:
            ends.callback(server.stop)
        for server in servers:
            wait_for(server)
        yield Firm(servers, ends.enter_context(front(tmp_path, [server.port for server in servers])))


def test_people_stay_with_their_process_and_see_what_is_written_in_the_other(firm: Firm) -> None:
    with ExitStack() as ends:
        tabs = [ends.enter_context(firm.tab(name)) for name in PEOPLE]
        assert [tab.errors() for tab in tabs] == [[]] * 20
        homes = [_home(firm, tab) for tab in tabs]
        assert set(homes) == {0, 1}, "nobody came to one of the two processes"
        assert [tab.download(tab.widgets("download_button")[0]).status for tab in tabs] == [200] * 20
        one, other = tabs[homes.index(0)], tabs[homes.index(1)]
        _opened_there_is_open_here(one, other)
        _decided_there_is_seen_here(other, one)
    assert [_back(firm, name, tab) for name, tab in zip(PEOPLE, tabs, strict=True)] == homes
    _nobody_comes_in_without_the_proxys_word(firm)


def _home(firm: Firm, tab: Tab) -> int:
    """Which of the processes holds this session: the one that takes a file for it."""
    path = f"/_stcore/upload_file/{tab.screen.session_id}/x"
    taken = [
        put_file(Visitor(server.address, host=HOST).greet(), path, "x", b"x").status == 204 for server in firm.servers
    ]
    assert taken.count(True) == 1, f"the session is in {taken.count(True)} processes"
    return taken.index(True)


def _back(firm: Firm, name: str, tab: Tab) -> int:
    """Where somebody comes who lost the connection; it must be the session they had."""
    with firm.tab(name, tab.screen.session_id) as again:
        assert again.screen.session_id == tab.screen.session_id
        return _home(firm, again)


def _opened_there_is_open_here(there: Tab, here: Tab) -> None:
    assert "The review is open" not in here.text()
    there.click("open_review")
    assert "The review is open" in here.rerun().text()


def _decided_there_is_seen_here(there: Tab, here: Tab) -> None:
    there.click(next(button for button in there.widgets("button") if button.key.startswith("decide_")))
    words = [field for field in there.widgets("text_input") if field.form.startswith("entry_decide_")]
    for field in words:
        there.set(field, "Ask them on Monday")
    person = next(field for field in there.widgets("selectbox") if field.form == words[0].form)
    there.set(person, person.options[0])
    there.click(next(button for button in there.widgets("button") if button.form == words[0].form))
    assert "Ask them on Monday" in here.rerun().text()


def _nobody_comes_in_without_the_proxys_word(firm: Firm) -> None:
    with pytest.raises(Refused):
        firm.tab(None)
    for server in firm.servers:
        with open_tab(Visitor(server.address, headers={"X-Forwarded-Email": address_of(PEOPLE[0])}, host=HOST)) as tab:
            assert tab.errors() == ["Steward is opened through the firm\\'s own address, not directly\\."]
            assert not tab.metrics()
