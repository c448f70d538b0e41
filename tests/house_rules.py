"""The rules of the house as functions: a source file in, a sentence for each place that breaks the rule out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIERS = (
    ("people",), ("accounts",), ("relationship", "value", "delivery", "money", "surveys"),
    ("growth", "team", "health"), ("review",),
)  # fmt: skip
TIER_OF = {subject: tier for tier, subjects in enumerate(TIERS) for subject in subjects}
# Made of several subjects, so above them all.
COMPOSITION = (
    "schema", "catalog", "book", "checkup", "upsell", "reallocation", "profitability", "agenda", "scorecard", "meeting",
    "report", "snapshot", "demo", "importing", "exporting", "commands",
)  # fmt: skip
MAY_IMPORT = {
    "tables": ("tables",),
    "queries": ("queries", "tables"),
    "figures": ("figures", "queries", "tables"),
    "charts": ("charts", "figures", "queries", "tables"),
    "actions": ("actions", "tables"),
}
MOST_LINES = {"page": 90, "function": 50, "file": 300}
STREAMLIT_CHARTS = ("line_chart", "bar_chart", "area_chart", "scatter_chart")
EMPTY_NAMES = ("utils", "helpers", "common", "misc")


@dataclass(frozen=True)
class Source:
    """One file of the product: its path below the root, such as `lib/money/figures.py`, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @property
    def parts(self) -> list[str]:
        return self.path.removesuffix(".py").split("/")

    @property
    def is_page(self) -> bool:
        return self.parts[0] == "pages"

    def at(self, node: ast.AST, sentence: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {sentence}"


def sources() -> list[Source]:
    """Every file of the product's own code; the migrations that a tool wrote are left out."""
    paths = [*ROOT.glob("*.py"), *(ROOT / "pages").rglob("*.py"), *(ROOT / "lib").rglob("*.py")]
    kept = (path for path in sorted(paths) if "versions" not in path.parts)
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in kept]


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Each imported name with its module in full: `from lib.money import figures` is `lib.money.figures`."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = source.parts[: -node.level] if node.level else []  # `from ..money import figures`
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node, f"{module}.{alias.name}") for alias in node.names)


def own_imports(source: Source) -> Iterator[tuple[ast.AST, list[str]]]:
    """The imports of our own modules, in parts below `lib`: `lib.money.figures` is `["money", "figures"]`."""
    yield from ((node, name.split(".")[1:]) for node, name in imports(source) if name.startswith("lib."))


def layer_of(parts: list[str]) -> str | None:
    """The layer of a module of a subject: `win_figures` is of `figures`; None for a name that tells none."""
    return next((layer for layer in MAY_IMPORT if len(parts) > 1 and parts[1].endswith(layer)), None)


def layers_run_one_way(source: Source) -> Iterator[str]:
    """charts → figures → queries → tables, actions → tables, within and between subjects."""
    layer = layer_of(source.parts[1:]) if source.parts[0] == "lib" and source.parts[1] in TIER_OF else None
    for node, parts in own_imports(source) if layer else ():
        other = layer_of(parts) if parts[0] in TIER_OF else None
        if layer and other and other not in MAY_IMPORT[layer]:
            allowed = " and ".join(MAY_IMPORT[layer])
            yield source.at(node, f"{layer} import {other} ({'.'.join(parts)}); of the layers they may only {allowed}.")


def subjects_run_one_way(source: Source) -> Iterator[str]:
    """A subject imports only those of lower tiers, and nothing that is made of several subjects."""
    subject = source.parts[1] if source.parts[0] == "lib" else ""
    for node, parts in own_imports(source) if subject in TIER_OF else ():
        other = parts[0]
        if other in TIER_OF and other != subject and TIER_OF[other] >= TIER_OF[subject]:
            below = ", ".join(name for tier in TIERS[: TIER_OF[subject]] for name in tier) or "no other subject"
            yield source.at(node, f"{subject} imports {other}, which is not below it; it may import {below}.")
        elif other in COMPOSITION:
            yield source.at(node, f"{subject} imports lib.{other}, which is made of the subjects and stands above.")


def the_ground_knows_no_subject(source: Source) -> Iterator[str]:
    """What every subject stands on (store, periods, errors …) imports none of them, nor what is made of them."""
    name = source.parts[1] if source.parts[0] == "lib" else "ui"
    if name in TIER_OF or name in COMPOSITION or name == "ui":
        return
    for node, parts in own_imports(source):
        whole_schema = source.path.startswith("lib/store/migrations/") and parts[0] == "schema"
        if (parts[0] in TIER_OF or parts[0] in COMPOSITION) and not whole_schema:
            yield source.at(node, f"lib.{name} stands below all subjects and imports lib.{'.'.join(parts)}.")


def only_pages_and_ui_know_streamlit(source: Source) -> Iterator[str]:
    """Streamlit, and lib.ui which is made of it, are for lib/ui, pages and app.py, and what starts the server."""
    started_here = source.path in ("app.py", "lib/commands/serving.py")
    if source.is_page or started_here or source.parts[:2] == ["lib", "ui"]:
        return
    for node, name in imports(source):
        if name.split(".")[0] == "streamlit" or name.startswith("lib.ui"):
            yield source.at(node, f"imports {name}: only lib/ui, pages and app.py may.")


