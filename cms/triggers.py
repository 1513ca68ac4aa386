"""Database triggers: rules about rows that no constraint can say, in one wording for both engines.

Each room lists its own in `triggers.py` and hands them over when it is ready. They are laid after
every `migrate`, idempotently (Django rebuilds tables on SQLite, where they are lifted first), and a
system check tells when one is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
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
_POSTGRES = "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """Refuses an `event` (INSERT, UPDATE, DELETE) on a row of `table` when `refuse_if` holds.

    `refuse_if` is SQL that both engines read, over NEW and OLD; `{now}` stands for the database's clock.
    """

    name: str
    table: str
    event: str
    refuse_if: str
    message: str
    only: str = ""

    def on(self, vendor: str) -> bool:
        return self.only in ("", vendor)

    def statements(self, vendor: str) -> list[str]:
        words = {
            "name": self.name,
            "table": self.table,
            "event": self.event,
            "message": self.message,
            "refuse_if": self.refuse_if.replace("{now}", _NOW[vendor]),
        }
        shapes = [_SQLITE] if vendor == "sqlite" else [_POSTGRES_FUNCTION, _POSTGRES]
        return [*self.lifting(vendor), *(shape.format(**words) for shape in shapes)]

    def lifting(self, vendor: str) -> list[str]:
        where = "" if vendor == "sqlite" else f" ON {self.table}"
        return [f"DROP TRIGGER IF EXISTS {self.name}{where}"]


_laid_by_rooms: list[Trigger] = []


def register(room: AppConfig, *triggers: Trigger) -> None:
    """Called by a room when it is ready: its triggers are laid after each migrate."""
    _laid_by_rooms.extend(triggers)
    pre_migrate.connect(_lift_before_migrate, sender=room, dispatch_uid=f"triggers.{room.label}")
    post_migrate.connect(_lay_after_migrate, sender=room, dispatch_uid=f"triggers.{room.label}")


def lay(using: str = DEFAULT_DB_ALIAS) -> None:
    """Lays every trigger whose table exists."""
    _run(using, lambda trigger, vendor: trigger.statements(vendor))


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Takes every trigger off: for a migration on SQLite, and for the flush that empties a test database."""
    _run(using, lambda trigger, vendor: trigger.lifting(vendor))


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
    wanted = {t.name for t in _laid_by_rooms if t.on(connection.vendor) and t.table in tables}
    return sorted(wanted - there)


def _lift_before_migrate(using: str, **kwargs: object) -> None:
    # SQLite can't rebuild a table that another table's trigger names: the name is gone for a moment.
    if connections[using].vendor == "sqlite":
        lift(using)


def _lay_after_migrate(using: str, **kwargs: object) -> None:
    lay(using)


def _run(using: str, statements_of: Callable[[Trigger, str], list[str]]) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in _laid_by_rooms:
            if trigger.on(connection.vendor) and trigger.table in tables:
                for statement in statements_of(trigger, connection.vendor):
                    cursor.execute(statement)
