"""The rows of a file by themselves: numbers of records that a spreadsheet program rounded are no numbers."""

from pathlib import Path

import pytest

from lib.store.engine import Store
from tests.importing_cases import ACCOUNTS, DEALS, counts, previewed


@pytest.mark.parametrize("number", ["1.21143E+15", "1,2E+11", "1E+10", " 6.53e+100 "])
def test_a_number_that_a_spreadsheet_rounded_tells_no_record(store: Store, tmp_path: Path, number: str) -> None:
    plan = previewed(store, tmp_path, ACCOUNTS, f'Id,Company,Staff\n"{number}",Acme,many\n2,Beta,3\n')
    assert [(row.line, row.column, row.value) for row in plan.refused] == [(2, "Id", number.strip())]
    assert "export the file again and import it without opening it in one" in plan.refused[0].reason
    assert counts(plan) == {"account": (1, 0, 0, 1)}


@pytest.mark.parametrize("number", ["1211430000000001", "653e97", "653E97", "1E5", "E+15", "12.5", "A-1E+10", "1E+1O"])
def test_other_numbers_and_codes_are_taken_as_they_are(store: Store, tmp_path: Path, number: str) -> None:
    assert counts(previewed(store, tmp_path, ACCOUNTS, f"Id,Company\n{number},Acme\n")) == {"account": (1, 0, 0, 0)}


def test_a_rounded_number_is_told_once_a_line(store: Store, tmp_path: Path) -> None:
    deals = "Deal,Company,Stage,Closed,Amount\n1.2E+15,,Won,2024-01-01,5\n"
    assert counts(previewed(store, tmp_path, DEALS, deals)) == {"opportunity": (0, 0, 0, 1)}
