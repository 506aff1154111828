"""What somebody holds: keeping it longer, giving it back, finishing it, taking it over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.access import Do, check, get_assignment, role_of
from annotations.actions import queue as actions
from annotations.errors import NotFound
from annotations.models import Queue

from .base import actor, back, page, person, typed
from .queue_rows import NEEDS


@page("POST")
def move_assignment(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Renew, give back, finish or take over a lease."""
    assignment = get_assignment(person(request), pk, to=Do.READ)
    check(role_of(assignment), NEEDS[Queue(assignment.queue)])
    by, project = actor(request), assignment.project
    otherwise = f"{reverse('queue', args=[project.slug])}?tab={assignment.queue}"
    if verb == "renew":
        actions.renew(assignment, by)
        messages.success(request, _("Yours for %s more minutes.") % project.lease_minutes)
    elif verb == "release":
        actions.release(assignment, by)
        messages.success(request, _("Given back to the queue."))
    elif verb == "submit":
        actions.submit_assignment(assignment, by)
        messages.success(request, _("Finished."))
    elif verb == "takeover":
        actions.take_over(assignment, by, typed(request, "note"))
        messages.success(request, _("You hold this now. %s sees why in the log.") % assignment.user)
    else:
        raise NotFound
    return back(request, otherwise)
