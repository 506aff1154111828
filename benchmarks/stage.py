"""The cast of a measurement: a project, a person with a token, a document of a given length."""

import uuid
from dataclasses import dataclass

from annotations.actions import documents, people, projects
from annotations.actions.events import Actor
from annotations.models import Document, Project, User

SENTENCE = "An estimated 126,000 troops stood along the eastern flank, said the ministry on Tuesday. "


@dataclass(frozen=True, slots=True)
class Stage:
    user: User
    project: Project
    document: Document
    key: str


def set_stage(letters: int) -> Stage:
    """Make a fresh project with one document of about so many letters, in lines of 400."""
    name = f"bench-{uuid.uuid4().hex[:8]}"
    user = User.objects.create_user(name)
    by = Actor(user=user)
    project = projects.create_project(by, name=name)
    sentences = (SENTENCE * (letters // len(SENTENCE) + 1))[:letters]
    text = "\n".join(sentences[at : at + 400] for at in range(0, letters, 400))
    document = documents.create_document(project, by, documents.DocumentDraft(title=name, text=text))
    document.refresh_from_db()
    _, key = people.create_token(user, by, name="benchmark")
    return Stage(user, project, document, key)
