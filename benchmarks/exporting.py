"""How fast an export leaves, and that its memory does not grow from a thousand spans to a million."""

from django.db import connection

from annotations.formats import native_export
from annotations.models import Span

from .figure import Figure, cpu, resident_megabytes
from .opening import fill
from .stage import Stage, set_stage

SEED = 1_000
MILLION = 1_000_000
CHOICE = native_export.Choice.of(["all"])


def _multiply(stage: Stage, times: int) -> None:
    """Copy the seed's rows, each copy a little further on (unique places, new ids)."""
    new_id = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    columns = [field.column for field in Span._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    values = {"id": new_id, "start": 'n.k * 100000 + s."start"', "end": 'n.k * 100000 + s."end"'}
    chosen = ", ".join(values.get(column, f's."{column}"') for column in columns)
    numbers = f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {times - 1})"
    table = Span._meta.db_table
    statement = f"INSERT INTO {table} ({names}) {numbers} SELECT {chosen} FROM {table} s, n WHERE s.version_id = %s"
    version = stage.document.current_id
    parameter = version if connection.vendor == "postgresql" else version.hex if version else ""
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter])


def _drain(stage: Stage) -> tuple[int, float]:
    """Export everything; return bytes and the most memory held meanwhile."""
    size, most = 0, 0.0
    for piece in native_export.stream(stage.project, CHOICE):
        size += len(piece)
        most = max(most, resident_megabytes())
    return size, most


def measure() -> list[Figure]:
    small, large = set_stage(100_000), set_stage(100_000)
    fill(small, SEED)
    fill(large, SEED)
    _multiply(large, MILLION // SEED)
    stored = Span.objects.filter(version=large.document.current_id).count()
    _drain(small)
    _, before = _drain(small)
    found: list[tuple[int, float]] = []
    seconds = cpu(lambda: found.append(_drain(large)))
    size, most = found[0]
    return [
        Figure("export: spans in it", stored, "spans", at_least=MILLION),
        Figure("export: spans a CPU second", stored / seconds, "spans/s", at_least=40_000),
        Figure("export: size", size / 1e6, "MB"),
        Figure("export: memory of 1,000 spans", before, "MB"),
        Figure("export: memory more for 1,000,000", most - before, "MB", at_most=30),
    ]
