"""The retention, lifetime and churn tabs: filled, on few and on no records, and with other terms."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lib.accounts.tables import Account, Contract, Renewal, Sector
from lib.health.tables import HealthFormula, HealthSnapshot, HealthSnapshotFactor
from lib.money.tables import Revenue
from lib.relationship.tables import Departure, DepartureReason, ExitInterview
from lib.store.base import Base
from lib.store.engine import Store
from tests.facts import put, put_real, real_frames
from tests.health_tabs import open_tab, words

RETENTION, LIFETIME = "health_retention:retention_tab", "health_lifetime:lifetime_tab"
CHURN, AS_OF = "health_churn:churn_tab", date(2025, 6, 30)


@pytest.fixture(autouse=True)
def on_this_store(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_DATABASE_URL", url)


def a_book(ended: int = 12) -> Iterator[Base]:
    """Thirty clients in two sectors since January 2023; the first `ended` left, one a month from January 2024 on."""
    yield Sector(id=1, name="retail")
    yield Sector(id=2, name="media")
    for number in range(1, 31):
        left = date(2024, 1, 1) + timedelta(30 * number) if number <= ended else None
        yield Account(id=number, name=f"Client {number:02}", sector_id=1 + number % 2)
        yield Contract(account_id=number, kind="retainer", starts_on=date(2023, 1, 1))
        yield from _months(number, left)
        if left:
            yield Departure(id=number, account_id=number, decided_on=left - timedelta(60), last_day_on=left)


def _months(number: int, left: date | None) -> Iterator[Base]:
    for month in range(30):
        day = date(2023 + month // 12, month % 12 + 1, 1)
        if left is None or day < left:
            kind = "project" if number % 5 == 0 else "recurring"
            yield Revenue(account_id=number, earned_on=day, amount_cents=1_000_00, kind=kind)


def test_a_lifetime_is_told_with_its_horizon_and_interval(store: Store) -> None:
    put(store, *a_book())
    at = open_tab(store.url, LIFETIME)
    said = words(at)
    values = {metric.label: metric.value for metric in at.metric}
    assert "of revenue over 36 months (95 % interval" in said
    assert "the 18 clients here still bring" in said
    assert values["A new client's lifetime revenue"].startswith("€")
    assert values["Still here after 36 months"].endswith("%")
    assert "At least 10 must have ended" in said
    assert len(at.dataframe[0].value) == 18


def test_horizon_and_discount_can_be_changed(store: Store) -> None:
    put(store, *a_book())
    usual = open_tab(store.url, LIFETIME)
    longer = open_tab(store.url, LIFETIME, lifetime_months=60, lifetime_discount=0.0)
    assert "over 60 months" in words(longer)
    worth = [at.dataframe[0].value["Still brings (€)"].sum() for at in (usual, longer)]
    assert worth[1] > worth[0]


def test_too_few_ended_clients_are_counted_and_margins_still_shown(store: Store) -> None:
    put(store, *a_book(ended=4))
    at = open_tab(store.url, LIFETIME)
    assert "not enough ended clients (4 of 10)" in words(at)
    assert {metric.value for metric in at.metric} == {"–"}
    assert "Revenue a month (€)" in at.dataframe[0].value.columns


def test_a_day_in_the_past_knows_only_what_had_happened(store: Store) -> None:
    put(store, *a_book())
    assert "not enough ended clients (6 of 10)" in words(open_tab(store.url, LIFETIME, date(2024, 6, 30)))


def test_filters_choose_whose_clients_are_listed(store: Store) -> None:
    put(store, *a_book())
    at = open_tab(store.url, LIFETIME, sector="retail")
    assert len(at.dataframe[0].value) == 9
    assert "the 9 clients here still bring" in words(at)


def test_segments_can_be_told_by_first_service_too(store: Store) -> None:
    put(store, *a_book())
    at = open_tab(store.url, LIFETIME, lifetime_split="Service they began with")
    assert "No client has one on record." in words(at)


@pytest.mark.parametrize("tab", [RETENTION, LIFETIME, CHURN])
def test_an_empty_store_says_what_is_missing(store: Store, tab: str) -> None:
    said = words(open_tab(store.url, tab))
    assert "record" in said
    assert "Data page" in said


@pytest.mark.parametrize("kind", ["All revenue", "Recurring", "Project"])
@pytest.mark.parametrize("by", ["quarter", "year"])
def test_retention_is_told_by_kind_and_by_cohort(store: Store, kind: str, by: str) -> None:
    put(store, *a_book())
    at = open_tab(store.url, RETENTION, retention_kind=kind, cohort_by=by)
    said = words(at)
    assert "Over the twelve months to 30 Jun 2025" in said
    table = at.dataframe[0].value.set_index("Of")
    assert table.loc["Recurring", "Clients"] == "n/a"
    assert table.loc["All revenue", "Clients"].endswith("%")


def test_the_renewal_rate_stands_apart_with_its_own_base(store: Store) -> None:
    put(store, *a_book())
    put(
        store,
        Renewal(contract_id=20, due_on=date(2025, 3, 1), target_cents=100_00, final_cents=80_00, outcome="reduced"),
        Renewal(contract_id=21, due_on=date(2025, 3, 1), target_cents=100_00, final_cents=0, outcome="lost"),
        Renewal(contract_id=22, due_on=date(2025, 9, 1), target_cents=100_00),
    )
    at = open_tab(store.url, RETENTION)
    assert at.metric[0].label == "Renewal rate"
    assert "Another base" in words(at)


def test_the_clients_of_a_cohort_can_be_opened(store: Store) -> None:
    put(store, *a_book())
    at = open_tab(store.url, RETENTION, cohort_rows=True)
    assert at.dataframe[-1].value.columns[0] == "Cohort"


def put_departures(store: Store) -> None:
    """Of twelve departures one has both voices, an interview and a snapshot from 90 days before."""
    put(store, *a_book())
    put(
        store,
        DepartureReason(departure_id=12, voice="client", weight="primary", reason="price", words="Too dear",
                        said_by="Cleo", said_on=date(2024, 12, 1)),
        DepartureReason(departure_id=12, voice="our assessment", weight="primary", reason="results"),
        ExitInterview(departure_id=12, held_on=date(2025, 1, 5), words="Nobody listened"),
        HealthFormula(id=1, number=1, starts_on=date(2023, 1, 1)),
        HealthSnapshot(id=1, account_id=12, health_formula_id=1, taken_on=date(2024, 7, 25), low=30, high=42,
                       coverage=0.9, band="Red"),
        HealthSnapshotFactor(health_snapshot_id=1, factor="cadence", score=10),
    )  # fmt: skip


def test_three_voices_stand_side_by_side_and_are_compared(store: Store) -> None:
    put_departures(store)
    at = open_tab(store.url, CHURN)
    said = words(at)
    row = at.dataframe[0].value.iloc[0]
    assert "4 clients have decided to leave" in said
    assert "In 1 of 1 the client and we name another reason" in said.replace("*", "")
    assert "1 Red; no snapshot then for 11 of 12" in said
    assert row[["Client", "They say", "We say", "Same?", "90 days before", "Weakest then"]].tolist() == [
        "Client 12", "price", "results", "≠ other", "■ Red 30–42", "Cadence kept",
    ]  # fmt: skip
    assert row["A year (€)"] == 12_000


def test_a_departure_opens_to_what_was_said_by_whom_and_when(store: Store) -> None:
    put_departures(store)
    chosen = {"selection": {"rows": [0], "columns": [], "cells": []}}
    said = words(open_tab(store.url, CHURN, churn_departures=chosen))
    assert "The client (primary): price: “Too dear”" in said
    assert "Cleo, 1 Dec 2024" in said
    assert "Nobody listened" in said
    assert "Red, at 30–42, weakest Cadence kept" in said


def test_departures_without_reasons_say_so(store: Store) -> None:
    put(store, *a_book())
    said = words(open_tab(store.url, CHURN))
    assert "voices cannot be compared" in said
    assert "Nobody asked them" in said
    assert "No snapshot is from 90 days before a departure" in said


@pytest.mark.real
@pytest.mark.parametrize("tab", [RETENTION, LIFETIME, CHURN])
def test_a_crm_export_without_contracts_is_told_from_revenue(store: Store, real_input: object, tab: str) -> None:
    from pathlib import Path

    put_real(store, real_frames(Path(str(real_input))))
    said = words(open_tab(store.url, tab, date(2017, 12, 31)))
    expected = {
        RETENTION: "Q4 2017 kept 79 % of the quarter before",
        LIFETIME: "85 clients are still here",
        CHURN: "No departures are recorded",
    }
    assert expected[tab] in said
