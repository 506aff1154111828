"""What the forms of labels and ratings share: a key that never changes, one that is free, and the usual words."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from annotations.errors import Conflict
from annotations.models import Label, Rating
from annotations.models.usual import TRANSLATED, usual, usual_record

NEW: Final = "new"


def initial_of(found: Label | Rating | None, form: type[forms.Form]) -> dict[str, Any]:
    """Return what the form starts with, usual words in the reader's language."""
    return usual_record({name: getattr(found, name) for name in form.base_fields}) if found else {}


def changes_of(found: Label | Rating | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to save: a usual word that was left as it was shown stays the usual word for everybody."""
    left = [name for name in TRANSLATED if name in given and found and usual(getattr(found, name)) == given[name]]
    return {**given, **{name: getattr(found, name) for name in left}}


def fix(form: forms.Form, name: str, found: Label | Rating | None) -> None:
    """Lock the key of what exists."""
    form.fields[name].disabled = found is not None


def check_free(found: Label | Rating | None, key: str, *, is_taken: bool) -> None:
    """Refuse a new label or rating under a key that is taken; `new` is the word of the address."""
    if found is None and (is_taken or key == NEW):
        raise Conflict(_("The key “%s” is taken. Choose another.") % key, code="key_taken")
