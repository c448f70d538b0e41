"""Mappings: what they may say, what is refused, and how a file is recognised."""

from pathlib import Path

import pytest

from lib.importing.mapping import AmbiguousExport, UnknownExport, UnknownMapping, kind_of, recognise, table_named
from lib.importing.mapping_checks import MappingInvalid
from lib.importing.mapping_files import mappings, read_mapping
from lib.importing.raw_table import RawTable
from lib.importing.readers import read_bytes
from lib.importing.sources import NoSuchPath, NothingToImport, read_sources, read_uploads
from lib.importing.templates import WrongTemplate, own_files, recognise_own
from lib.schema import content_tables
from tests.importing_cases import ACCOUNTS, DEALS


def table(name: str, text: str) -> RawTable:
    return read_bytes(name, text.encode())[0]


def written(folder: Path, text: str, name: str = "some.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_mapping_fits_the_store() -> None:
    shipped = mappings()
    assert "crm-sales-opportunities" in [mapping.name for mapping in shipped]
    assert len({mapping.name for mapping in shipped}) == len(shipped)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('table = "account"', 'table = "acount"', "no table acount"),
        ('name = "Company"', 'name = "Firm"', '"Firm", which is neither in header nor in optional'),
        ('employees = "Staff"', 'staff = "Staff"', "account.staff is no field"),
        ('name = "Company"', 'note = "Company"', "leaves name of account without a value"),
        ('lookup = "sector"', 'lookup = "service"', "looks up service but links to sector"),
        ("create = true }", "creates = true }", "field sector_id has creates"),
        ('column = "Parent", lookup = "account"', 'same_row = "deal"', "refers to deal"),
        ('key = ["Id"]', 'key = ["Number"]', "Number"),
        ('key = ["Id"]', 'key = ["Staff"]', 'account tells or chooses its rows by the column "Staff"'),
        ('key = ["Id"]', 'key = ["Id"]\nwhen = { column = "Staff", filled = true }', "name it in header"),
        ('source = "crm"', "", "source"),
        ('header = ["Id", "Company"]', 'header = ["Id", "Company"]\ndates = "american"', "dates is one of"),
        ('employees = "Staff"', 'employees = { column = "Staff", fixed = 3 }', "needs one of column"),
        ('name = "crm"', "name = crm", "cannot be read"),
        ('website = "Site"', "version = 2", "wrong shape"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_and_says_where(
    tmp_path: Path, before: str, after: str, told: str
) -> None:
    assert before in ACCOUNTS
    with pytest.raises(MappingInvalid, match=r"some\.toml") as refused:
        read_mapping(written(tmp_path, ACCOUNTS.replace(before, after, 1)))
    assert told in str(refused.value)


def test_a_created_record_must_have_all_it_needs(tmp_path: Path) -> None:
    text = DEALS.replace(
        'column = "Service", lookup = "service"', 'fixed = "x", lookup = "service", by = "risk", create = true'
    )
    with pytest.raises(MappingInvalid, match="leaves name of service without a value"):
        read_mapping(written(tmp_path, text))


def test_a_file_is_recognised_by_its_columns_whatever_their_case_and_order(tmp_path: Path) -> None:
    known = [read_mapping(written(tmp_path, text, name)) for text, name in ((ACCOUNTS, "a.toml"), (DEALS, "b.toml"))]
    assert recognise(table("x.csv", "COMPANY,Other,id\nAcme,,1\n"), None, known).mapping == "crm"
    assert recognise(table("x.csv", "stage,deal,company\nWon,1,Acme\n"), None, known).mapping == "deals"


def test_the_mapping_with_most_columns_wins_and_two_equal_ones_must_be_told_apart(tmp_path: Path) -> None:
    wider = ACCOUNTS.replace('["Id", "Company"]', '["Id", "Company", "Staff"]').replace('name = "crm"', 'name = "wide"')
    twin = ACCOUNTS.replace('name = "crm"', 'name = "twin"')
    paths = [written(tmp_path, text, f"{number}.toml") for number, text in enumerate((ACCOUNTS, wider, twin))]
    known = [read_mapping(path) for path in paths]
    assert recognise(table("x.csv", "Id,Company,Staff\n1,Acme,3\n"), None, known).mapping == "wide"
    narrow = table("x.csv", "Id,Company\n1,Acme\n")
    with pytest.raises(AmbiguousExport, match="crm or twin"):
        recognise(narrow, None, known)
    assert recognise(narrow, "twin", known).mapping == "twin"


def test_an_unknown_file_is_told_with_its_columns_and_what_to_do(tmp_path: Path) -> None:
    known = [read_mapping(written(tmp_path, ACCOUNTS))]
    with pytest.raises(UnknownExport, match=r"its columns are Colour, Shape.*--mapping NAME \(known: crm\)"):
        recognise(table("x.csv", "Colour,Shape\nred,round\n"), None, known)
    with pytest.raises(UnknownMapping, match="choose one of crm, steward"):
        recognise(table("x.csv", "Id,Company\n1,Acme\n"), "salesforce", known)


def test_of_a_folder_unknown_files_are_left_out_with_a_note_and_a_single_one_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, "name\nRetail\n", "sector.csv")
    odd = written(tmp_path, "Colour,Shape\nred,round\n", "odd.csv")
    written(tmp_path, "not a table", "readme.md")
    sources = read_sources([tmp_path])
    assert [source.raw.name for source in sources] == ["sector.csv"]
    assert sources[0].notes == ["odd.csv was left out: no mapping knows its columns (Colour, Shape)."]
    with pytest.raises(UnknownExport):
        read_sources([odd])
    odd.rename(tmp_path / "odd.md")
    (tmp_path / "sector.csv").unlink()
    with pytest.raises(NothingToImport):
        read_sources([tmp_path])
    with pytest.raises(NoSuchPath):
        read_sources([tmp_path / "nowhere"])


def test_files_are_put_in_the_order_in_which_they_need_each_other() -> None:
    files = [
        ("contact.csv", b"account,name\nAcme,Ann\n"),
        ("account.csv", b"name,sector\nAcme,Retail\n"),
        ("sector.csv", b"name\nRetail\n"),
    ]
    assert [source.raw.name for source in read_uploads(files)] == ["sector.csv", "account.csv", "contact.csv"]


def test_every_content_table_has_a_template_with_fields_it_knows() -> None:
    files = own_files()
    assert list(files) == [one.name for one in content_tables()]
    for name, file in files.items():
        assert set(file.into[0].fields) <= set(table_named(name).c.keys())


def test_a_file_named_after_a_table_must_have_its_columns() -> None:
    assert recognise_own(table("sector.csv", "name\nRetail\n")) is not None
    assert recognise_own(table("contact.csv", "Record ID,First Name,Email\n1,Ann,a@b.c\n")) is None
    with pytest.raises(WrongTemplate, match="has no column colour"):
        recognise_own(table("account.csv", "name,sector,colour\nAcme,Retail,red\n"))
    with pytest.raises(WrongTemplate, match="lacks contract_id"):
        recognise_own(table("renewal.csv", "due_on,target_cents\n2024-01-01,5\n"))


def test_the_kind_of_a_field_follows_its_type_and_name() -> None:
    kinds = {name: kind_of(column) for name, column in table_named("time_entry").c.items()}
    assert [kinds[name] for name in ("worked_on", "minutes", "billable", "note", "recorded_at", "person_id")] == [
        "date", "minutes", "boolean", "text", "moment", "integer",
    ]  # fmt: skip
    assert kind_of(table_named("cost_rate").c.cents_per_hour) == "cents"
    assert kind_of(table_named("revenue").c.amount_cents) == "cents"
    assert kind_of(table_named("stage").c.chance) == "number"
