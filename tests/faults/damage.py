"""T8: a damaged or wrong file is refused with a sentence, before anybody works with it, and nothing is made over it."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from lib.errors import StewardError
from lib.schema import tables
from lib.store.checking import checked
from lib.store.engine import connect
from lib.store.opening import create_store, open_store, serve_store, upgrade_store
from tests.faults.kills import close
from tests.faults.outcome import Outcome
from tests.faults.saves import save, set_up

PAGE = 4096


@dataclass(frozen=True)
class Sound:
    """A sound store's file: its bytes, and the pages of each table and index (counted from 0), free ones left out."""

    content: bytes
    pages: dict[int, str]


def sound(path: Path, saves: int = 0) -> Sound:
    """A sound file, its journal folded in; with `saves` saves more in it. `path`: a store's file."""
    store = open_store(f"sqlite:///{path}")
    desk = set_up(store)[0] if saves else None
    for number in range(saves):
        assert desk is not None
        save(store, desk, "Ann", number, f"told {number} {'z' * 300}")
    close(store)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = {int(page) - 1: str(name) for page, name in connection.execute("SELECT pageno, name FROM dbstat")}
    return Sound(path.read_bytes(), pages)


def damaged(good: Sound, folder: Path, cases: int) -> Outcome:
    """`cases` damages of the file's structure, four ways in turn; each must be refused before work begins."""
    chance, missed = random.Random(7), list[str]()
    for case in range(cases):
        way = list(WAYS)[case % len(WAYS)]
        content, where = _changed(good, WAYS[way], chance)
        path = folder / f"damaged-{case}.db"
        path.write_bytes(content)
        missed += [] if refusal(path, started) else [f"{way} {where}"]
        missed += [] if path.read_bytes() == content else [f"{way} {where}: written to"]
        _remove(path)
    seen = f"{cases - len(missed)}/{cases} refused at the start" + "".join(f"; missed: {one}" for one in missed[:8])
    return Outcome(
        "T8", f"damaged file ({', '.join(WAYS)}): {cases} cases", f"{cases}/{cases} refused", seen, not missed
    )


def started(url: str) -> None:
    """What a start does: a store is made where there is none, then checked and served."""
    create_store(url)
    serve_store(url)


def refusal(path: Path, opening: Callable[[str], object]) -> str:
    """The sentence by which a store is refused; "" where it is opened, or where what is said is no sentence."""
    url = f"sqlite:///{path}"
    try:
        opening(url)
    except StewardError as told:
        return str(told)
    except SQLAlchemyError:  # a page would show it as Streamlit's own box
        return ""
    finally:
        close(connect(url))
    return ""


def _remove(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def _changed(good: Sound, damage: "Damage", chance: random.Random) -> tuple[bytes, str]:
    """Damaged content that is not what it was, and which page was hit."""
    while True:
        page = chance.choice(list(good.pages))
        content = bytearray(good.content)
        damage(content, page, good, chance)
        if content != good.content:
            return bytes(content), f"page {page} ({good.pages[page]})"


Damage = Callable[[bytearray, int, Sound, random.Random], None]


def _zeroed(content: bytearray, page: int, _: Sound, __: random.Random) -> None:
    content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def _random(content: bytearray, page: int, _: Sound, chance: random.Random) -> None:
    content[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)


def _misplaced(content: bytearray, page: int, good: Sound, chance: random.Random) -> None:
    """A page was written in the place of another."""
    other = chance.choice(list(good.pages))
    content[page * PAGE : (page + 1) * PAGE] = good.content[other * PAGE : (other + 1) * PAGE]


def _cut(content: bytearray, _: int, __: Sound, chance: random.Random) -> None:
    del content[chance.randrange(1, len(content)) :]


WAYS: dict[str, Damage] = {"page zeroed": _zeroed, "random": _random, "misplaced": _misplaced, "file cut": _cut}


def wrong_files(good: Sound, folder: Path) -> Outcome:
    """Five files that are no store of ours, by every way a store is opened or made: refused, and left as they are."""
    faults = [
        fault for name, content in _wrong(good, folder).items() for fault in _made_over(folder / f"{name}.db", content)
    ]
    seen = "5/5 refused by every way to open or make a store, left as they were" if not faults else "; ".join(faults)
    done = "wrong file: empty, text, another program's database, cut off, of a newer version"
    return Outcome("T8", done, "5/5 refused, never created over", seen, not faults)


def _wrong(good: Sound, folder: Path) -> dict[str, bytes]:
    newer, other = folder / "making-newer.db", folder / "making-other.db"
    newer.write_bytes(good.content)
    for path, statements in (
        (newer, ("UPDATE alembic_version SET version_num = '9999'",)),
        (other, ("CREATE TABLE account (id)", "INSERT INTO account VALUES (1)")),
    ):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
    return {
        "empty": b"", "text": b"Dear Ann,\nhere are the notes of our call.\n" * 200, "other": other.read_bytes(),
        "cut": good.content[: len(good.content) // 3], "newer": newer.read_bytes(),
    }  # fmt: skip


def _made_over(path: Path, content: bytes) -> Sequence[str]:
    faults = []
    for way in (open_store, serve_store, create_store, upgrade_store):
        path.write_bytes(content)
        if not refusal(path, way):
            faults.append(f"{path.stem} file, {way.__name__}: taken, or no sentence")
        if path.read_bytes() != content:
            faults.append(f"{path.stem} file, {way.__name__}: written to")
        _remove(path)
    return faults


def flipped(good: Sound, folder: Path, cases: int) -> Outcome:
    """One bit of what the change log says is flipped in the file; `manage.py check` says so, by the seals or before."""
    chance, missed, by_seals = random.Random(7), list[str](), 0
    places = _texts_of_the_log(good)
    for case in range(cases):
        at = chance.choice(places)
        content = bytearray(good.content)
        content[at] ^= 1 << chance.randrange(8)
        path = folder / f"flipped-{case}.db"
        path.write_bytes(content)
        told = _check(path)
        by_seals += "Tampered" in told
        missed += [] if told else [f"byte {at}"]
        _remove(path)
    seen = "; ".join([f"{cases - len(missed)}/{cases} told by check, {by_seals} of them by the seals", *missed[:5]])
    return Outcome("T8", f"one bit flipped in the change log: {cases} cases", "all found", seen, not missed)


def _texts_of_the_log(good: Sound) -> list[int]:
    """The bytes of the file in which the change log keeps words: who, which action, what was written."""
    words = (b"Ann", b"log interaction", b"note write-off", b"edit account", b"told ", b"zzzzzzzzzzzzzzzz")
    found = list[int]()
    for page in (page for page, name in good.pages.items() if name == "change_log"):
        content = good.content[page * PAGE : (page + 1) * PAGE]
        for word in words:
            begin = content.find(word)
            while begin >= 0:
                found += range(page * PAGE + begin, page * PAGE + begin + len(word))
                begin = content.find(word, begin + len(word))
    return found


def _check(path: Path) -> str:
    """What `manage.py check` finds wrong; "" where it calls the store sound."""
    store = connect(f"sqlite:///{path}")
    try:
        lines, fine = checked(store, tables())
        return "" if fine else "\n".join(lines)
    except StewardError as told:
        return str(told)
    finally:
        close(store)
