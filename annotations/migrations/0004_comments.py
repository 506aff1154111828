"""Comments and mentions; the database refuses a reply that does not belong to its thread, and moving one."""

import annotations.models.base
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


TABLE = "annotations_comment"
SAME = ("project_id", "document_id", "span_id", "claim_id", "verdict_id")
KEPT = (*SAME, "root_id", "author_id")
REPLY = "a reply belongs to the first comment of its thread and to the same thing"
MOVED = "a comment stays where it was written"


def _fits(same: str) -> str:
    """Write the test that the named root begins a thread about the same thing."""
    alike = " AND ".join(f'r."{column}" {same} NEW."{column}"' for column in SAME)
    return f"EXISTS (SELECT 1 FROM {TABLE} r WHERE r.id = NEW.root_id AND r.root_id IS NULL AND {alike})"  # noqa: S608


def _sqlite() -> list[str]:
    moved = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in KEPT)
    return [
        f"CREATE TRIGGER comment_reply_fits BEFORE INSERT ON {TABLE} WHEN NEW.root_id IS NOT NULL "
        f"AND NOT {_fits('IS')} BEGIN SELECT RAISE(ABORT, '{REPLY}'); END",
        f"CREATE TRIGGER comment_stays BEFORE UPDATE ON {TABLE} WHEN {moved} BEGIN SELECT RAISE(ABORT, '{MOVED}'); END",
    ]


def _postgresql() -> list[str]:
    moved = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in KEPT)
    return [
        # A function and not a WHEN clause: that may not look at other rows.
        "CREATE FUNCTION factcheck_reply_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.root_id IS NOT NULL AND NOT {_fits('IS NOT DISTINCT FROM')} THEN "
        f"RAISE EXCEPTION '{REPLY}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER comment_reply_fits BEFORE INSERT ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION factcheck_reply_fits()",
        f"CREATE TRIGGER comment_stays BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({moved}) "
        f"EXECUTE FUNCTION factcheck_refuse('{MOVED}')",
    ]


def refuse(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement, params=None)


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("comment_reply_fits", "comment_stays"):
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if is_postgresql else ""), params=None)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION factcheck_reply_fits()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0007_nothing_here"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=annotations.models.base.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("text", models.TextField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_removed",
                    models.BooleanField(default=False, help_text="Its words stay here and are shown to nobody"),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("human", "Person"), ("engine", "Engine"), ("import", "Import")],
                        default="human",
                        max_length=6,
                    ),
                ),
                (
                    "provenance",
                    models.JSONField(blank=True, default=dict, help_text="Of an imported comment: who wrote it there"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotations.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotations.document",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="annotations.project"
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="annotations.comment",
                    ),
                ),
                (
                    "span",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotations.span",
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotations.verdict",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=annotations.models.base.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="annotations.comment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claim__isnull", True),
                        ("document__isnull", False),
                        ("span__isnull", True),
                        ("verdict__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("document__isnull", True),
                        ("span__isnull", False),
                        ("verdict__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", False),
                        ("document__isnull", True),
                        ("span__isnull", True),
                        ("verdict__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("document__isnull", True),
                        ("span__isnull", True),
                        ("verdict__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="comment_on_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("is_removed", True), _connector="OR"),
                name="comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("text"), 4000
                ),
                name="comment_is_not_too_long",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False), ("root__isnull", True)),
                    _connector="OR",
                ),
                name="comment_thread_resolved_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(condition=models.Q(("read_at__isnull", True)), fields=["user"], name="mention_unread"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("comment", "user"), name="mention_once"),
        ),
        migrations.RunPython(refuse, allow),
    ]
