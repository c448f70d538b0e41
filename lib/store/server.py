"""A store on a PostgreSQL server: how its connections are set up, and whether a database there is ours."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, NullPool, Table, create_engine, event, func, inspect, select, text

from lib.errors import StewardError

# Writers of all programs queue for this lock of the database, in order: "STWD" as a number.
WRITERS = 0x53545744
MARK = "A store of Steward"  # the comment on alembic_version: other programs keep their versions in such a table too

_CONNECTING = {
    "connect_timeout": 10,
    "client_encoding": "utf8",  # else a server that holds text as SQL_ASCII answers in bytes, and is not even refused
    "keepalives_idle": 60,
    "application_name": "Steward",
}
# Hours would be waited for a machine that vanished while it wrote, so the server asks after it.
_SETTINGS = {
    "timezone": "UTC",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "15min",
    "tcp_keepalives_idle": "60",
    "jit": "off",  # it spends more on compiling our statements than they take
}
_LONGEST = {"reads": "2min", "writes": "10min", "migration": "0"}

Use = Literal["reads", "writes", "migration"]


class DatabaseForeign(StewardError):
    """The database on the server is not one of ours."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"The database {name} is not a Steward store ({reason}): set STEWARD_DATABASE_URL to another, empty one."
        )


class DatabaseEmpty(StewardError):
    """There is no store in the database yet."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no store in the database {name} yet: run `make demo` for the demo firm, "
            "`python manage.py import PATH` for your own data, or `python manage.py copy-store FROM TO` to move one."
        )


def engine_for(address: URL, use: Use, shadows: Sequence[str] = ()) -> Engine:
    """Connections to a server for one use; `shadows` are statements that every new connection starts with.

    Reads see one moment however many statements they are, and cannot write. Whoever writes waits for its turn right
    after BEGIN and keeps it to the end, so that writers follow one another as they do on SQLite.
    """
    from lib.store.server_numbers import PlainNumber  # the driver is loaded only where there is a server

    # A server has few connections to give: those of one confined user are let go early.
    pool: dict[str, Any] = {"pool_size": 1 if shadows else 5, "max_overflow": 30, "pool_timeout": 15}
    closed_after_use = use == "migration" or (shadows and use == "writes")
    pool = {"poolclass": NullPool} if closed_after_use else pool | {"pool_pre_ping": True}
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        # A plan that the server keeps would not see a view that comes in front of a table later.
        connect_args=_CONNECTING | ({"prepare_threshold": None} if use == "reads" else {}),
        use_native_hstore=False,  # else each new connection asks for a type that we have no column of
        isolation_level="REPEATABLE READ" if use == "reads" else "READ COMMITTED",
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        connection.autocommit = True
        settings = _SETTINGS | {"statement_timeout": _LONGEST[use]}
        each = ", ".join(["set_config(%s, %s, false)"] * len(settings))
        connection.execute(f"SELECT {each}", list(chain(*settings.items())))
        for statement in shadows:
            connection.execute(statement)
        connection.adapters.register_loader("numeric", PlainNumber)
        connection.autocommit, connection.read_only = False, use == "reads"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if use != "reads":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


def name_of(connection: Connection) -> str:
    """The name of the database."""
    return str(connection.execute(text("SELECT current_database()")).scalar_one())


def is_blank(connection: Connection) -> bool:
    """Whether nobody keeps anything in the database; tables that belong to an extension do not count."""
    return not connection.execute(text(_TABLES)).scalar_one()


def check_ours(connection: Connection) -> None:
    """Refuse a database that holds no store of ours. Raises DatabaseEmpty or DatabaseForeign."""
    if is_blank(connection):
        raise DatabaseEmpty(name_of(connection))
    if not inspect(connection).has_table("alembic_version"):
        raise DatabaseForeign(name_of(connection), "it holds tables of another program")
    if connection.execute(text("SELECT obj_description('alembic_version'::regclass)")).scalar_one() != MARK:
        raise DatabaseForeign(name_of(connection), "another program made it")


def check_usable(connection: Connection) -> None:
    """Refuse to make a store in a database that cannot hold every text. Raises DatabaseForeign."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise DatabaseForeign(name_of(connection), f"it holds text as {encoding}, and UTF8 is needed")


def mark(connection: Connection) -> None:
    """Say in the database that it is ours."""
    connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{MARK}'"))


def follow_numbers(connection: Connection, table: Table) -> None:
    """Let the server, which counts row numbers itself, go on above those that are there; from 1 in an empty table.

    SQLite does so untold.
    """
    if connection.dialect.name == "postgresql" and "id" in table.c:
        counter, highest = func.pg_get_serial_sequence(table.name, "id"), select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(counter, func.coalesce(highest, 1), highest.is_not(None))))


def gather_statistics(connection: Connection) -> None:
    """After many rows came at once: the server's planner would guess for a minute otherwise."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


_TABLES = """
SELECT count(*) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
"""
