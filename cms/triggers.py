"""Database triggers: rules about rows that no constraint can say, and what follows from a row.

Both engines read one wording, which may call `sha256_hex(text)`. Each room lists its own in `triggers.py` and
hands them over when it is ready. They are laid after every `migrate`, idempotently (Django rebuilds tables on
SQLite, where they are lifted first), and a system check tells when one is missing.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate, pre_migrate

_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}
_SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {refuse_if}
BEGIN SELECT RAISE(ABORT, '{message}'); END"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {refuse_if} THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$"""
_POSTGRES = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"

_SQLITE_DOES = "CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW BEGIN {does}; END"
_POSTGRES_HASH = """
CREATE OR REPLACE FUNCTION sha256_hex(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$"""
_POSTGRES_ONE_AT_A_TIME = "pg_advisory_xact_lock(hashtext('{name}'))"
_POSTGRES_DOES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM {_POSTGRES_ONE_AT_A_TIME};
  {{does}};
  RETURN NULL;
END $$"""
# Until commit nobody waits for the lock. Deferred checks run in the order of writing: whoever writes the row last
# has had her foreign keys checked by then, and waits for nothing more while holding it.
_POSTGRES_DOES = """
CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION {name}()"""


_MISSED = "SELECT NEW.id FROM {table} AS NEW WHERE {missed} ORDER BY NEW.id"


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What every kind of trigger is laid and lifted by."""

    name: str
    table: str
    only: str = ""

    @property
    def tables(self) -> set[str]:
        """Those that must be there before it can be laid."""
        return {self.table}

    @property
    def columns(self) -> set[str]:
        """Those of its table that it reads of a row: a schema that was migrated back may lack one."""
        return set()

    @property
    def names(self) -> set[str]:
        """As the triggers are called in the database."""
        return {self.name}

    def on(self, vendor: str) -> bool:
        return self.only in ("", vendor)

    def lifting(self, vendor: str) -> list[str]:
        where = "" if vendor == "sqlite" else f" ON {self.table}"
        return [f"DROP TRIGGER IF EXISTS {self.name}{where}"]

    def statements(self, vendor: str) -> list[str]:
        raise NotImplementedError

    def make_good(self, cursor: CursorWrapper) -> None:
        """Does what the trigger would have done while it was lifted."""


@dataclass(frozen=True, kw_only=True)
class Trigger(Laid):
    """Refuses an `event` (INSERT, UPDATE, DELETE) on a row of `table` when `refuse_if` holds.

    `refuse_if` is SQL that both engines read, over NEW and OLD; `{now}` stands for the database's clock.
    TRUNCATE, which only PostgreSQL knows, is refused as a statement: without rows.
    """

    event: str
    refuse_if: str
    message: str

    @property
    def columns(self) -> set[str]:
        return set(re.findall(r"\b(?:NEW|OLD)\.(\w+)", self.refuse_if))

    def statements(self, vendor: str) -> list[str]:
        words = {
            "name": self.name,
            "table": self.table,
            "event": self.event,
            "each": "STATEMENT" if self.event == "TRUNCATE" else "ROW",
            "message": self.message,
            "refuse_if": self.refuse_if.replace("{now}", _NOW[vendor]),
        }
        shapes = [_SQLITE] if vendor == "sqlite" else [_POSTGRES_FUNCTION, _POSTGRES]
        return [*self.lifting(vendor), *(shape.format(**words) for shape in shapes)]


@dataclass(frozen=True, kw_only=True)
class Consequence(Laid):
    """Does something whenever a row is inserted into `table`: one transaction after the other, on PostgreSQL at commit.

    `does` is `INSERT INTO writes … SELECT … FROM …` without WHERE, which both engines read, over NEW. When the trigger
    is laid, the same is done for each row that was `missed`, a condition over NEW, while it was lifted.
    """

    writes: str
    does: str
    missed: str

    @property
    def tables(self) -> set[str]:
        return {self.table, self.writes}

    def statements(self, vendor: str) -> list[str]:
        words = {"name": self.name, "table": self.table, "does": self.does}
        one_at_a_time = f"SELECT {_POSTGRES_ONE_AT_A_TIME}"
        shapes = [_SQLITE_DOES]
        if vendor == "postgresql":
            shapes = [_POSTGRES_DOES_FUNCTION, _POSTGRES_DOES, one_at_a_time]
        return [*self.lifting(vendor), *(shape.format(**words) for shape in shapes)]

    def make_good(self, cursor: CursorWrapper) -> None:
        """Does it for those rows, in the order of their ids."""
        cursor.execute(_MISSED.format(table=self.table, missed=self.missed))
        for (row,) in cursor.fetchall():
            cursor.execute(f"{self.does}, {self.table} AS NEW WHERE NEW.id = %s", [row])


_laid_by_rooms: list[Laid] = []


def register(room: AppConfig, *triggers: Laid) -> None:
    """Called by a room when it is ready: its triggers are laid after each migrate."""
    _laid_by_rooms.extend(triggers)
    connection_created.connect(_give_sqlite_its_hash, dispatch_uid="triggers.sha256_hex")
    pre_migrate.connect(_lift_before_migrate, sender=room, dispatch_uid=f"triggers.{room.label}")
    post_migrate.connect(_lay_after_migrate, sender=room, dispatch_uid=f"triggers.{room.label}")


def lay(using: str = DEFAULT_DB_ALIAS) -> None:
    """Lays every trigger whose tables and columns exist."""
    vendor = connections[using].vendor
    for trigger, cursor in _each(using):
        if not trigger.columns <= _columns(using, trigger.table):
            for statement in trigger.lifting(vendor):
                cursor.execute(statement)
            continue
        for statement in trigger.statements(vendor):
            cursor.execute(statement)
        trigger.make_good(cursor)


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Takes every trigger off: for a migration on SQLite, and for the flush that empties a test database."""
    for trigger, cursor in _each(using):
        for statement in trigger.lifting(connections[using].vendor):
            cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of triggers that should stand in the database and do not."""
    connection = connections[using]
    catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        catalogue = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        there = {row[0] for row in cursor.fetchall()}
        tables = set(connection.introspection.table_names(cursor))
    whole = [t for t in _laid_by_rooms if t.on(connection.vendor) and t.tables <= tables]
    wanted = [t.names for t in whole if t.columns <= _columns(using, t.table)]
    return sorted(set().union(*wanted) - there)


def _columns(using: str, table: str) -> set[str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _lift_before_migrate(using: str, **kwargs: object) -> None:
    # SQLite can't rebuild a table that another table's trigger names: the name is gone for a moment.
    if connections[using].vendor == "sqlite":
        lift(using)


def _lay_after_migrate(using: str, **kwargs: object) -> None:
    lay(using)


def _give_sqlite_its_hash(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)


def _sha256_hex(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _each(using: str) -> Iterator[tuple[Laid, CursorWrapper]]:
    """Each in a transaction: nobody writes in the instant in which a trigger is off to be laid anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_HASH)
        for trigger in _laid_by_rooms:
            if trigger.on(connection.vendor) and trigger.tables <= tables:
                with transaction.atomic(using=using):
                    if connection.vendor == "postgresql":
                        # What still waits for commit would forbid to alter its table.
                        connection.check_constraints()
                    yield trigger, cursor
