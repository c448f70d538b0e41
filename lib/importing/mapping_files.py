"""Reading mappings from their TOML files, refusing whatever does not fit the tables of the store."""

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from datetime import date
from pathlib import Path
from typing import Any

from lib.errors import StewardError
from lib.importing.mapping import (
    MAPPINGS,
    FieldRule,
    MappedFile,
    Mapping,
    Remark,
    SheetColumns,
    Target,
    When,
    table_named,
)
from lib.importing.mapping_checks import MappingInvalid, check_file, check_keys
from lib.importing.raw_table import plain_name
from lib.importing.survey_files import survey_targets

FILE_KEYS = (
    "header", "optional", "missing", "dates", "decimal", "second_header", "words_below", "first_column",
    "into", "survey",
)  # fmt: skip
SURVEY_KEYS = (
    "id", "started", "answered", "email", "contact", "account", "perhaps", "partial", "not_real", "formats", "words",
)  # fmt: skip
INTO_KEYS = ("table", "as", "key", "when", "fields")
RULE_KEYS = (
    "column", "columns", "join", "fixed", "map", "missing", "scale", "unit", "formats", "pick", "lookup", "by",
    "create", "near", "with", "same_row", "field", "suspect",
)  # fmt: skip


def mappings(folder: Path = MAPPINGS) -> list[Mapping]:
    """Every mapping of a folder in the order of their names; raises MappingInvalid."""
    return [read_mapping(path) for path in sorted(folder.glob("*.toml"))]


def read_mapping(path: Path) -> Mapping:
    """One mapping, checked against the tables it writes; raises MappingInvalid naming the place in the file."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return _mapping(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise MappingInvalid(path.name, f"it cannot be read ({error})") from error
    except StewardError as error:
        raise MappingInvalid(path.name, str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise MappingInvalid(path.name, f"something has the wrong shape or is missing ({error})") from error


def _mapping(content: Lookup[str, Any]) -> Mapping:
    check_keys(content, ("name", "title", "source", "settings", "file", "remark"), "the mapping")
    remarks = tuple(_remark(entry) for entry in content.get("remark", []))
    settings = {name: str(value) for name, value in content.get("settings", {}).items()}
    files = tuple(
        _file(entry, content["name"], content["source"], position, settings, remarks)
        for position, entry in enumerate(content["file"])
    )
    for file in files:
        check_file(file)
    return Mapping(content["name"], content.get("title", content["name"]), files)


def _file(
    entry: Lookup[str, Any],
    mapping: str,
    source: str,
    position: int,
    settings: Lookup[str, str],
    remarks: tuple[Remark, ...],
) -> MappedFile:
    check_keys(entry, FILE_KEYS, f"file {position + 1}")
    sheet = _sheet(entry["survey"]) if "survey" in entry else None
    return MappedFile(
        mapping=mapping,
        source=source,
        position=position,
        header=tuple(entry["header"]),
        into=survey_targets(sheet) if sheet else tuple(_target(target) for target in entry["into"]),
        optional=tuple(entry.get("optional", ())),
        missing=_plain(entry.get("missing", ())),
        dates=entry.get("dates", "auto"),
        decimal=entry.get("decimal", "auto"),
        second_header=entry.get("second_header", False),
        words_below=entry.get("words_below", False),
        first_column=entry.get("first_column", False),
        sheet=sheet,
        settings=settings,
        remarks=remarks,
    )


def _target(entry: Lookup[str, Any]) -> Target:
    check_keys(entry, INTO_KEYS, f"into {entry.get('table')}")
    when = entry.get("when", [])
    return Target(
        table=entry["table"],
        name=entry.get("as", entry["table"]),
        fields={name: rule(name, value) for name, value in entry["fields"].items()},
        key=tuple(entry.get("key", ())),
        when=tuple(_when(one) for one in (when if isinstance(when, list) else [when])),
    )


def _sheet(entry: Lookup[str, Any]) -> SheetColumns:
    check_keys(entry, SURVEY_KEYS, "survey")
    one = {name: str(entry[name]) for name in ("id", "started") if name in entry}
    lists = ("answered", "email", "contact", "account", "perhaps", "formats")
    several = {name: tuple(entry[name]) for name in lists if name in entry}
    conditions = {name: _when(entry[name]) for name in ("partial", "not_real") if name in entry}
    return SheetColumns(**one, **several, **conditions, words=dict(entry.get("words", {})))  # type: ignore[arg-type]


def _when(entry: Lookup[str, Any]) -> When:
    check_keys(entry, ("column", "in", "not_in", "filled"), "when")
    among, not_among = entry.get("in"), entry.get("not_in")
    return When(
        entry["column"],
        None if among is None else _plain(among),
        None if not_among is None else _plain(not_among),
        entry.get("filled"),
    )


def rule(field: str, value: Any) -> FieldRule:
    """One field of a mapping: the name of a column, or a table that says more."""
    if isinstance(value, str):
        return FieldRule(field, (value,))
    check_keys(value, RULE_KEYS, f"field {field}")
    one = value.get("column", ())
    columns = value.get("columns", (one,) if isinstance(one, str) else one)
    return FieldRule(
        field,
        columns=tuple(columns),
        join=value.get("join", " ") if "columns" in value else None,
        fixed=as_cell(value["fixed"]) if "fixed" in value else None,
        map=_map(value["map"]) if "map" in value else None,
        otherwise=as_cell(value["map"]["else"]) if "else" in value.get("map", {}) else None,
        missing=_plain(value["missing"]) if "missing" in value else None,
        given={name: _given(name, spec) for name, spec in value.get("with", {}).items()},
        same_row=value.get("same_row"),
        same_field=value.get("field", "id"),
        formats=tuple(value.get("formats", ())),
        suspect={plain_name(wrong): str(right) for wrong, right in value.get("suspect", {}).items()},
        **{name: value[name] for name in ("scale", "unit", "pick", "lookup", "by", "create", "near") if name in value},
    )


def _given(field: str, value: Any) -> FieldRule:
    """A field of a record that a lookup creates: fixed, by the name looked up, or from a column."""
    if not isinstance(value, dict):
        return FieldRule(field, fixed=as_cell(value))
    if set(value) & {"column", "columns", "fixed"}:
        return rule(field, value)
    otherwise = value.get("else")
    return FieldRule(field, map=_map(value), otherwise=None if otherwise is None else as_cell(otherwise))


def _map(entry: Lookup[str, Any]) -> dict[str, str]:
    return {plain_name(name): as_cell(value) for name, value in entry.items() if name != "else"}


def as_cell(value: Any) -> str:
    """A value of a TOML file as a cell would hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(texts: Iterable[Any]) -> frozenset[str]:
    return frozenset(plain_name(str(text)) for text in texts)


def _remark(entry: Lookup[str, Any]) -> Remark:
    check_keys(entry, ("say", "empty", "unused", "by"), "remark")
    table, _, field = str(entry.get("empty") or entry["by"]).partition(".")
    if entry.get("empty"):
        table_named(table).c[field]
    return Remark(entry["say"], table, field, entry.get("unused"))
