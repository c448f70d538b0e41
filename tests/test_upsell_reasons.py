"""What speaks for a service: keywords in the client's own words, linked objectives, market signals."""

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as some

from lib.upsell.reasons import reasons, threats

CATALOGUE = pd.DataFrame(
    {"service_id": [1, 2], "service": ["Website care", "Art (print)"], "keywords": ["sells on phones, outage", None]}
)
SECTORS = pd.DataFrame({"account_id": [1, 2], "sector_id": [7, -1]})


def profiles(needs: str | None = None, aims: str | None = None) -> pd.DataFrame:
    return pd.DataFrame({"account_id": [1], "needs": [needs], "long_term_objectives": [aims]})


def objectives(*rows: tuple[int, int | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "service_id", "name"])
    return frame.astype({"service_id": "Int64"})


def requests(*rows: tuple[int, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "what", "asked_on"])
    return frame.assign(asked_on=pd.to_datetime(frame["asked_on"]))


def signals(*rows: tuple[int | None, int | None, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["sector_id", "service_id", "effect", "headline"])
    linked = frame.astype({"sector_id": "Int64", "service_id": "Int64"})
    return linked.assign(seen_on=pd.to_datetime("2026-11-01"), published_by="Trade press")


def told(**given_facts: Any) -> list[tuple[int, int, str, str]]:
    facts = {
        "catalogue": CATALOGUE, "profiles": profiles(), "objectives": objectives(), "requests": requests(),
        "signals": signals(), "sectors": SECTORS,
    } | given_facts  # fmt: skip
    return [tuple(row) for row in reasons(**facts).itertuples(index=False)]


def test_the_sentence_of_a_need_that_holds_a_keyword_is_quoted() -> None:
    found = told(profiles=profiles("More leads. A website that sells on phones."))
    assert found == [(1, 1, "need", "“A website that sells on phones.”")]


def test_the_name_of_the_service_speaks_too_and_upper_case_does_not_matter() -> None:
    assert told(profiles=profiles(aims="WEBSITE CARE by somebody reliable")) == [
        (1, 1, "need", "“WEBSITE CARE by somebody reliable”")
    ]


def test_a_word_counts_only_from_its_beginning() -> None:
    assert told(profiles=profiles("No routages please")) == []
    assert len(told(profiles=profiles("Fewer outages please"))) == 1


def test_a_name_with_signs_is_taken_as_written() -> None:
    assert len(told(profiles=profiles("We want Art (print) next year"))) == 1
    assert told(profiles=profiles("We want Art print next year")) == []


def test_an_objective_agreed_for_a_service_speaks_for_it_and_comes_first() -> None:
    found = told(
        objectives=objectives((1, 1, "Fewer complaints")), profiles=profiles("No outage again."),
        requests=requests((1, "Website care?", "2026-11-02")), signals=signals((7, 1, "opportunity", "Phones first")),
    )  # fmt: skip
    assert [kind for *_, kind, _ in found] == ["objective", "need", "request", "market signal"]
    assert [quote for *_, quote in found] == [
        "their objective “Fewer complaints”", "“No outage again.”", "they asked on 2 Nov 2026: “Website care?”",
        "market: “Phones first” (1 Nov 2026, Trade press)",
    ]  # fmt: skip


def test_an_objective_linked_and_worded_alike_is_told_once() -> None:
    assert len(told(objectives=objectives((1, 1, "No outage")))) == 1


def test_a_signal_reaches_the_accounts_of_its_sector_and_without_sector_all() -> None:
    assert [(account, service) for account, service, *_ in told(signals=signals((7, 1, "opportunity", "x")))] == [
        (1, 1)
    ]
    everywhere = told(signals=signals((None, 1, "opportunity", "x")))
    assert [(account, service) for account, service, *_ in everywhere] == [(1, 1), (2, 1)]


def test_a_signal_without_a_service_or_against_it_speaks_for_nothing() -> None:
    assert told(signals=signals((7, None, "opportunity", "x"), (7, 1, "threat", "y"))) == []


def test_a_threat_is_told_where_it_touches() -> None:
    found = threats(signals((7, 1, "threat", "Rules"), (7, 1, "opportunity", "x")), SECTORS)
    assert found["quote"].tolist() == ["market: “Rules” (1 Nov 2026, Trade press)"]


@given(some.text(max_size=40), some.text(max_size=20))
def test_any_text_and_any_keywords_are_taken(need: str, keywords: str) -> None:
    catalogue = CATALOGUE.assign(keywords=pd.Series([keywords, None], dtype=object))
    for _, service, kind, quote in told(catalogue=catalogue, profiles=profiles(need)):
        assert service in (1, 2)
        assert kind == "need"
        assert quote
