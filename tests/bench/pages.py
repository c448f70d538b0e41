"""Pages as sides of a goal: proven to show the same kept, after a write and read anew, then timed rerun by rerun."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import streamlit as st
from sqlalchemy import func, select

from lib.accounts.tables import Account
from lib.book.queries import newest_fact
from lib.periods import today
from lib.relationship.actions import Talk, log_interaction
from lib.relationship.tables import Interaction
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.opening import open_store
from tests.bench.firms import ROOT, BenchFailed, Firm, Say, copied, store_of
from tests.bench.visits import Differs, Server, Visit

APP = ROOT / "app.py"
EMPTY = "empty"  # our frame around a page that is only a title
BARE = "bare"  # a script that is only a title: Streamlit without anything of ours
MOST_TO_SETTLE = 6  # reruns after which nothing may be read anew any more
INTERACTIONS = table_of(Interaction)
How = Literal["warm", "missed", "anew"]


@dataclass(frozen=True)
class Work:
    """One side of a goal: `settle()` before its rounds, then `time()` gives the CPU seconds of one run."""

    settle: Callable[[], object]
    time: Callable[[], float]


@dataclass
class Stage:
    """What the goals of one run share: the runtime, the stores copied for it, the pages proven so far."""

    server: Server
    folder: Path
    given: Path | None
    say: Say
    stores: dict[Firm, Store] = field(default_factory=dict)
    pages: dict[tuple[str, Firm], "Proven"] = field(default_factory=dict)
    servers: list[Any] = field(default_factory=list)  # processes to be stopped in the end

    def store(self, firm: Firm) -> Store:
        """This run's own copy of a firm's store: what the bench writes goes with it."""
        if firm not in self.stores:
            path = self.folder / f"{firm.name}.db"
            copied(store_of(firm, self.given, self.say), path)
            self.stores[firm] = open_store(f"sqlite:///{path}")
            self._check_size(firm)
        return self.stores[firm]

    def _check_size(self, firm: Firm) -> None:
        count = self.stores[firm].rows(select(func.count()).select_from(table_of(Account)))[0][0]
        if count != firm.accounts:
            raise BenchFailed(f"{firm.name}.db holds {count:,} accounts, not {firm.accounts:,}: build it anew.")

    def page(self, name: str, firm: Firm) -> "Proven":
        """A page over a firm, proven once to show the same kept and read anew."""
        if (name, firm) not in self.pages:
            self.say(f"  {name}, {firm}: kept, after a write and read anew it must show the same")
            self.pages[name, firm] = self._proven(name, firm)
        return self.pages[name, firm]

    def apart(self, name: str, firm: Firm) -> "Proven":
        """The same page in a window of its own, for what changes its filters."""
        self.say(f"  {name}, {firm}: each filter must show its own, whenever it is chosen")
        return self._proven(name, firm)

    def close(self) -> None:
        """Stop the processes that were started."""
        for one in self.servers:
            one.stop()

    def _proven(self, name: str, firm: Firm) -> "Proven":
        store = self.store(firm)
        day = newest_fact(store) or today()
        script = {EMPTY: empty_app, BARE: bare_script}.get(name, lambda _: APP)(self.folder)
        page = name if script == APP else ""
        visit = self.server.visit(str(script), store.url, page, f"as_of={day}")
        made = Proven(f"{name} at {firm}", visit, store, day)
        made.prove()
        return made


@dataclass
class Proven:
    """A page over a firm, and what it shows and reads once nothing has to be read anew."""

    name: str
    visit: Visit
    store: Store
    day: date
    shown: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    statements: int = 0

    def prove(self) -> None:
        """Kept, after a write to another record of a day already told of, with empty caches: always the same page."""
        self.write()
        self.settle()
        self.shown = self.visit.shown()
        self.missed()
        self.anew()
        self.settle()

    def settle(self) -> None:
        """Rerun until a rerun reads what the one before it read: then everything else is kept."""
        before = -1
        for _ in range(MOST_TO_SETTLE):
            self.visit.rerun()
            if self.visit.statements == before:
                self.statements = before
                return
            before = self.visit.statements
        raise Differs(f"The page {self.name} reads anew in every rerun: {self.visit.statements} statements.")

    def warm(self) -> float:
        """One rerun where nobody wrote: CPU seconds. Raises Differs where something was read anew all the same."""
        spent = self.visit.rerun()
        if self.visit.statements != self.statements:
            raise Differs(
                f"The page {self.name} ran {self.visit.statements} statements where {self.statements} had "
                "been enough: something it keeps was thrown out."
            )
        self._refuse_another("kept")
        return spent

    def anew(self) -> float:
        """One rerun with every cache empty, as after a write that touches all it reads: CPU seconds."""
        st.cache_data.clear()
        spent = self.visit.rerun()
        self._refuse_another("read anew")
        return spent

    def missed(self) -> float:
        """One rerun after somebody logged a contact: CPU seconds, without the write's."""
        self.write()
        spent = self.visit.rerun()
        if self.statements and self.visit.statements <= self.statements:
            raise Differs(f"The page {self.name} read nothing anew after a write.")
        self._refuse_another("after a write")
        return spent

    def write(self) -> None:
        """Log a contact beside the newest one: an ordinary write that changes nothing the pages show."""
        newest = select(INTERACTIONS.c.account_id, INTERACTIONS.c.happened_on, INTERACTIONS.c.kind).where(
            INTERACTIONS.c.account_id.is_not(None), INTERACTIONS.c.happened_on <= self.day
        )
        account, day, kind = self.store.rows(newest.order_by(INTERACTIONS.c.happened_on.desc()).limit(1))[0]
        log_interaction(self.store, "Bench", account, Talk(day, kind), uuid4().hex)

    def _refuse_another(self, when: str) -> None:
        # Tables of thousands of rows are compared value by value only where their bytes differ.
        sent = self.visit.sent()
        if sent != self.sent and self.visit.shown() != self.shown:
            raise Differs(f"The page {self.name} shows something else {when}.")
        self.sent = sent


def page(name: str, firm: Firm, how: How = "warm") -> Callable[[Stage], Work]:
    """A side: a page rerun with nothing to read anew, after a contact was logged, or with every cache empty."""

    def prepared(stage: Stage) -> Work:
        proven = stage.page(name, firm)
        return Work(proven.settle, {"warm": proven.warm, "missed": proven.missed, "anew": proven.anew}[how])

    return prepared


def empty_app(folder: Path) -> Path:
    """Our own app.py beside pages that hold a title and nothing else; the path of its script."""
    script = folder / APP.name
    if not script.exists():
        (folder / "pages").mkdir()
        for path in (ROOT / "pages").glob("*.py"):
            (folder / "pages" / path.name).write_text('from lib import ui\n\nui.page("Empty")\n')
        shutil.copy(APP, script)
    return script


def bare_script(folder: Path) -> Path:
    """A script that shows a title; its path."""
    script = folder / "bare.py"
    script.write_text('import streamlit as st\n\nst.title("Empty")\n')
    return script
