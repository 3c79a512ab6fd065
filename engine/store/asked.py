"""What a run was asked for, of what no table holds: the facts of its line in the log."""

from json import loads
from typing import Any, cast

from engine.records import ModelIdentity, Narrowing, RunRequest
from engine.store.connection import Connection

_FACTS = """
SELECT facts FROM log WHERE event = 'run' AND facts LIKE :has_run
    AND iif(json_valid(facts), facts ->> 'run', NULL) = :run ORDER BY id LIMIT 1
"""


def asked_facts(run_id: int, request: RunRequest, model: ModelIdentity) -> dict[str, object]:
    """What the log says of a new run, for programs."""
    return {
        "run": run_id,
        "model_sha256": model.sha256,
        "adapter_sha256": model.adapter_sha256,
        "fill_gaps": request.fill_gaps,
        "only_missing": request.only_missing,
    }


def narrowing(connection: Connection, run_id: int) -> Narrowing | None:
    """What a run was asked to leave out; None for one whose line in the log does not say so.

    That is a run of an earlier version, or one that came in a packet.
    """
    row = connection.row(_FACTS, run=run_id, has_run=f'%"run": {run_id}%')
    facts = cast("dict[str, Any]", loads(row["facts"])) if row else {}
    if "only_missing" not in facts:
        return None
    return Narrowing(bool(facts.get("fill_gaps")), bool(facts["only_missing"]))
