"""The manifest of an export folder: what each file is, byte for byte, and how it came to be."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from engine.export.contents import Contents, ExportContext, ExportedFile, ExportRequest
from engine.export.notes import MARKER
from engine.export.shapes import PAIRS, PASSAGES, column_names
from engine.export.target import MADE_BY
from engine.records import Audit, PersonalKind, Portion, Run, TaskFilter
from engine.tasks.bounds import most_wrong

LAYOUT = 2  # of the manifest itself; a change that readers notice counts it up
_LAYOUT_OF = {PASSAGES: 3, PAIRS: 3}  # forms of rows that a verifier of layout 2 does not know


def render(
    request: ExportRequest,
    contents: Contents,
    context: ExportContext,
    beside: Mapping[str, str],
) -> str:
    """The manifest as JSON for people and programs; `beside` are the texts of the other files."""
    manifest = {
        "made_by": MADE_BY,
        "layout": _LAYOUT_OF.get(request.format, LAYOUT),
        "app_version": context.app_version,
        "made_at": context.made_at,
        "format": request.format,
        "columns": column_names(request),
        "system_message": request.system,
        "only": PASSAGES if request.format == PASSAGES else request.only,
        "split": list(request.split) if request.split else None,
        "selection": _selection(request.narrow),
        "provenance_in_rows": request.with_provenance,
        "beside_rows": _beside_rows(request, contents),
        "instructions": dict(request.instructions),
        "rows": sum(file.rows for file in contents.files),
        "files": [
            *(_file(file) for file in contents.files),
            *(_text(name, text.encode()) for name, text in beside.items()),
        ],
        "near_duplicates": {
            "left_out": contents.near_left_out,
            "kept": not request.one_of_each,
        },
        "possible_personal_data": _personal(request, contents),
        "rows_by_type": dict(sorted(contents.rows_of_type.items())),
        "mended_rows": dict(contents.mended),
        "documents": _documents(contents),
        "runs": [_run(run) for _, run in sorted(contents.runs.items())],
        "project": _project(context),
        "audits": [audit_content(audit) for audit in context.audits],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _beside_rows(request: ExportRequest, contents: Contents) -> dict[str, object]:
    """The texts beside the rows, and how many were held back for possible personal data."""
    return {
        "passage": request.with_passage,
        "model_words": request.with_model_words,
        "held_back": contents.held_back,
    }


def _selection(narrow: TaskFilter) -> dict[str, object]:
    """What was asked for of all tasks; empty lists do not narrow. Runs and documents by number."""
    return {
        "task_types": list(narrow.task_types),
        "documents": list(narrow.document_ids),
        "runs": list(narrow.run_ids),
        "doubt": [doubt.value for doubt in narrow.doubts],
    }


def _personal(request: ExportRequest, contents: Contents) -> dict[str, object]:
    """What rules found in the rows and what was decided on it; by kind, never by value."""
    return {
        "looked_for": [kind.value for kind in PersonalKind],
        "found": [
            {
                "kind": one.kind.value,
                "values": one.values,
                "decision": one.choice.value if one.choice else "",
                "reason": one.reason if one.choice else request.personal_reason,
            }
            for one in contents.personal
        ],
        "masked_places": contents.masked,
        "tasks_left_out": contents.rejected_for_it,
    }


def _file(file: ExportedFile) -> dict[str, object]:
    return {
        "path": file.path.name,
        "sha256": file.sha256,
        "bytes": file.size_bytes,
        "rows": file.rows,
    }


def _text(name: str, data: bytes) -> dict[str, object]:
    fixed, line, _notes = data.partition(f"{MARKER}\n".encode())
    checked = fixed + line
    entry: dict[str, object] = {"path": name, "sha256": hashlib.sha256(checked).hexdigest()}
    return entry | {"bytes": len(checked)} | ({"fixed_until": MARKER} if line else {})


def _documents(contents: Contents) -> list[dict[str, object]]:
    return [
        {
            "name": document.name,
            "sha256": document.sha256,
            "rights": document.rights,
            "rows": contents.rows_of_document[document_id],
            "part": contents.part_of_document[document_id],
        }
        for document_id, document in sorted(contents.documents.items())
    ]


def computed_on_content(run: Run) -> list[dict[str, object]]:
    """What a run computed on, as programs read it."""
    return [asdict(one) for one in run.computed_on]


def _run(run: Run) -> dict[str, object]:
    return {
        "run": run.id,
        "state": run.state.value,
        "created_at": run.created_at,
        "app_version": run.app_version,
        "model": {
            "name": run.model.name,
            "sha256": run.model.sha256,
            "adapter_sha256": run.model.adapter_sha256,
            "prompting": run.model.prompting,
        },
        "task_types": list(run.task_types),
        "samples": run.samples,
        "sampling": {
            "temperature": float(run.sampling.temperature),
            "top_p": float(run.sampling.top_p),
            "max_tokens": run.sampling.max_tokens,
        },
        "seed": run.sampling.seed,
        "rules_off": [rule.value for rule in run.rules_off],
        "agree": run.agree,
        "labels": {short: list(labels) for short, labels in run.labels},
        "sentences": run.sentences.value,
        "units_planned": run.units_planned,
        "units_done": run.units_done,
        "device": run.device,
        "computed_on": computed_on_content(run),
    }


def audit_content(audit: Audit) -> dict[str, object]:
    """An audit as programs read it, here and in what `audit` and `status` print."""
    return {
        "sample": audit.id,
        "seed": audit.seed,
        "at": audit.at,
        "which": audit.meaning,
        **portion_content(audit.whole),
        "types": {short: portion_content(one) for short, one in audit.types.items()},
        "accepted_together": audit.accepted,
        "rejected_together": audit.rejected,
    }


def portion_content(one: Portion) -> dict[str, object]:
    """A sample and its bound, with 95 % confidence; null while it is not read to its end."""
    bound = most_wrong(one.wrong, one.read, one.tasks) if one.is_complete else None
    return {
        "tasks": one.tasks,
        "drawn": one.drawn,
        "read": one.read,
        "wrong": one.wrong,
        "most_wrong": bound,
        "kept": one.kept,
        "most_kept": most_wrong(one.kept, one.read, one.tasks) if one.is_complete else None,
    }


def _project(context: ExportContext) -> dict[str, object]:
    status = context.status
    return {
        "log": {"entry": context.log_head.entry, "head": context.log_head.hash},
        "documents": status.documents,
        "passages": status.passages,
        "runs": len(status.runs),
        "units_planned": status.units_planned,
        "units_open": status.units_open,
        "outcomes": {outcome.value: count for outcome, count in status.outcomes.items()},
        "decisions": {verdict.value: count for verdict, count in status.verdicts.items()},
        "unreviewed": status.unreviewed,
        "mended": status.mended,
    }
