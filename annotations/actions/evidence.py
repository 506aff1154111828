"""Sources, and what they say for or against a claim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.errors import Conflict, Forbidden, Invalid, Stale
from annotations.models import Claim, ClaimState, Evidence, Project, Source, SourceKind, Stance

from .claims import log_of
from .events import Actor, Thing, log, one_transaction

LONGEST_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source by its address, its title, or both."""

    url: str = ""
    title: str = ""
    publisher: str = ""
    kind: str = SourceKind.OTHER
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    passage: str = ""
    stance: str = Stance.CONTEXT
    more: Mapping[str, str] = field(default_factory=dict)


def check_url(url: str, name: str = "url") -> None:
    """Raise `Invalid` unless the address is empty or plain http(s): no script, no file, no credentials."""
    if not url:
        return
    if len(url) > LONGEST_URL:
        raise Invalid.field(
            name, "too_long", _("An address has at most %(longest)s characters.") % {"longest": LONGEST_URL}
        )
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_web = False
    if not is_web or any(letter.isspace() or letter in '<>"' for letter in url):
        raise Invalid.field(name, "bad_url", _("An address starts with http:// or https:// and names a host."))


def find_or_create_source(project: Project, by: Actor, draft: SourceDraft) -> Source:
    """Return the project's source with this address, or store a new one."""
    check_url(draft.url, "source.url")
    if not draft.url and not draft.title.strip():
        raise Invalid.field("source", "required", _("Give the source's address or its title."))
    told = {
        "title": draft.title.strip(),
        "publisher": draft.publisher,
        "kind": draft.kind,
        "published_at": draft.published_at,
        "created_by": by.user,
    }
    with one_transaction:
        if draft.url:
            # Two people may bring the same address at once: the database keeps one, and both get it.
            source, is_new = Source.objects.get_or_create(project=project, url=draft.url, defaults=told)
        else:
            source, is_new = Source.objects.create(project=project, **told), True
        if is_new:
            after = {"url": source.url, "title": source.title}
            log(by, "created", Thing("source", source.pk, project.pk), after=after)
    return source


def add_evidence(claim: Claim, by: Actor, source: Source | SourceDraft, draft: EvidenceDraft) -> Evidence:
    """Attach a source to a claim; work on the claim has begun then."""
    with one_transaction:
        found = source if isinstance(source, Source) else find_or_create_source(claim.project, by, source)
        evidence = Evidence.objects.create(
            claim=claim,
            source=found,
            passage=draft.passage,
            stance=draft.stance,
            created_by=by.person(),
            **draft.more,
        )
        Claim.objects.filter(pk=claim.pk, state=ClaimState.INTAKE).update(state=ClaimState.RESEARCHING)
        after = {"source": found.url or found.title, "stance": evidence.stance, "passage": evidence.passage}
        log_of(claim, by, "created", "evidence", evidence.pk, after=after)
    return evidence


def edit_evidence(evidence: Evidence, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Evidence:
    """Change how a source bears on the claim."""
    fields = {name: value for name, value in changes.items() if getattr(evidence, name) != value}
    return _change(evidence, by, "edited", revision, fields)


def withdraw_evidence(evidence: Evidence, by: Actor, *, revision: int) -> Evidence:
    """Take a source off a claim; the row stays for what rested on it."""
    return _change(evidence, by, "withdrawn", revision, {"is_withdrawn": True})


def _change(evidence: Evidence, by: Actor, verb: str, revision: int, fields: Mapping[str, Any]) -> Evidence:
    if evidence.created_by_id != by.person().pk:
        raise Forbidden(
            _("%(created_by)s added this source. Add your own beside it.") % {"created_by": evidence.created_by},
            code="not_yours",
        )
    if evidence.revision != revision:
        raise Stale(
            _("This source is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": evidence.revision, "read": revision}
        )
    if not fields:
        return evidence
    before = {name: getattr(evidence, name) for name in fields}
    with one_transaction:
        current = Evidence.objects.filter(pk=evidence.pk, revision=revision, is_withdrawn=False)
        if not current.update(**fields, revision=F("revision") + 1, updated_at=timezone.now()):
            raise Stale(_("Somebody changed this source since you read it."))
        log_of(evidence.claim, by, verb, "evidence", evidence.pk, before=before, after=fields)
    for name, value in fields.items():
        setattr(evidence, name, value)
    evidence.revision += 1
    return evidence


def _check_source(source: Source, fields: Mapping[str, Any]) -> None:
    url = fields.get("url", "")
    check_url(url)
    if url and Source.objects.filter(project=source.project_id, url=url).exists():
        raise _duplicate()
    if not fields.get("url", source.url) and not fields.get("title", source.title):
        raise Invalid.field("title", "required", _("A source keeps an address or a title."))


def _duplicate() -> Conflict:
    return Conflict(_("The project has a source with this address already."), code="duplicate_source")


def edit_source(source: Source, by: Actor, *, revision: int, changes: Mapping[str, Any]) -> Source:
    """Correct what is known about a source."""
    fields = {name: value for name, value in changes.items() if getattr(source, name) != value}
    _check_source(source, fields)
    if source.revision != revision:
        raise Stale(
            _("This source is at revision %(revision)s; you read revision %(read)s.")
            % {"revision": source.revision, "read": revision}
        )
    if not fields:
        return source
    before = {name: str(getattr(source, name) or "") for name in fields}
    with one_transaction:
        current = Source.objects.filter(pk=source.pk, revision=revision)
        try:
            moved = current.update(**fields, revision=F("revision") + 1, updated_at=timezone.now())
        except IntegrityError as error:
            raise _duplicate() from error
        if not moved:
            raise Stale(_("Somebody changed this source since you read it."))
        after = {name: str(value or "") for name, value in fields.items()}
        log(by, "edited", Thing("source", source.pk, source.project_id), before=before, after=after)
    for name, value in fields.items():
        setattr(source, name, value)
    source.revision += 1
    return source
