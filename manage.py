"""Steward from the command line: `python manage.py --help`."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text
from sqlalchemy.exc import DBAPIError

from lib.commands import backing, copying, serving, users
from lib.commands.operating import operator
from lib.errors import StewardError
from lib.periods import today
from lib.store.engine import plainly, store_url
from lib.store.refusals import StoreFailed

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(users.app, name="users")
app.command(name="copy-store")(copying.copy_store)
app.command()(serving.run)
app.command()(backing.backup)
app.command()(backing.restore)
app.command(name="restore-drill")(backing.restore_drill)
# Steward's own words go to standard output, progress and errors beside it, so that output can be piped.
beside = Console(stderr=True)

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day as YYYY-MM-DD.")]


Kind = Literal["csv", "xlsx"]
Dates = Literal["dmy", "mdy", "ymd"]
Decimal = Literal[".", ","]


def _day(given: datetime | None) -> date | None:
    if given is not None and given.year == date.max.year:
        raise typer.BadParameter(f"A day before {date.max.year} is needed.")
    return None if given is None else given.date()


class _Bar:
    """A progress bar beside the output; calls look like those of every long work: (done, total, what)."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, console=beside, transient=True, disable=not beside.is_terminal)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> "_Bar":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int, what: str) -> None:
        self._bar.update(self._task, completed=done, total=total, description=what)


@app.command()
def demo(
    accounts: Annotated[int, typer.Option(min=20, max=19_200, help="How many client accounts.")] = 60,
    months: Annotated[int, typer.Option(min=12, max=240, help="How many months of history.")] = 36,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same firm.")] = 42,
    until: Day = None,
    clear: Annotated[bool, typer.Option("--clear", help="Clear the demo firm instead of making it.")] = False,
    if_none: Annotated[bool, typer.Option("--if-none", help="Only where nothing was ever stored.")] = False,
) -> None:
    """Make the demo firm (or --clear it); a store with real data is refused."""
    from lib.demo.building import build_demo
    from lib.demo.clearing import clear_demo
    from lib.store.opening import create_store
    from lib.store.queries import untouched

    store = create_store()
    if if_none and not untouched(store):
        return
    if clear:
        print(f"The demo firm was cleared: {clear_demo(store, operator()):,} rows. The store is empty.")
        return
    with _Bar() as bar:
        counts = build_demo(store, accounts=accounts, months=months, seed=seed, until=_day(until), progress=bar)
    where = plainly(store_url())
    print(f"The demo firm is ready: {counts['account']:,} accounts, {sum(counts.values()):,} rows in {where}.")


@app.command(name="import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: CSV or XLSX.")],
    mapping: Annotated[str | None, typer.Option(help="Which mapping, where the header does not tell.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen, write nothing.")] = False,
    accept_matches: Annotated[
        bool, typer.Option("--accept-matches", help="Take the proposed records for names that nearly match.")
    ] = False,
    dates: Annotated[Dates | None, typer.Option(help="Where a column cannot tell.")] = None,
    decimal: Annotated[Decimal | None, typer.Option(help="The decimal mark, where a column cannot tell.")] = None,
) -> None:
    """Load exports of other tools, or Steward's own templates; all or nothing."""
    from lib.importing.apply import apply
    from lib.importing.preview import preview
    from lib.importing.sources import read_sources
    from lib.importing.telling import told
    from lib.store.opening import create_store

    store = create_store()
    with _Bar() as bar:
        plan = preview(
            store,
            read_sources(paths, mapping),
            accept_matches=accept_matches,
            dates=dates,
            decimal=decimal,
            progress=bar,
        )
    print(told(plan))
    if dry_run:
        print("Nothing was written (--dry-run).")
        return
    with _Bar() as bar:
        batch = apply(store, operator(), plan, progress=bar)
    print(f"Imported as batch {batch}. Undo it on the Data page, or with `python manage.py undo {batch}`.")


@app.command()
def undo(batch: Annotated[int, typer.Argument(help="The number `import` printed.")]) -> None:
    """Take a whole import back: rows it added go, values it changed return."""
    from lib.importing.undo import undo as undo_batch
    from lib.store.opening import open_store

    undo_batch(open_store(), operator(), batch)
    print(f"Batch {batch} was undone.")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A folder for CSV, a file for XLSX.")],
    kind: Annotated[Kind | None, typer.Option(help="csv or xlsx; default: by the name of the target.")] = None,
) -> None:
    """Write every table: a folder of CSV files, or one XLSX workbook. `import` reads either back."""
    from lib.exporting import export as write_export
    from lib.store.opening import open_store

    counts = write_export(open_store(), target, kind or ("xlsx" if target.suffix.lower() == ".xlsx" else "csv"))
    print(f"Exported {len(counts)} tables, {sum(counts.values()):,} rows to {target}.")


@app.command()
def report(
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Default: today.")] = None,
    start: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Default: first fact.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Every figure, scope and period as JSON.")] = False,
    scope: Annotated[
        list[str] | None, typer.Option(help="Only book, account, owner, manager, service or sector.")
    ] = None,
) -> None:
    """Print every figure of the catalogue, so that it can be checked without the screen."""
    from lib.report import report as make_report
    from lib.report import to_json, to_text
    from lib.store.opening import open_store

    made = make_report(open_store(), _day(as_of) or today(), _day(start), scope)
    print(json.dumps(to_json(made), ensure_ascii=False) if as_json else to_text(made))


@app.command()
def migrate() -> None:
    """Bring the store to this version of Steward; a copy of it is kept beside it."""
    from lib.store.migrating import code_revision
    from lib.store.opening import upgrade_store

    kept = upgrade_store()
    print(f"The store is at version {code_revision()}." + (f" The one before is kept as {kept}." if kept else ""))


@app.command()
def snapshot(as_of: Day = None) -> None:
    """Keep the figures of a day as they are known now; they never change afterwards."""
    from lib.snapshot import take_snapshot
    from lib.store.opening import open_store

    day = _day(as_of) or today()
    kept = take_snapshot(open_store(), operator(), day)
    print(f"{kept} figures of {day} were kept." if kept else f"The figures of {day} are kept already.")


@app.command()
def check() -> None:
    """Check the store: is it ours, at this version, undamaged; say what it holds."""
    from lib.schema import tables
    from lib.store.checking import checked
    from lib.store.opening import open_store

    lines, sound = checked(open_store(), tables())
    print("\n".join(lines))
    if not sound:
        raise typer.Exit(1)


@app.command()
def allocate(path: Annotated[Path, typer.Argument(metavar="FILE.json", help="The problem, see the README.")]) -> None:
    """Give accounts to people: the best allocation of a problem in a JSON file, and whether it is proved."""
    from lib.team.allocation import NoAllocation
    from lib.team.allocation_file import answer, read_problem
    from lib.team.allocation_milp import solve

    try:
        problem, seconds = read_problem(path)
        found, _ = solve(problem, seconds)
    except NoAllocation as error:
        _fail(str(error), 2)
    print(json.dumps(answer(found)))


def main() -> None:
    """Run a command; an error that is a person's to mend is one sentence and exit code 1."""
    try:
        app()
    except StewardError as error:
        _fail(str(error))
    except DBAPIError as error:
        _fail(str(StoreFailed(error)))
    except OSError as error:
        _fail(f"{error.strerror}" + (f": {error.filename}" if error.filename else "") + ".")


def _fail(sentence: str, code: int = 1) -> NoReturn:
    beside.print(Text.assemble(("Error:", "bold red"), " ", sentence), soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