def no_page_imports_another(source: Source) -> Iterator[str]:
    """Nothing imports a page or the app: what two pages share belongs in lib/ui."""
    for node, name in imports(source):
        if name.split(".")[0] in ("pages", "app"):
            yield source.at(node, f"imports {name}: move what is shared to lib/ui or to its subject.")


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the last part of what is called: `st.html(x)` is `html`."""
    for node in source.calls:
        yield node, node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def no_stored_text_becomes_html(source: Source) -> Iterator[str]:
    """`unsafe_allow_html` nowhere; `st.html` only in lib/ui and only with words written out there."""
    for node in source.nodes:
        name = node.arg if isinstance(node, ast.keyword) else node.value if isinstance(node, ast.Constant) else None
        if name == "unsafe_allow_html":
            yield source.at(node, "unsafe_allow_html lets stored text run in the browser: use ui's text functions.")
    for call, name in calls(source):
        if name == "html" and not (source.parts[:2] == ["lib", "ui"] and _is_written_out(source, call)):
            yield source.at(call, "st.html may only be given a literal, in lib/ui: stored text would become markup.")


def _is_written_out(source: Source, call: ast.Call) -> bool:
    constants = {
        target.id
        for node in source.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) or (isinstance(first, ast.Name) and first.id in constants)


def no_sql_as_text(source: Source) -> Iterator[str]:
    """Statements are built from tables: no `read_sql` anywhere, SQLAlchemy's `text` only in lib/store."""
    for call, name in calls(source):
        if name.startswith("read_sql"):
            yield source.at(call, f"{name}: use store.frame with a select of columns.")
        if name == "text" and _is_sqlalchemy(call) and source.parts[:2] != ["lib", "store"]:
            yield source.at(call, "SQL as text: build the statement from table columns.")
    for node, name in imports(source):
        if name.startswith("sqlalchemy") and name.endswith(".text") and source.parts[:2] != ["lib", "store"]:
            yield source.at(node, "imports SQLAlchemy's text: build the statement from table columns.")


def _is_sqlalchemy(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("sqlalchemy", "sa")


def charts_are_ours(source: Source) -> Iterator[str]:
    """Streamlit's own charts have no fixed axes, no words for bands and no marks for missing months."""
    for call, name in calls(source):
        if name in STREAMLIT_CHARTS:
            yield source.at(call, f"{name}: write the chart in the subject's charts.py.")


def caches_follow_the_data(source: Source) -> Iterator[str]:
    """A cache that ages shows two people two truths: caches are keyed by the data version instead."""
    for call, name in calls(source):
        if name == "cache_data" and any(keyword.arg == "ttl" for keyword in call.keywords):
            yield source.at(call, "cache_data with a ttl: give the function the data version as an argument.")


def errors_are_not_swallowed(source: Source) -> Iterator[str]:
    """No bare `except`, no `except Exception: pass`."""
    for node in source.nodes:
        if not isinstance(node, ast.ExceptHandler):
            continue
        silent = all(isinstance(line, ast.Pass) for line in node.body)
        if node.type is None:
            yield source.at(node, "a bare except also catches what should end the program: name the error.")
        elif silent and getattr(node.type, "id", "") in ("Exception", "BaseException"):
            yield source.at(node, "swallows every error: name the one that is expected, and say why it may pass.")


def pages_are_short_and_plain(source: Source) -> Iterator[str]:
    """A page chooses, reads, computes, shows, writes: no statement and no chart in it, at most 90 lines."""
    if not source.is_page:
        return
    lines = len(source.text.splitlines())
    if lines > MOST_LINES["page"]:
        yield source.at(source.tree, f"{lines} lines, at most {MOST_LINES['page']}: move parts to lib/ui or figures.")
    for call, name in calls(source):
        if name == "select":
            yield source.at(call, "a statement in a page: move it to the subject's queries.py.")
    for node, name in imports(source):
        if name.split(".")[0] in ("altair", "sqlalchemy", "sqlmodel"):
            yield source.at(node, f"imports {name}: charts and queries are a subject's.")


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, inner ones too."""
    yield from (node for node in source.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def functions_say_what_they_return(source: Source) -> Iterator[str]:
    """Every function has a return annotation."""
    for node in functions(source):
        if node.returns is None:
            yield source.at(node, f"{node.name} does not say what it returns: annotate it.")


def functions_are_short(source: Source) -> Iterator[str]:
    """At most 50 lines from `def` to the last line."""
    for node in functions(source):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MOST_LINES["function"]:
            yield source.at(
                node, f"{node.name} has {lines} lines, at most {MOST_LINES['function']}: split it by steps."
            )


def files_are_small_and_named_for_what_they_hold(source: Source) -> Iterator[str]:
    """At most 300 lines, and no `utils.py`."""
    lines = len(source.text.splitlines())
    if lines > MOST_LINES["file"]:
        yield source.at(source.tree, f"{lines} lines, at most {MOST_LINES['file']}: split the file by meaning.")
    if source.parts[-1] in EMPTY_NAMES:
        yield source.at(source.tree, "a name that says nothing: name the file for what it holds.")


RULES = (
    layers_run_one_way, subjects_run_one_way, the_ground_knows_no_subject, only_pages_and_ui_know_streamlit,
    no_page_imports_another, no_stored_text_becomes_html, no_sql_as_text, charts_are_ours, caches_follow_the_data,
    errors_are_not_swallowed, pages_are_short_and_plain, functions_say_what_they_return, functions_are_short,
    files_are_small_and_named_for_what_they_hold,
)  # fmt: skip
