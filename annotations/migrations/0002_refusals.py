"""What the database itself refuses: changing the log, a version's text, or the words of a verdict."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LOG = "annotations_event"
TEXT = ("annotations_documentversion", ("text", "sha256", "length", "document_id", "number"))
WORDS = (
    "annotations_verdict",
    ("claim_id", "number", "rating_id", "justification", "summary", "limits", "proposed_by_id"),
)

POSTGRESQL_FUNCTION = """
CREATE FUNCTION factcheck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql() -> list[str]:
    statements = [POSTGRESQL_FUNCTION]
    statements.append(
        f"CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON {LOG} "
        "FOR EACH ROW EXECUTE FUNCTION factcheck_refuse('events are append-only')"
    )
    for name, (table, columns), message in _frozen():
        changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
        statements.append(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
            f"EXECUTE FUNCTION factcheck_refuse('{message}')"
        )
    return statements


def _sqlite() -> list[str]:
    statements = [
        f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON {LOG} "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    for name, (table, columns), message in _frozen():
        changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
        statements.append(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {changed} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    return statements


def _frozen() -> list[tuple[str, tuple[str, tuple[str, ...]], str]]:
    return [
        ("version_text_frozen", TEXT, "the text of a version never changes"),
        ("verdict_words_frozen", WORDS, "a verdict is never reworded: record a new revision"),
    ]


def refuse(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement, params=None)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    names = ["event_append_only"] if is_postgresql else ["event_no_update", "event_no_delete"]
    tables = {name: LOG for name in names} | {name: table for name, (table, _), _ in _frozen()}
    for name, table in tables.items():
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgresql else ""), params=None)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION factcheck_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
