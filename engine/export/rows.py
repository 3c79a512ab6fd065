"""One task as one line of JSON: what it says, and where that came from.

This is the edge where records become mappings: the order of the keys is part of the format.
"""

import hashlib
import json
from dataclasses import dataclass

from engine.export.shapes import CHATS, FORMATS, SHAPES, Row, Said, check_format
from engine.records import Document, Run, Task, Verdict
from engine.tasks.markers import control_texts

__all__ = ["CHATS", "FORMATS", "Origin", "Row", "has_control_text", "line", "provenance", "row"]

NOWHERE = -1  # the offsets of evidence that was not found


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task came from, beyond what the task itself knows."""

    document: Document
    run: Run
    passage: str  # as it stands in the document


def row(task: Task, format_name: str, system: str = "", rejected: str = "") -> Row:
    """The task in one of `FORMATS`, without provenance; raises `BadSetting` for another name.

    `rejected` is the other answer of a pair.
    """
    check_format(format_name)
    is_wanted = task.verdict is not Verdict.REJECT
    return SHAPES[format_name](Said(task.input, task.output, system, is_wanted, rejected))


def has_control_text(task: Task) -> bool:
    """The task quotes text of its document that some model or trainer reads as an order."""
    return bool(control_texts(f"{task.input}\n{task.output}"))


def _computed_on(run: Run) -> Row:
    """Where the words were computed, in parts; several are parted by “; ”, in their order."""
    parts = run.computed_on
    return {
        "device": "; ".join(one.device for one in parts),
        "backend": "; ".join(one.backend for one in parts),
        "driver": "; ".join(one.driver for one in parts),
        "layers": "; ".join(f"{one.layers} of {one.all_layers}" for one in parts),
    }


def provenance(task: Task, origin: Origin) -> Row:
    """Everything needed to explain a row years later.

    Every value keeps its type in every row: an empty string or -1 rather than null, 1.0 rather than
    1. Table loaders guess the types from the first rows, and `datasets` 5.2 gives up on a file
    whose first 10 MB hold only nulls where numbers follow.
    """
    document, run = origin.document, origin.run
    return {
        "task": task.id,
        "task_type": task.task_type,
        "document": {"name": document.name, "sha256": document.sha256, "page": task.page},
        "passage": {**_passage(task), "text_sha256": passage_sha256(origin.passage)},
        "evidence": _evidence(task),
        "model": _model(run),
        "device": run.device,
        "computed_on": _computed_on(run),
        "sampling": _sampling(run),
        "seed": task.seed,
        "constrained": task.is_constrained,
        "rules_off": " ".join(run.rules_off),
        "control_text": has_control_text(task),
        "by_code": task.by_code,
        "sample": task.sample,
        "run": run.id,
        "prompt_sha256": task.prompt_sha256,
        "app_version": run.app_version,
        "decision": task.verdict.value if task.verdict else "",
        "decided_by": task.decided_by,
        "decided_at": task.decided_at,
        "reason": task.reason,
        "mended": _mended(task),
        "doubt": task.doubt.value if task.doubt else "",
        "self_agreement": _agreement(task),
        "own_labels": ", ".join(dict(run.labels).get(task.task_type, ())),
    }


def _model(run: Run) -> Row:
    return {
        "name": run.model.name,
        "sha256": run.model.sha256,
        "adapter_sha256": run.model.adapter_sha256,
    }


def _sampling(run: Run) -> Row:
    return {
        "temperature": float(run.sampling.temperature),
        "top_p": float(run.sampling.top_p),
        "max_tokens": run.sampling.max_tokens,
    }


def passage_sha256(text: str) -> str:
    """Of the passage as UTF-8, by which it is found again, and the same one elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()


def _agreement(task: Task) -> Row:
    """How often the same answer came when it was drawn again; 0 of 0 where it was not."""
    found = task.agreement
    return {"same": found.same if found else 0, "of": found.of if found else 0}


def _mended(task: Task) -> Row:
    """Why what the model wrote was refused, and who made a task of it by an edit; else empty."""
    is_mended = task.refused is not None
    return {
        "refused": task.refused.value if task.refused else "",
        "by": task.edited_by if is_mended else "",
        "at": task.edited_at if is_mended else "",
    }


def _passage(task: Task) -> Row:
    """The passage's place, and that of the header row which the model read before it."""
    return {
        "start": task.passage_start,
        "end": task.passage_end,
        "header_start": task.header_start if task.header_end else NOWHERE,
        "header_end": task.header_end or NOWHERE,
    }


def _evidence(task: Task) -> Row:
    """How and where the answer stands in the document."""
    return {
        "grade": task.evidence.grade.value,
        "start": _offset(task.evidence.start),
        "end": _offset(task.evidence.end),
        "places": task.evidence.places,
    }


def _offset(offset: int | None) -> int:
    return NOWHERE if offset is None else offset


# Legal inside a JSON string, but many readers take them for the end of a line.
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\u0085\u2028\u2029"}


def line(content: Row) -> str:
    """One row as one line with its line end; UTF-8 as it is, nothing that splits the line."""
    return json.dumps(content, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
