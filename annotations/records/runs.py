"""Engine runs as JSON."""

from typing import Any

from annotations.models import EngineRun

JSON = dict[str, Any]


def run_record(run: EngineRun, document_id: object) -> JSON:
    return {
        "id": run.pk,
        "document": document_id,
        "engine": {"name": run.engine, "version": run.engine_version},
        "state": run.state,
        "proposed": run.proposed,
        "skipped": run.skipped,
        "seconds": run.seconds,
        "error": run.error,
        "attempts": run.attempts,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
    }
