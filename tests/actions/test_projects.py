"""Projects, labels, ratings and members: data that a desk changes, and what it may not lose."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction

from annotations.actions.demo import create_demo
from annotations.actions.events import SYSTEM, Actor
from annotations.actions.people import WINDOW, create_token, delete_token, note_use, sign_in
from annotations.actions.projects import (
    create_project,
    edit_project,
    remove_member,
    save_label,
    save_member,
    save_rating,
)
from annotations.actions.upkeep import forget_old_answers
from annotations.errors import Invalid, Throttled
from annotations.models import Answer, ApiToken, Event, Label, Membership, Project, Rating, Role, User, labels_of

from .story import as_, at_most, refused


def test_new_project_has_the_usual_labels_scale_and_an_editor(project: Project, editor: User) -> None:
    on = {
        label.key: (label.colour, label.pattern, label.shortcut) for label in labels_of(project).values() if label.is_on
    }
    assert on == {
        "claim": ("blue", "solid", "1"),
        "denial": ("rust", "double", "2"),
        "figure": ("ochre", "heavy", "3"),
        "quote": ("slate", "dotted", "4"),
        "speaker": ("teal", "wavy", "5"),
    }
    assert {label.key for label in labels_of(project).values()} - set(on) == {"hedge", "date", "place"}
    numeric = dict(Rating.objects.filter(project=project).values_list("slug", "numeric"))
    assert (numeric["true"], numeric["false"], numeric["missing-context"]) == (5, 1, None)
    assert Membership.objects.get(project=project, user=editor).role == Role.EDITOR


def test_project_needs_a_name_and_a_slug_of_its_own(project: Project, editor: User) -> None:
    with refused("blank", 400, "Give the project a name"):
        create_project(as_(editor), name=" ")
    with refused("blank", 400, "Latin letters"):
        create_project(as_(editor), name="Редакція")
    with refused("slug_taken", 409, "“border” is taken"):
        create_project(as_(editor), name="Border")


def test_rules_of_work_change_with_a_revision(project: Project, editor: User) -> None:
    edit_project(project, as_(editor), revision=1, changes={"lease_minutes": 30, "name": "Border desk"})
    stored = Project.objects.get()
    assert (stored.lease_minutes, stored.revision) == (30, 2)
    assert Event.objects.get(verb="edited").after == {"lease_minutes": 30}
    with refused("stale", 412, "at revision 2"):
        edit_project(stored, as_(editor), revision=1, changes={"lease_minutes": 5})


def test_changed_label_is_seen_at_once_and_labels_cost_no_query_when_warm(project: Project, editor: User) -> None:
    labels_of(project)
    with at_most(0):
        assert labels_of(project)["hedge"].is_on is False
    save_label(project, as_(editor), "hedge", {"is_on": True, "shortcut": "6"})
    assert labels_of(project)["hedge"].is_on
    assert labels_of(Project.objects.get())["hedge"].shortcut == "6"


def test_new_label_comes_last(project: Project, editor: User) -> None:
    label = save_label(project, as_(editor), "rumour", {"attributes_schema": {"type": "object"}})
    assert (label.name, label.order) == ("Rumour", 8)
    assert list(labels_of(project))[-1] == "rumour"


def test_two_labels_never_share_a_key_on_the_keyboard(project: Project, editor: User) -> None:
    with refused("shortcut_taken", 409, "Another label has the key 1"):
        save_label(project, as_(editor), "denial", {"shortcut": "1"})


@pytest.mark.parametrize("schema", [{"type": "nonsense"}, {"type": "array"}, {"properties": 7}, {"title": "no type"}])
def test_schema_that_is_none_is_refused(schema: Mapping[str, Any], project: Project, editor: User) -> None:
    with refused("schema", 400):
        save_label(project, as_(editor), "claim", {"attributes_schema": schema})


def test_rating_scale_is_the_desks_own(project: Project, editor: User) -> None:
    save_rating(project, as_(editor), "unproven", {"name": "Unproven", "icon": "unk"})
    save_rating(project, as_(editor), "true", {"name": "Correct"})
    assert list(Rating.objects.filter(project=project).values_list("name", flat=True))[::10] == ["Correct", "Unproven"]


def test_project_keeps_an_editor(project: Project, editor: User, viewer: User) -> None:
    with refused("last_editor", 409, "at least one editor"):
        save_member(project, as_(editor), "editor", "viewer")
    with refused("last_editor", 409):
        remove_member(project, as_(editor), "editor")
    save_member(project, as_(editor), "viewer", "editor")
    remove_member(project, as_(viewer), "editor")
    assert list(Membership.objects.filter(role="editor").values_list("user__username", flat=True)) == ["viewer"]


def test_member_must_be_known_and_the_role_a_role(project: Project, editor: User) -> None:
    with refused("unknown_role", 400, "viewer, annotator, reviewer, editor"):
        save_member(project, as_(editor), "viewer", "king")
    with refused("unknown_user", 400, "There is no account “ghost”"):
        save_member(project, as_(editor), "ghost", "viewer")
    with refused("unknown_user", 400, "“ghost” is not a member"):
        remove_member(project, as_(editor), "ghost")


def test_demo_is_made_once_and_its_passwords_are_told_once(db: None) -> None:
    made = create_demo()
    assert {each["username"] for each in made} == set(Role.values)
    assert len({each["password"] for each in made}) == 4
    roles = dict(Membership.objects.values_list("user__username", "role"))
    assert roles == {role: role for role in Role.values}
    assert create_demo() == []
    assert Project.objects.count() == 1


def test_right_password_signs_in_and_a_wrong_one_does_not(annotator: User) -> None:
    annotator.set_password("blue horse")
    annotator.save()
    told = {"username": "annotator", "address": "127.0.0.1"}
    assert sign_in(SYSTEM, password="blue horse", **told) == annotator
    with pytest.raises(Invalid, match="do not fit together"):
        sign_in(SYSTEM, password="red horse", **told)
    assert Event.objects.get(verb="sign_in_failed").after == told


def test_eleventh_wrong_password_waits_ten_minutes(annotator: User) -> None:
    told = {"username": "annotator", "password": "red horse"}
    for number in range(10):
        with pytest.raises(Invalid):
            sign_in(SYSTEM, address=f"10.0.0.{number}", **told)
    with pytest.raises(Throttled) as closed:
        sign_in(SYSTEM, address="10.0.0.99", **told)
    assert closed.value.retry_after == WINDOW.total_seconds() == 600
    with pytest.raises(Invalid):
        sign_in(SYSTEM, address="10.0.0.99", username="reviewer", password="red horse")


def test_token_is_made_named_and_revoked_by_its_owner_only(annotator: User, reviewer: User) -> None:
    token, key = create_token(annotator, as_(annotator), name=" desk program ")
    assert (token.name, key[:3], key in str(Event.objects.values())) == ("desk program", "fc_", False)
    with refused("blank", 400, "Name the program"):
        create_token(annotator, as_(annotator), name=" ")
    with refused("past", 400, "That time has passed"):
        create_token(annotator, as_(annotator), name="x", expires_at=token.created_at - WINDOW)
    with refused("not_found", 404):
        delete_token(reviewer, as_(reviewer), token.pk)
    delete_token(annotator, as_(annotator), token.pk)
    assert not ApiToken.objects.exists()


def test_use_of_a_token_is_noted_once_a_minute(annotator: User) -> None:
    token, _ = create_token(annotator, as_(annotator), name="desk program")
    note_use(token)
    used = ApiToken.objects.get()
    assert used.last_used_at is not None
    with at_most(0):
        note_use(used)


def test_answers_are_kept_for_a_day(annotator: User) -> None:
    for key in ("old", "new"):
        Answer.objects.create(user=annotator, key=key, request_sha256="0" * 64, status=201, body=b"{}")
    Answer.objects.filter(key="old").update(at=Answer.objects.get(key="new").at - 200 * WINDOW)
    assert forget_old_answers() == 1
    assert Answer.objects.get().key == "new"


def test_machine_never_acts_as_a_person() -> None:
    with pytest.raises(TypeError, match="Only a person"):
        Actor(engine="rules 1").person()


def test_label_change_that_fails_changes_nothing(project: Project, editor: User) -> None:
    scheme = project.scheme
    with pytest.raises(Exception, match="key 2"), transaction.atomic():
        save_label(project, as_(editor), "claim", {"shortcut": "2"})
    assert Project.objects.get().scheme == scheme
    assert Label.objects.get(project=project, key="claim").shortcut == "1"
