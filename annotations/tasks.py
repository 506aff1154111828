"""Celery tasks: take an id, claim the row, call an action. The row of a run is the truth, the broker only wakes."""

import logging
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from annotations.actions import runs, upkeep

logger = logging.getLogger(__name__)


@shared_task(soft_time_limit=210, time_limit=240, ignore_result=True)
def run_engine(run_id: str) -> None:
    """Perform one engine run. Safe to deliver twice: only one worker can claim the row."""
    run = runs.claim_run(UUID(run_id))
    if run is None:
        return
    try:
        runs.perform_run(run)
    except Exception as error:  # the task boundary: any engine's failure is shown on the run, never lost
        logger.exception("Engine run %s failed", run_id)
        runs.fail_run(run, f"{type(error).__name__}: {error}")


@shared_task(time_limit=60, ignore_result=True)
def sweep() -> None:
    """Wake runs that a dead worker or a lost broker left behind, and clear what has run out."""
    for run_id in runs.waiting_runs():
        run_engine.delay(str(run_id))
    upkeep.forget_old_answers()


def wake(run_ids: Iterable[UUID]) -> None:
    """Tell a worker of these runs once the transaction is committed; without a broker they wait, and say so."""
    ids = list(run_ids)
    if ids:
        transaction.on_commit(partial(_wake, ids))


def _wake(ids: list[UUID]) -> None:
    try:
        for run_id in ids:
            run_engine.delay(str(run_id))
    except OperationalError as error:
        logger.warning("The broker cannot be reached; %s run(s) wait: %s", len(ids), error)
        runs.note_waiting(ids)
