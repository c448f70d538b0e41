"""Texts that try to run, to call a stranger or to look like something else; and a firm that is full of them."""

import re
from collections.abc import Iterator
from functools import cache

from sqlalchemy import CheckConstraint, Column, String, Table, case, cast, literal, update

from lib.schema import tables
from lib.store.engine import Store
from lib.store.writing import Write, perform
from lib.ui.text import JOINER

STRANGER = "evil.example"
_AT = f"http://{STRANGER}/"
PAYLOADS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=\"window.ran=2\">",
    "<iframe srcdoc=\"<script>parent.ran=3</script>\"></iframe>",
    "<svg onload=window.ran=4><animate onbegin=window.ran=4>",
    "[click](javascript:window.ran=5) [more](data:text/html,<script>window.ran=5</script>)",
    f"![x]({_AT}6.png) ![y][z]",
    f"[link]({_AT}7 \"title\") [z]: {_AT}7",
    f"{_AT}8 www.{STRANGER}/8 ann@{STRANGER} <{_AT}8>",
    f"<a href=\"{_AT}9\" onclick=window.ran=9>x</a>",
    "&lt;b&gt; &amp; &#60;script&#62; &copy; &nbsp;end",
    "```mermaid\ngraph TD; A[<img src=x onerror=window.ran=11>]\n```",
    f"{{\"$schema\": \"{_AT}v5.json\", \"data\": {{\"url\": \"{_AT}12\"}}, \"mark\": \"bar\"}}",
    f"<style>body{{background:url({_AT}13)}}</style> @import url({_AT}13);",
    f"<form action=\"{_AT}14\"><input type=submit formaction=\"javascript:window.ran=14\"></form>",
    f"<meta http-equiv=refresh content=\"0;url={_AT}15\"><base href=\"{_AT}\">",
    f"<object data=\"{_AT}16\"></object><embed src=\"{_AT}16\"><link href=//{STRANGER}>",
    ":red[directive] :material/home: :smile: :streamlit: :small[x] :blue-badge[b]",
    "$\\LaTeX$ $$\\frac{1}{2}$$ costs $5 and $6",
    "**bold** _it_ ~~gone~~ `code` ==mark== ^up^ ~low~",
    "# head\n- list\n> quote\n1. one\n* * *",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "left \u202etxt.exe\u202c \u2066inside\u2069 right",
    "zero\u200bwidth\u200cjoin\u200der\ufeffsoft\u00adhyphen",
    "long " + "word " * 60 + "w" * 300,
    "<- -> <-> => <= >= != -- --- ... (c) (r) 'single' \"double\"",
    "{{7*7}} ${7*7} <%= 1 %> %(x)s %s {0} {} \\ \\* \\\\n datum.x",
    "👩\u200d👩\u200d👧 e\u0301 عربى עברית 日本 ﷽ ¯\\_(ツ)_/¯",
    "<!-- gone --> <b>bold</b> [x] [^1] ![](x) <br> ]]> -->",
)  # fmt: skip
# Words the product itself reads, numbers of other systems, and settings: nobody types them as text.
CODES = frozenset({
    "source", "source_id", "sha256", "mapping", "table_name", "proposed_table", "field", "token", "token_hash", "code",
    "scale", "choices", "missing_codes", "not_applicable_codes", "subject", "digest", "evidence", "settings", "figure",
    "scope", "key", "value", "period", "cut", "cut_key", "capped_by", "sheet", "anonymous_key", "measure", "tag",
    "area", "not_applicable",
})  # fmt: skip
CODE_TABLES = frozenset({"action_token", "change_counter", "setting", "change_log", "user_account"})
CODE_COLUMNS = frozenset({"survey_invitation.role"})  # one of the roles of contacts, at that time
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def columns_of_text() -> Iterator[Column[str]]:
    """Every column that holds what a person wrote."""
    for table in tables():
        if table.name not in CODE_TABLES:
            yield from (column for column in table.columns if _is_free(table, column))


def _is_free(table: Table, column: Column[object]) -> bool:
    if "VARCHAR" not in str(column.type).upper() or column.name in CODES or str(column) in CODE_COLUMNS:
        return False
    checks = " ".join(str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint))
    return not re.search(rf"\b{column.name} IN \(", checks)


def first_payload(column: Column[str]) -> int:
    """Which payload record 0 of a column has; record n has the n-th after it."""
    return sum(map(ord, str(column))) % len(PAYLOADS)


def put_everywhere(store: Store) -> None:
    """Into every text of every record: its place, a payload, its place again. Empty ones stay empty."""

    def work(write: Write) -> None:
        for column in columns_of_text():
            table = column.table
            number = table.c.id if "id" in table.c else literal(0)
            turns = {(n - first_payload(column)) % len(PAYLOADS): text for n, text in enumerate(PAYLOADS)}
            payload = case(turns, value=number % len(PAYLOADS))
            said = cast(number, String)
            wanted = literal(f"«{column}.") + said + "» " + payload + f" «/{column}." + said + "»"
            write.connection.execute(update(table).where(column.is_not(None)).values({column.name: wanted}))
            write.note("changed", table, 1, column.name, PAYLOADS[0], PAYLOADS[1])

    perform(store, "put hostile text", "test", work)


@cache
def _columns() -> dict[str, Column[str]]:
    return {str(column): column for column in columns_of_text()}


def wrongly_shown(page: str) -> list[str]:
    """What stands otherwise on a page than it was stored; what is cut off with … must be right up to there."""
    return [f"{place}: {found!r}" for place, number, found in _found(page) if not _is_exact(place, int(number), found)]


def shown_places(page: str) -> int:
    """How many stored texts stand on a page."""
    return sum(1 for _ in _found(page))


def _found(page: str) -> Iterator[tuple[str, str, str]]:
    for mark in re.finditer(r"«([a-z_]+\.[a-z_]+)\.(\d+)»", page):
        yield mark[1], mark[2], page[mark.end() : mark.end() + 1_500]


def _is_exact(place: str, number: int, found: str) -> bool:
    column = _columns()[place]
    wanted = plainly(PAYLOADS[(number + first_payload(column)) % len(PAYLOADS)] + f" «/{place}.{number}»")
    shown = plainly(found)[: len(wanted)]
    cut = re.split("…|\\.\\.\\.", shown)[0]
    return shown == wanted or ("…" in shown and wanted.startswith(cut))


def plainly(text: str) -> str:
    """Text as an eye compares it: white space as one blank, without marks that are not seen."""
    return " ".join(_TURNING.sub("", text).replace(JOINER, "").split()).replace("\ufeff", "")
