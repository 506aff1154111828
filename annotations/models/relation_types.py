"""What relations there are, and which labels each of them joins: data, for the model, the actions and the doors."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_NOTE: Final = 2000


class RelationType(models.TextChoices):
    ATTRIBUTES = "attributes", pgettext_lazy("relation", "Attributes")
    DENIES = "denies", pgettext_lazy("relation", "Denies")
    QUANTIFIES = "quantifies", pgettext_lazy("relation", "Quantifies")
    CONTINUES = "continues", pgettext_lazy("relation", "Continues")
    DATED = "dated", pgettext_lazy("relation", "Dated")
    LOCATED = "located", pgettext_lazy("relation", "Located")
    HEDGED_BY = "hedged_by", pgettext_lazy("relation", "Hedged by")


class Scope(models.TextChoices):
    """How much of a claim a denial denies: all of it, or a part that the note names."""

    WHOLE = "whole", _("Whole")
    PART = "part", _("Part")


_SAID: Final = frozenset({"claim", "denial", "figure", "quote"})
# The labels that each type leads from, and those it leads to.
ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    RelationType.ATTRIBUTES: (_SAID, frozenset({"speaker"})),
    RelationType.DENIES: (frozenset({"denial"}), frozenset({"claim"})),
    RelationType.QUANTIFIES: (frozenset({"figure"}), frozenset({"claim"})),
    RelationType.CONTINUES: (frozenset({"quote"}), frozenset({"quote"})),
    RelationType.DATED: (_SAID, frozenset({"date"})),
    RelationType.LOCATED: (_SAID, frozenset({"place"})),
    RelationType.HEDGED_BY: (_SAID, frozenset({"hedge"})),
}


def allowed_sources(kind: str) -> frozenset[str]:
    """Return the keys of the labels that a relation of this type may start from."""
    return ENDS[kind][0]


def allowed_targets(kind: str) -> frozenset[str]:
    """Return the keys of the labels that a relation of this type may lead to."""
    return ENDS[kind][1]


def fitting() -> Q:
    """Return the filter "both ends carry labels that the type joins"."""
    found = Q()
    for kind, (sources, targets) in ENDS.items():
        found |= Q(type=kind, source__label__key__in=sorted(sources), target__label__key__in=sorted(targets))
    return found
