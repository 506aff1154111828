"""People, memberships and tokens as JSON: usernames only, never addresses."""

from typing import Any

from annotations.models import ApiToken, Membership, User

JSON = dict[str, Any]


def me_record(user: User) -> JSON:
    """Build the answer to "who am I" (one query)."""
    rows = user.memberships.order_by("project__name").values_list("project__slug", "project__name", "role")
    return {
        "username": user.username,
        "memberships": [{"project": slug, "name": name, "role": role} for slug, name, role in rows],
    }


def member_record(membership: Membership) -> JSON:
    return {"username": membership.user.username, "role": membership.role, "since": membership.created_at}


def token_record(token: ApiToken) -> JSON:
    """Build a token's record. The key itself is not known here."""
    return {
        "id": token.pk,
        "name": token.name,
        "project": token.project.slug if token.project else None,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
    }
