"""T14: a file made to harm is refused with its sentence, soon and without memory of the app; an honest one is read."""

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account
from lib.errors import StewardError
from lib.importing.readers import read_bytes
from lib.store.engine import Store
from lib.store.users import introduce
from tests.facts import put
from tests.page_cases import words_of
from tests.security import bombs

MOST_SECONDS, MOST_MEGABYTES = 2.0, 100.0
Made = Callable[[], tuple[str, bytes]]


def seconds() -> float:
    """Processor time of this process and of those that parsed for it: the same on a busy machine."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def megabytes(what: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1]) / 1024


def measured(made: Made) -> tuple[str, float, float]:
    """What is said of a file (or how many rows it has), the seconds and the megabytes it took at most."""
    name, content = made()
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark of memory begins anew
    memory, begun = megabytes("VmRSS"), seconds()
    try:
        said = str(sum(len(table.lines) for table in read_bytes(name, content)))
    except StewardError as refused:
        said = str(refused)
    return said, seconds() - begun, megabytes("VmHWM") - memory


@pytest.mark.parametrize("made", bombs.BOMBS, ids=lambda made: made.__name__)
def test_a_bomb_is_refused_in_a_sentence_soon_and_without_memory(made: Made) -> None:
    said, took, grew = measured(made)
    assert bombs.BOMBS[made] in said
    assert said.endswith(".")
    assert took < MOST_SECONDS
    assert grew < MOST_MEGABYTES


@pytest.mark.parametrize("made", bombs.HONEST, ids=lambda made: made.__name__)
def test_an_honest_file_is_read_whole(made: Made) -> None:
    said, took, grew = measured(made)
    assert said == str(bombs.HONEST[made])
    assert took < MOST_SECONDS
    assert grew < MOST_MEGABYTES


ANSWERS = {"surveys_tab": "Enter or import answers", "entering_way": "Import answers"}


@pytest.mark.parametrize(("page", "tab"), [("data.py", {}), ("surveys.py", ANSWERS)])
def test_the_page_says_why_it_does_not_take_a_file(
    app: Callable[..., AppTest], store: Store, page: str, tab: dict[str, str]
) -> None:
    put(store, Account(name="Acme"))
    introduce(store, "Ann Berg")
    at = app(page, tab)
    name, content = bombs.laughs()
    at.file_uploader[0].upload(name, content).run()
    assert "holds a document type declaration" in words_of(at)
    assert not at.exception
