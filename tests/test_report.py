"""The report: every figure, scope and period as plain rows."""

import json
from datetime import date

import pytest

from lib.book import UnknownFigure, UnknownScope
from lib.catalog import OF_BOOK, SCOPES
from lib.health.tables import FACTORS
from lib.report import Row, report, to_json, to_text
from lib.store.engine import Store
from tests.acme import YEAR_END, acme, deal, paid, people, stages
from tests.facts import put
from tests.small_firm import AS_OF, put_small_firm

FIELDS = ["figure", "scope", "key", "period", "value", "low", "high", "base"]


@pytest.fixture
def acme_store(store: Store) -> Store:
    put(
        store, *people(), *acme(), *stages(), paid(1, "2024-04-01", 60), paid(1, "2024-05-09", 40),
        paid(1, "2024-09-30", 40, service_id=1),
        deal(2, "2024-04-20", "2024-05-09", 100, account_id=1), deal(3, "2024-06-01", "2024-08-01", 0, account_id=1),
    )  # fmt: skip
    return store


def one(rows: list[Row], figure: str, period: str, scope: str = "book", key: str | None = None) -> Row:
    wanted = (figure, scope, key, period)
    found = [row for row in rows if (row["figure"], row["scope"], row["key"], row["period"]) == wanted]
    assert len(found) == 1
    return found[0]


def test_the_report_starts_with_the_first_fact_and_touches_every_quarter_and_month(acme_store: Store) -> None:
    made = report(acme_store, date(2024, 9, 30))
    assert (made.start, made.as_of) == (date(2024, 4, 1), date(2024, 9, 30))
    periods = list(dict.fromkeys(row["period"] for row in made.rows))
    assert periods == ["all", "2024Q2", "2024Q3", *(f"2024-0{month}" for month in range(4, 10))]
    assert {row["scope"] for row in made.rows} == set(SCOPES)
    figures = {row["figure"] for row in made.rows}
    assert figures - set(OF_BOOK) == {"health", *(f"health.{factor}" for factor in FACTORS)}
    assert set(OF_BOOK) <= figures


def test_every_cell_is_told_once(store: Store) -> None:
    put_small_firm(store)
    made = report(store, AS_OF)
    cells = [(row["figure"], row["scope"], row["key"], row["period"]) for row in made.rows]
    assert len(cells) == len(set(cells))
    per_key = len(OF_BOOK) * (1 + 9 + 26)
    health = [cell for cell in cells if cell[0].startswith("health")]
    assert len(cells) - len(health) == per_key * (1 + 7 + 3 + 2 + 3 + 2)
    assert {(scope, period) for _, scope, _, period in health} == {("account", "all")}
    assert len(health) == 7 * (1 + len(FACTORS))


def test_money_is_in_currency_units_and_shares_carry_base_and_interval(acme_store: Store) -> None:
    rows = report(acme_store, YEAR_END).rows
    assert one(rows, "revenue", "2024Q2")["value"] == 100
    assert one(rows, "revenue", "all")["value"] == 140
    assert one(rows, "average_deal", "2024-05", "account", "Acme")["value"] == 100
    rate = one(rows, "win_rate", "all")
    assert (rate["value"], rate["base"]) == (0.5, 2)
    assert 0 < rate["low"] < 0.5 < rate["high"] < 1
    assert one(rows, "revenue", "all", "owner", "Ann")["value"] == 100


def test_what_is_undefined_is_null(acme_store: Store) -> None:
    told = json.loads(json.dumps(to_json(report(acme_store, YEAR_END))))
    assert (told["as_of"], told["from"]) == ("2024-12-31", "2024-04-01")
    assert all(list(row) == FIELDS for row in told["figures"])
    assert one(told["figures"], "win_rate", "2024-06")["value"] is None
    assert one(told["figures"], "grr", "2024Q2")["value"] is None
    assert one(told["figures"], "grr", "2024Q3")["value"] == 0.4


def test_scopes_figures_and_start_can_be_chosen(acme_store: Store) -> None:
    made = report(acme_store, YEAR_END, date(2024, 7, 1), ["owner"], ["revenue"])
    assert made.start == date(2024, 7, 1)
    assert {row["key"] for row in made.rows} == {"Ann", "Bo"}
    assert {row["figure"] for row in made.rows} == {"revenue"}
    assert one(made.rows, "revenue", "all", "owner", "Bo")["value"] == 40


def test_unknown_words_are_told(acme_store: Store) -> None:
    with pytest.raises(UnknownScope):
        report(acme_store, YEAR_END, scopes=["team"])
    with pytest.raises(UnknownFigure):
        report(acme_store, YEAR_END, figures=["profit"])


def test_an_empty_store_gives_a_report_without_values(store: Store) -> None:
    made = report(store, YEAR_END)
    assert {row["value"] for row in made.rows} == {None}
    assert "Revenue" in to_text(made)


def test_the_terminal_shows_a_line_a_figure_with_the_last_four_quarters(acme_store: Store) -> None:
    lines = to_text(report(acme_store, YEAR_END)).splitlines()
    assert lines[0] == "As of 31 Dec 2024, from 1 Apr 2024"
    assert lines[2].split() == ["Figure", "All", "Base", "95", "%", "interval", "2024Q2", "2024Q3", "2024Q4"]
    revenue = next(line for line in lines if line.startswith("Revenue  "))
    assert revenue.split() == ["Revenue", "€140", "3", "€100", "€40", "€0"]
    table = lines[2 : 3 + len(OF_BOOK)]
    assert len({len(line) for line in table}) == 1, "columns stand under each other"
    assert any(line.startswith("Gross revenue retention: records begin on 1 Apr 2024") for line in lines)


def test_the_terminal_says_where_other_scopes_are(acme_store: Store) -> None:
    assert "--json" in to_text(report(acme_store, YEAR_END, scopes=["owner"]))
