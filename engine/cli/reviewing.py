"""`review`: decide on tasks in bulk, from ids or from a file. All of it is stored, or none."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from engine.cli.filtering import add_filters, is_filtered
from engine.cli.listing import LIMIT, SORTS, list_tasks
from engine.cli.opening import add_project, open_project, open_to_change
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.text_files import text_of
from engine.cli.who import add_who, who
from engine.errors import BadSetting, NothingToDo
from engine.records import Decision, Outcome, TaskFilter, Verdict
from engine.store import Project
from engine.tasks.evidence import of_edit
from engine.tasks.types import task_type

_ALL = "all"
_FILE_HELP = (
    "one decision a line: "
    '{"task": 7, "verdict": "accept|reject|edit|flag|skip", "reason": "...", '
    '"input": "...", "output": "..."} (the last two with edit only)'
)
_FIELDS = {"task", "verdict", "reason", "input", "output"}
_PAGE = 500  # tasks looked at in one read
_MOST = 1_000_000  # tasks in one range: more is a slip of the finger
_DIGITS = 18  # what SQLite can count


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--accept",
        metavar="all|IDS",
        type=_all_or_ids,
        help="tasks such as 3,7,10-14, or all well-formed tasks that have no decision yet",
    )
    how.add_argument("--reject", metavar="IDS", type=_ids, help="tasks such as 3,7,10-14")
    how.add_argument("--from", metavar="FILE.jsonl", dest="file", type=Path, help=_FILE_HELP)
    how.add_argument(
        "--list",
        action="store_true",
        help="decide nothing; show the tasks that the filters mean, with counts",
    )
    parser.add_argument(
        "--sort", choices=SORTS, help="with --list: the most doubtful first (default), or as saved"
    )
    parser.add_argument(
        "--limit", metavar="N", type=_count, help=f"with --list: so many at most (default: {LIMIT})"
    )
    add_filters(parser)
    parser.add_argument("--reason", default="", help="why, kept with --reject")
    add_who(parser, "decides")


def _all_or_ids(text: str) -> str | list[int]:
    return _ALL if text.strip().lower() == _ALL else _ids(text)


def _ids(text: str) -> list[int]:
    """The numbers in `3,7,10-14`, each once, in that order."""
    ids: dict[int, None] = {}
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        last = last if dash else first
        if not (_is_number(first) and _is_number(last) and int(first) <= int(last)):
            raise argparse.ArgumentTypeError(f"“{text}” is no list of tasks such as 3,7,10-14")
        if int(last) - int(first) >= _MOST:
            raise argparse.ArgumentTypeError(f"“{part}” is more than {_MOST:,} tasks")
        ids |= dict.fromkeys(range(int(first), int(last) + 1))
    return list(ids)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _count(text: str) -> int:
    if not _is_number(text) or not int(text):
        raise argparse.ArgumentTypeError(f"“{text}” is no number of tasks")
    return int(text)


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.list:
        with open_project(arguments) as project:
            list_tasks(project, arguments, output)
        return 0
    if is_filtered(arguments) or arguments.sort or arguments.limit:
        arguments.usage_error("filters, --sort and --limit go with --list")
    with open_to_change(arguments, output) as project:
        decisions = [_with_evidence(project, one) for one in _decisions(project, arguments)]
        _refuse_malformed(project, decisions)
        project.decisions.add(decisions, who(arguments))
        unreviewed = project.status().unreviewed
    counts = Counter(decision.verdict.value for decision in decisions)
    output.result(
        {"decisions": len(decisions), "verdicts": dict(counts), "unreviewed": unreviewed},
        _lines(counts, unreviewed),
    )
    return 0


def _lines(counts: Mapping[str, int], unreviewed: int) -> Iterator[str]:
    parts = ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items())
    yield f"{counted(sum(counts.values()), 'decision')} saved: {parts}"
    yield f"{counted(unreviewed, 'task')} not reviewed yet"


def _decisions(project: Project, arguments: argparse.Namespace) -> list[Decision]:
    if arguments.file is not None:
        return list(_from_file(arguments.file))
    verdict = Verdict.REJECT if arguments.accept is None else Verdict.ACCEPT
    ids = arguments.reject if arguments.accept is None else arguments.accept
    if ids == _ALL:
        ids = _without_decision(project)
        if not ids:
            raise NothingToDo(
                "No well-formed task is without a decision; generate more tasks first."
            )
    return [Decision(task_id, verdict, arguments.reason) for task_id in ids]


def _with_evidence(project: Project, decision: Decision) -> Decision:
    """An edit with where its new output stands in the passage."""
    if decision.verdict is not Verdict.EDIT or decision.output is None:
        return decision
    task = project.tasks.get(decision.task_id)
    passage = project.passages.read(task.passage_id)
    return replace(decision, evidence=of_edit(task_type(task.task_type), decision.output, passage))


def _without_decision(project: Project) -> list[int]:
    """Well-formed tasks on which nothing was said: what is flagged or skipped stays so."""
    put_off = TaskFilter(verdicts=(Verdict.FLAG, Verdict.SKIP))
    kept = set(project.tasks.ids(put_off))
    every = project.tasks.ids(TaskFilter(outcomes=(Outcome.OK,), unreviewed_only=True))
    return [task_id for task_id in every if task_id not in kept]


def _refuse_malformed(project: Project, decisions: Sequence[Decision]) -> None:
    """Accepting what can't be exported would be a promise that no export keeps.

    An edit makes a task of a refused unit, which can be accepted after it.
    """
    edited = {d.task_id for d in decisions if d.verdict is Verdict.EDIT}
    kept = [d.task_id for d in decisions if d.verdict is Verdict.ACCEPT and d.task_id not in edited]
    for start in range(0, len(kept), _PAGE):
        for task in project.tasks.page(kept[start : start + _PAGE]):
            if task.outcome is not Outcome.OK:
                raise BadSetting(
                    f"Task {task.id} ended as {task.outcome.value} and can't be exported, so it "
                    "can't be accepted as it is; edit it, or leave it out. No decision was saved."
                )


def _from_file(path: Path) -> Iterator[Decision]:
    lines = [
        (number, line) for number, line in enumerate(text_of(path).split("\n"), 1) if line.strip()
    ]
    if not lines:
        raise NothingToDo(f"“{path}” holds no decision; write one a line.")
    for number, line in lines:
        try:
            yield _decision(json.loads(line))
        except ValueError as error:
            raise BadSetting(
                f"Line {number} of “{path}” is no decision ({error}); no decision was saved."
            ) from error


def _decision(content: object) -> Decision:
    """One line of the file; raises `ValueError` with the reason in a few words."""
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004  a wrong value, read from a file
    fields = cast("dict[str, object]", content)
    if unknown := sorted(set(fields) - _FIELDS):
        raise ValueError(f"unknown field {unknown[0]}")
    task = fields.get("task")
    if not isinstance(task, int) or isinstance(task, bool):
        raise ValueError("task must be a number")  # noqa: TRY004  as above
    return Decision(
        task_id=task,
        verdict=Verdict(fields.get("verdict")),
        reason=_text(fields, "reason") or "",
        input=_text(fields, "input"),
        output=_text(fields, "output"),
    )


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be text")
    return value


REVIEW = Command(
    name="review",
    summary="decide on tasks: accept or reject many at once, or take decisions from a file",
    example="review work.bonito --reject 3,7,10-14 --reason unclear",
    add_arguments=_add_arguments,
    perform=_perform,
)
