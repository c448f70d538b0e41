"""Numbers as a PostgreSQL server sends them, made what SQLite gives."""

from psycopg.abc import Buffer
from psycopg.adapt import Loader


class PlainNumber(Loader):
    """Sums of whole numbers come back whole, means and quotients as floats: no column of ours is a decimal."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data)
        return int(text) if text.removeprefix(b"-").isdigit() else float(text)
