"""T2: several people edit the same record with the version that their form showed, and nobody's words are lost."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import make_url

from lib.accounts.actions import edit_account
from lib.accounts.tables import Account
from lib.errors import StaleEdit
from lib.store.chain import verify
from lib.store.engine import Store
from lib.store.opening import open_store
from tests.faults.crew import together
from tests.faults.outcome import Outcome
from tests.faults.saves import form, set_up

FIELDS = ("name", "note", "employees")
TARGET = "0 acknowledged lost, every conflict shown with both sides"


@dataclass
class Edited:
    """What one editor did: the marks they were told are stored, and each conflict, whether both sides were shown."""

    marks: list[str] = field(default_factory=list)
    heads: int = 0
    shown: list[bool] = field(default_factory=list)


def editors(url: str, count: int, saves: int) -> Outcome:
    """`count` editors, a process each, save one account `saves` times each. `url`: an empty store, of any database."""
    store = open_store(url)
    [desk] = set_up(store)
    edited: list[Edited] = together(count, work, url, desk.account_id, saves)
    account = form(store, Account, desk.account_id, "note", "employees")
    there = str(account["note"] or "").split()
    marks, heads = [mark for one in edited for mark in one.marks], sum(one.heads for one in edited)
    lost = len(set(marks) - set(there)) + abs(heads - (account["employees"] or 0)) + (len(there) - len(set(there)))
    with store.read() as connection:
        broken = verify(connection)
    conflicts = [shown for one in edited for shown in one.shown]
    seen = f"{len(marks) + heads} kept, {lost} lost, {len(conflicts)} conflicts, {sum(conflicts)} with both sides"
    seen += "".join(f"; {line}" for line in broken)
    done = f"{count} editors × {saves} saves of one record, {make_url(url).get_backend_name()}"
    whole = len(marks) + heads == count * saves == account["version"] - 1
    return Outcome("T2", done, TARGET, seen, not broken and whole and lost == 0 and all(conflicts) and bool(conflicts))


def work(number: int, url: str, account_id: int, saves: int) -> Edited:
    """One editor: three of four saves add a word to the note, the fourth counts one employee more."""
    store, done, chance = open_store(url), Edited(), random.Random(number)
    for turn in range(saves):
        shown = form(store, Account, account_id, *FIELDS)
        time.sleep(chance.random() / 100)  # the time somebody looks at the form
        mark = f"{number}/{turn}"
        _until_stored(store, f"Editor {number}", account_id, shown, mark, turn % 4 == 3, done)
        if turn % 4 == 3:
            done.heads += 1
        else:
            done.marks.append(mark)
    return done


def _until_stored(
    store: Store, who: str, account_id: int, shown: dict[str, Any], mark: str, counts: bool, done: Edited
) -> None:
    """Save; where somebody was faster, look at both sides as the merge screen does, and save again."""
    attempt = 0
    while True:
        wanted = {name: shown[name] for name in FIELDS} | _change(shown, mark, counts)
        try:
            edit_account(store, who, account_id, shown, wanted, f"{mark} {attempt}")
            return
        except StaleEdit as clash:
            done.shown.append(_both_sides(clash, shown, wanted))
            # What the merge screen knows now: the store's side of what it was told, the rest as it was shown.
            shown = shown | clash.theirs
            shown["version"] = clash.version
            attempt += 1


def _change(shown: dict[str, Any], mark: str, counts: bool) -> dict[str, Any]:
    if counts:
        return {"employees": (shown["employees"] or 0) + 1}
    return {"note": " ".join([*(shown["note"] or "").split(), mark])}


def _both_sides(clash: StaleEdit, shown: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether the conflict names who, what they wrote, and what this person wanted, for each field that differs."""
    mine = {name for name in FIELDS if wanted[name] != shown[name]}
    told = all(clash.mine[name] == wanted[name] and name in clash.theirs for name in mine)
    theirs_differ = any(clash.theirs[name] != shown[name] for name in clash.theirs)
    return told and theirs_differ and clash.who.startswith("Editor") and clash.version > shown["version"]
