"""A column that SQLite asks of each row it comes by, instead of by the column's own index.

SQLite guesses that few rows have one value. Where a value has thousands of rows it would fetch and sort all of them,
for a page of fifty that lies at hand along the list's index.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler


class Unindexed(Func):
    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: object) -> tuple:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)
