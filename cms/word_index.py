"""Which rows hold these words: an index of whole words, over a column that holds folded words and single spaces.

Our own fold alone decides what a word is, so neither engine is left to cut the text. PostgreSQL has a column of its own
beside it and an index on that, laid by a migration (`postgres_statements`). SQLite has a table beside it (FTS5, which
keeps no copy of the text) and triggers that keep it true. Unlike others these are never lifted: whatever is written
while they stand is in the index; where they are gone, because the table was built anew, it is made anew.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Lookup, TextField
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from cms.text import asked_words
from cms.triggers import Laid

_TABLE = """
CREATE VIRTUAL TABLE {index} USING fts5(
  {column}, content='{table}', content_rowid='id', detail=none, tokenize='ascii', prefix='1 2 3'
)"""
_REBUILD = "INSERT INTO {index}({index}) VALUES ('rebuild')"
_FOUND = "+{row}.id IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"
_IN = "INSERT INTO {index}(rowid, {column}) VALUES (NEW.id, NEW.{column})"
_OUT = "INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column})"
_TRIGGERS = {
    "insert": f"AFTER INSERT ON {{table}} BEGIN {_IN}; END",
    "delete": f"AFTER DELETE ON {{table}} BEGIN {_OUT}; END",
    "update": (
        "AFTER UPDATE OF {column} ON {table} WHEN OLD.{column} IS NOT NEW.{column} "
        f"BEGIN {_OUT}; {_IN}; END"
    ),
}


@dataclass(frozen=True, kw_only=True)
class WordIndex(Laid):
    """The words in `column` of `table`, on SQLite."""

    column: str
    only: str = "sqlite"

    @property
    def names(self) -> set[str]:
        return {f"{self.name}_{event}" for event in _TRIGGERS}

    def lifting(self, vendor: str) -> list[str]:
        return []

    def statements(self, vendor: str) -> list[str]:
        return []

    def make_good(self, cursor: CursorWrapper) -> None:
        """Builds it, unless it stands whole: then every row is in it."""
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'table')")
        there = {row[0] for row in cursor.fetchall()}
        if {self.name, *self.names} <= there:
            return
        words = {"index": self.name, "table": self.table, "column": self.column}
        if self.name not in there:
            cursor.execute(_TABLE.format(**words))
        cursor.execute(_REBUILD.format(**words))
        for event, does in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}")
            cursor.execute(f"CREATE TRIGGER {self.name}_{event} {does.format(**words)}")


def postgres_statements(table: str, column: str) -> tuple[list[str], list[str]]:
    """There and back. The words stand in a column of their own: to make them of the text for each row that is
    looked at costs more than to keep them."""
    index = f"{table}_words"
    there = [
        f"ALTER TABLE {table} ADD COLUMN {column}_words tsvector GENERATED ALWAYS AS "
        f"(array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))) STORED",
        f"CREATE INDEX {index} ON {table} USING gin ({column}_words)",
    ]
    return there, [f"ALTER TABLE {table} DROP COLUMN {column}_words"]


@TextField.register_lookup
class HoldsWords(Lookup):
    """`field__holds=question`: every word that is asked occurs as a whole; of `thon*` one that begins so.

    For fields that have such an index. A question without a word holds nowhere: ask `asked_words` first.
    """

    lookup_name = "holds"
    prepare_rhs = False
    lhs: Col

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        index = f"{self.lhs.target.model._meta.db_table}_words"
        row = compiler.quote_name_unless_alias(self.lhs.alias)
        question = " AND ".join(f'"{word}"{"*" * begins}' for word, begins in asked_words(self.rhs))
        # The plus keeps SQLite from fetching every row that was found, to sort them: it walks the list's own index.
        return _FOUND.format(row=row, index=index), [question or '""']

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        words = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{self.lhs.target.column}_words"
        question = " & ".join(f"'{word}'{':*' * begins}" for word, begins in asked_words(self.rhs))
        return f"{words} @@ %s::tsquery", [question]
