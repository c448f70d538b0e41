"""Names and what they mean: the same, accepted before, near, or nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.importing.matching import Match, Names, bare, names_of
from lib.required import folded


def known(*names: str, exact: bool = False) -> Names:
    return names_of(list(enumerate(names, 1)), [], exact)


@pytest.mark.parametrize("given", ["GTX Pro", " gtx  pro ", "GTX PRO", "\uff27TX Pro"])
def test_case_and_spaces_do_not_make_another_name(given: str) -> None:
    assert known("GTX Basic", "GTX Pro").match(given) == Match(2)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("GTXPro", "GTX Pro"),
        ("gtx-pro", "GTX Pro"),
        ("Acme Corporatoin", "Acme Corporation"),
        ("Jon Smith", "John Smith"),
        ("Müller & Sohne KG", "Müller Söhne KG"),
    ],
)
def test_a_near_name_is_proposed_and_not_taken(given: str, nearest: str) -> None:
    assert known("Other", nearest).match(given) == Match(proposed_id=2)


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ("GTX Plus", "GTX Pro"),
        ("Store London 01", "Store London 02"),
        ("Plan 2024", "Plan 2025"),
        ("Bank of Ireland", "Bank of Iceland Group"),
        ("!!!", "???"),
        ("IBM", "IBN"),
    ],
)
def test_names_that_are_not_near_enough_or_count_differently_are_nobodys(given: str, other: str) -> None:
    assert known(other).match(given) == Match()


def test_near_names_are_not_looked_for_where_a_mapping_says_so_nor_among_codes() -> None:
    assert known("GTX Pro").match("GTXPro", near=False) == Match()
    assert known("001ABC", exact=True).match("001abc") == Match()
    assert known("001ABC", exact=True).match(" 001ABC ") == Match(1)


def test_an_accepted_name_means_its_record_and_a_real_name_comes_first() -> None:
    names = names_of([(1, "GTX Pro"), (2, "Pro")], [("gtxpro", 1), ("PRO", 1), ("gone", 7)], exact=False)
    assert names.match("GTXPro") == Match(1)
    assert names.match("Pro") == Match(2)
    assert names.match("gone") == Match()


def test_a_name_that_several_records_have_is_ambiguous_and_never_proposed() -> None:
    names = known("Ann Lee", "ann lee")
    assert names.match("Ann Lee") == Match(ambiguous=True)
    assert names.match("AnnLee") == Match()
    assert names.find("Ann Lee") is None


def test_a_dropped_name_is_nobodys() -> None:
    names = known("Acme")
    names.drop("Acme", 1)
    assert names.match("Acme") == Match()
    assert names.match("Acmé.") == Match()


@given(st.text(), st.text())
def test_folding_and_baring_are_stable(one: str, other: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert bare(one + " " + other) == bare(one) + bare(other)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, unique_by=folded))
def test_every_record_is_found_by_its_own_name(names: list[str]) -> None:
    index = known(*names)
    assert [index.match(name).row_id for name in names] == list(range(1, len(names) + 1))
