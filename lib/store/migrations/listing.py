"""The names of all tables, for whoever stands below the subjects and checks that none is missing."""

from lib.schema import METADATA


def table_names() -> list[str]:
    """Every table's name, sorted."""
    return sorted(METADATA.tables)
