"""The house keeps its rules, and each rule is seen to catch what it is there for."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import house_rules as house
from tests import house_rules_of_trust as trust
from tests.house_rules import Source, imports, sources

Rule = Callable[[Source], Iterator[str]]

RULES = house.RULES + trust.TRUST
# rule: where, what breaks it, what does not
CASES: dict[Rule, list[tuple[str, str, str]]] = {
    house.layers_run_one_way: [
        ("lib/money/tables.py", "from lib.money.figures import margin", "import datetime"),
        ("lib/money/queries.py", "import lib.money.figures", "from lib.accounts import tables"),
        ("lib/money/win_figures.py", "from lib.money import charts", "from lib.money import queries"),
        ("lib/money/actions.py", "from lib.money.figures import x", "from lib.money.tables import x"),
        ("lib/health/charts.py", "from lib.money.actions import x", "from lib.money.figures import x"),
    ],
    house.subjects_run_one_way: [
        ("lib/people/queries.py", "from lib.accounts.tables import Account", "import re"),
        ("lib/money/queries.py", "import lib.value.tables", "import lib.accounts.tables"),
        ("lib/money/queries.py", "from ..value import tables", "from . import tables"),
        ("lib/growth/figures.py", "from lib.review import x", "from lib.surveys import x"),
        ("lib/team/figures.py", "from lib.report import report", "from lib.store import base"),
        ("lib/team/figures.py", "from lib import catalog", "from lib import periods"),
    ],
    house.the_ground_knows_no_subject: [
        ("lib/periods.py", "def f() -> None:\n from lib.money import x", "import lib.errors"),
        ("lib/store/base.py", "from lib.schema import tables", "import lib.store.gate"),
    ],
    house.only_pages_and_ui_know_streamlit: [
        ("lib/money/charts.py", "import streamlit as st", "import altair"),
        ("lib/report.py", "from lib.ui.text import md", "import lib.format"),
        ("manage.py", "from streamlit import cache_data", "import typer"),
    ],
    house.no_page_imports_another: [
        ("pages/health.py", "from pages.portfolio import table", "from lib.ui import page"),
    ],
    house.no_stored_text_becomes_html: [
        ("lib/ui/text.py", "st.markdown(x, unsafe_allow_html=True)", "st.markdown(x)"),
        ("lib/ui/text.py", "st.x(**{'unsafe_allow_html': 1})", "# unsafe_allow_html"),
        ("lib/ui/text.py", "st.html(f'<b>{name}</b>')", "st.html('<b>Steward</b>')"),
        ("lib/ui/text.py", "st.html(name)", "STYLE = '<b>'\nst.html(STYLE)"),
        ("pages/health.py", "st.html('<b>Steward</b>')", "st.text('<b>')"),
    ],
    house.no_sql_as_text: [
        ("lib/money/queries.py", "pd.read_sql('select 1', c)", "pd.read_csv(c)"),
        ("lib/money/queries.py", "from sqlalchemy import text", "from sqlalchemy import select"),
        ("lib/money/queries.py", "import sqlalchemy as sa\nsa.text('x')", "st.text('x')"),
    ],
    house.charts_are_ours: [
        ("pages/health.py", "st.bar_chart(frame)", "st.altair_chart(chart)"),
    ],
    house.caches_follow_the_data: [
        ("lib/ui/chosen.py", "@st.cache_data(ttl=60)\ndef f(): ...", "@st.cache_data\ndef f(): ..."),
    ],
    house.errors_are_not_swallowed: [
        ("app.py", "try: f()\nexcept: g()", "try: f()\nexcept KeyError: g()"),
        ("app.py", "try: f()\nexcept Exception: pass", "try: f()\nexcept KeyError: pass"),
    ],
    house.pages_are_short_and_plain: [
        ("pages/health.py", "x = 1\n" * 91, "x = 1\n" * 90),
        ("pages/health.py", "select(a.c.id)", "st.selectbox(a)"),
        ("pages/health.py", "import altair as alt", "from lib.money import charts"),
    ],
    house.functions_say_what_they_return: [
        ("lib/format.py", "def f(x: int): ...", "def f(x: int) -> int: ..."),
    ],
    house.functions_are_short: [
        ("lib/format.py", "def f():\n" + " x = 1\n" * 50, "def f():\n" + " x = 1\n" * 49),
    ],
    trust.only_the_session_opens_a_store: [
        ("lib/ui/record.py", "from lib.store.opening import open_store", "from lib.store.settings import settings"),
        ("pages/health.py", "x = opening.create_store()", "x = session.store()"),
        ("app.py", "from lib.store.engine import connect", "from lib.store.engine import Store"),
    ],
    trust.only_the_door_asks_who_is_here: [
        ("pages/health.py", "name = st.user.email", "name = session.actor().name"),
        ("lib/ui/who.py", "st.context.headers['X-Email']", "st.context.theme.type"),
        ("lib/ui/forms.py", "x = st.context.cookies.get('a')", "x = st.session_state.get('a')"),
    ],
    trust.caches_know_no_person: [
        ("lib/ui/chosen.py", "@st.cache_data\ndef f(): return session.store()", "@st.cache_data\ndef f(x): return x"),
        ("lib/ui/chosen.py", "@st.cache_resource(x=1)\ndef f(): return st.user.email", "def f(): return who.me()"),
    ],
    trust.secrets_are_compared_in_constant_time: [
        ("lib/respond/app.py", "ok = given == secret", "ok = hmac.compare_digest(given, secret)"),
        ("lib/respond/app.py", "ok = settings.password != given", "ok = settings.password is None"),
    ],
    house.files_are_small_and_named_for_what_they_hold: [
        ("lib/format.py", "x = 1\n" * 301, "x = 1\n" * 300),
    ],
}


def broken(rule: Rule, found: list[Source]) -> str:
    return "\n".join(sentence for source in found for sentence in rule(source))


@pytest.fixture(scope="module")
def product() -> list[Source]:
    return sources()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule, product: list[Source]) -> None:
    found = broken(rule, product)
    assert not found, f"{rule.__doc__}\n{found}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_catches_what_it_is_there_for(rule: Rule) -> None:
    for path, bad, good in CASES[rule]:
        assert broken(rule, [Source(path, bad)]).startswith(f"{path}:"), f"not caught: {bad!r} in {path}"
        assert not broken(rule, [Source(path, good)]), f"wrongly caught: {good!r} in {path}"


def test_a_file_named_for_nothing_is_caught() -> None:
    assert broken(house.files_are_small_and_named_for_what_they_hold, [Source("lib/money/utils.py", "x = 1")])


def test_the_rules_see_the_whole_product(product: list[Source]) -> None:
    paths = {source.path for source in product}
    assert {"app.py", "manage.py", "lib/store/writing.py", "lib/people/tables.py"} <= paths
    assert any(source.is_page for source in product)


def test_every_folder_of_lib_has_its_place_in_the_order() -> None:
    """A new folder is a subject, made of subjects, or below them: say which in tests/house_rules.py."""
    folders = {path.parent.name for path in (house.ROOT / "lib").glob("*/__init__.py")}
    assert folders - set(house.TIER_OF) - set(house.COMPOSITION) <= {"store", "ui", "respond", "signin"}
    assert set(house.TIER_OF) <= folders


# Imported by another library of ours if it is there; tests/test_store_server.py sees that it is in use.
LOADED_BY_ANOTHER = {"psycopg-binary": "psycopg"}


def test_what_is_imported_is_what_is_required(product: list[Source]) -> None:
    """requirements.txt names each library the product imports, and no other."""
    distributions = packages_distributions()
    modules = {name.split(".")[0] for source in product for _, name in imports(source)}
    foreign = modules - set(sys.stdlib_module_names) - {"lib", "pages", "app"}
    imported = {plain(distribution) for module in foreign for distribution in distributions.get(module, [module])}
    required = {plain(line) for line in requirements(house.ROOT / "requirements.txt")}
    assert imported - required == set(), "imported and not in requirements.txt"
    assert required - imported == set(LOADED_BY_ANOTHER), "in requirements.txt and imported nowhere"


def test_every_requirement_is_pinned() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in requirements(house.ROOT / file):
            assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line), f"{file}: {line} is not pinned as name==version"


def requirements(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text().splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def plain(name: str) -> str:
    return re.split("[=<>~]", name)[0].lower().replace("_", "-")


def test_a_source_is_named_by_its_own_line() -> None:
    node = ast.parse("\n\nx = 1").body[0]
    assert Source("lib/format.py", "").at(node, "no.") == "lib/format.py:3: no."
