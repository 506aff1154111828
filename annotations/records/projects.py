"""Projects, labels and ratings as JSON."""

from typing import Any

from annotations.models import Label, Project, Rating

JSON = dict[str, Any]


def project_record(project: Project) -> JSON:
    return {
        "slug": project.slug,
        "name": project.name,
        "language": project.language,
        "second_person": project.second_person,
        "policy": project.policy,
        "lease_minutes": project.lease_minutes,
        "role": getattr(project, "role", None),
        "created_at": project.created_at,
        "updated_at": project.updated_at,
        "revision": project.revision,
    }


def label_record(label: Label) -> JSON:
    return {
        "key": label.key,
        "name": label.name,
        "shortcut": label.shortcut,
        "colour": label.colour,
        "pattern": label.pattern,
        "attributes_schema": label.attributes_schema,
        "guideline": label.guideline,
        "order": label.order,
        "is_on": label.is_on,
    }


def rating_record(rating: Rating) -> JSON:
    return {
        "slug": rating.slug,
        "name": rating.name,
        "definition": rating.definition,
        "numeric": rating.numeric,
        "icon": rating.icon,
        "order": rating.order,
    }
