"""What refused lines alone asked for is not written: no sector, client or person stands there without a row."""

from pathlib import Path

from lib.accounts.tables import Account, Sector
from lib.store.engine import Store
from tests.facts import put
from tests.importing_cases import ACCOUNTS, HOURS, counts, imported, previewed, rows

TOO_LATE = "Id,Company,Sector,Staff\n1,Acme,Retail,10\n2,Beta,Mining,-1\n3,Gamma,retail,-1\n"


def test_a_record_that_only_refused_lines_name_is_not_created(store: Store, tmp_path: Path) -> None:
    plan = previewed(store, tmp_path, ACCOUNTS, TOO_LATE)
    assert counts(plan) == {"sector": (1, 0, 0, 0), "account": (1, 0, 0, 2)}
    imported(store, tmp_path, ACCOUNTS, TOO_LATE)
    assert rows(store, "sector", "name") == ["Retail"]
    again = previewed(store, tmp_path, ACCOUNTS, TOO_LATE)
    assert counts(again) == {"account": (0, 0, 1, 2)}


def test_what_was_taken_back_is_created_by_a_later_file_that_needs_it(store: Store, tmp_path: Path) -> None:
    plan = previewed(store, tmp_path, ACCOUNTS, TOO_LATE, "Id,Company,Sector\n9,Delta,mining\n")
    assert counts(plan) == {"sector": (2, 0, 0, 0), "account": (2, 0, 0, 2)}
    imported(store, tmp_path, ACCOUNTS, TOO_LATE, "Id,Company,Sector\n9,Delta,mining\n")
    assert rows(store, "sector", "name") == ["Retail", "mining"]


def test_clients_and_people_of_a_refused_entry_are_not_created(store: Store, tmp_path: Path) -> None:
    hours = "Who,Client,Day,Hours\nAnn,Acme,2024-01-01,1\nBob,Zenit,,2\n"
    imported(store, tmp_path, HOURS, hours)
    assert rows(store, "person", "name") == ["Ann"]
    assert rows(store, "account", "name") == ["Acme"]


def test_a_record_that_a_standing_line_asks_about_stays(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Sector,Staff\n1,A,Retail Trade,-1\n2,B,Retail Trade,-2\n3,C,Retail-Trade,3\n"
    plan = previewed(store, tmp_path, ACCOUNTS, text)
    assert counts(plan) == {"sector": (1, 0, 0, 0), "account": (1, 0, 0, 2)}
    taken = previewed(store, tmp_path, ACCOUNTS, text, accept_matches=True)
    assert taken.plan.tables["account"].blocks[0].columns["sector_id"] == [1]


def test_a_proposal_of_refused_lines_goes_with_what_they_would_have_created(store: Store, tmp_path: Path) -> None:
    text = "Id,Company,Sector,Staff\n1,A,Retail Trade,-1\n2,B,Retail Trade,-2\n3,C,Retail-Trade,-3\n4,D,,4\n"
    for accept in (False, True):
        plan = previewed(store, tmp_path, ACCOUNTS, text, accept_matches=accept)
        assert (counts(plan), plan.proposals, plan.plan.aliases) == ({"account": (1, 0, 0, 3)}, [], {})


def test_a_sector_that_a_person_decided_against_is_not_created(store: Store, tmp_path: Path) -> None:
    (retail,) = put(store, Sector(name="Retail"))
    put(store, Account(name="Acme", sector_id=retail))
    imported(store, tmp_path, ACCOUNTS, "Id,Company,Sector\n1,Acme,Mining\n")
    assert rows(store, "sector", "name") == ["Retail"]
    assert rows(store, "account", "sector_id") == [retail]
