"""The review queue: what waits, for whom and why, and taking the next thing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Do, check, get_project, may, role_of
from annotations.actions import queue as actions
from annotations.errors import Invalid
from annotations.models import Assignment, Document, Project, Queue, Verdict

from .base import actor, frame, page, person
from .queue_rows import MOST, NEEDS, counts, holdings, rows_of, waiting_for_others

EXPLAINED = {
    Queue.ANNOTATE: gettext_lazy(
        "Articles to read and mark up. Overdue first, then what came back to you, then what reaches most people and "
        "could do most harm."
    ),
    Queue.REVIEW: gettext_lazy("Spans that others made and handed in. You decide on what you did not make yourself."),
    Queue.VERDICTS: gettext_lazy(
        "Verdicts that wait for a second person: neither the author nor who gathered the sources."
    ),
}


# What others wait for comes before what is new.
FIRST = (Queue.REVIEW, Queue.VERDICTS, Queue.ANNOTATE)


def _checked(queue: str) -> str:
    if queue not in Queue.values:
        raise Invalid.field("queue", "unknown_queue", _("There is no such queue. Choose one of the tabs."))
    return queue


@page("GET")
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one tab of the queue (thirteen queries, however long it is)."""
    user = person(request)
    project = get_project(user, slug, to=Do.READ)
    if request.GET.get("finished") == "review":  # told once, whoever comes from the workbench
        messages.success(request, _("Your review is finished. The authors see what you decided."))
        return redirect("queue", slug)
    numbers = counts(project, user)
    first = next((name for name in FIRST if numbers[name] and _may(project, name)), Queue.ANNOTATE)
    chosen = _checked(request.GET.get("tab") or first)
    held = holdings(project, user)
    rows = rows_of(project, user, chosen, held)
    context = frame(
        project,
        "queue",
        tabs=[{"value": value, "name": name, "count": numbers[value]} for value, name in Queue.choices],
        tab=chosen,
        explained=EXPLAINED[Queue(chosen)],
        rows=rows,
        mine=[each for each in held if each.user_id == user.pk],
        holds_one=any(each.user_id == user.pk and each.queue == chosen for each in held),
        waiting=waiting_for_others(project, user),
        may_take=_may(project, chosen),
        is_any_free=any(row.may_be_taken for row in rows),
        number=numbers[chosen],
        most=MOST,
        elsewhere=[
            name for value, name in Queue.choices if value != chosen and numbers[value] and _may(project, value)
        ],
    )
    return render(request, "annotations/queue.html", context)


def _may(project: Project, queue: str) -> bool:
    return may(role_of(project), NEEDS[Queue(queue)])


@page("POST")
def take_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the most urgent thing of a queue and open it."""
    user = person(request)
    project = get_project(user, slug, to=Do.READ)
    queue = _checked(request.POST.get("queue", ""))
    check(role_of(project), NEEDS[Queue(queue)])
    taken = actions.take_next(project, actor(request), queue)
    if taken is None:
        messages.info(request, _("Nothing is left here. Somebody was quicker, or it is all done."))
        return redirect(f"{reverse('queue', args=[slug])}?tab={queue}")
    assignment, thing = taken
    return redirect(_place(assignment, thing))


def _place(assignment: Assignment, thing: Document | Verdict) -> str:
    """Return where the thing is worked on."""
    if isinstance(thing, Verdict):
        return f"{reverse('claim', args=[thing.claim_id])}?assignment={assignment.pk}#verdict"
    return f"{reverse('workbench', args=[thing.pk])}?assignment={assignment.pk}"
