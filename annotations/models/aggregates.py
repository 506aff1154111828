"""Rows of a subquery as one JSON column, so that a page's small lists come with its main row and cost no query."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, JSONField, Subquery
from django.db.models.sql.compiler import SQLCompiler


class Counted(Subquery):
    """How many rows the queryset finds."""

    template = "(SELECT count(*) FROM (%(subquery)s) r)"
    output_field = IntegerField()


class JsonRows(Subquery):
    """A list of objects, one for each row of `queryset.values(…)`, in its order. Ids and times come as JSON text."""

    output_field = JSONField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        names = ", ".join(f"'{name}', r.\"{name}\"" for name in self.query.selected or ())
        template = f"(SELECT json_group_array(json_object({names})) FROM (%(subquery)s) r)"  # noqa: S608 - names of our fields
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = "(SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]'::jsonb) FROM (%(subquery)s) r)"
        return self.as_sql(compiler, connection, template=template, **context)
