"""`log`: what happened to a project, who did it and when, with the hashes that chain it."""

import argparse
import json
from collections.abc import Iterator, Sequence

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.records import DecisionFilter, MadeDecision
from engine.store import LogEntry, about

_NOISE = "sealed"  # lines that only hold hashes; shown when asked for


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument(
        "--event",
        metavar="WORD",
        action="append",
        default=[],
        help="only lines of this kind (imported, run, decided, exported, ...); may be repeated",
    )
    parser.add_argument("--by", metavar="NAME", default="", help="only what this person did")
    parser.add_argument("--find", metavar="TEXT", default="", help="only lines that hold this text")
    parser.add_argument(
        "--decisions",
        action="store_true",
        help="every single decision instead: who said what of which task, the newest first",
    )
    parser.add_argument(
        "--all", action="store_true", help="also the lines that only seal what was done"
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.decisions:
        return _tell_decisions(arguments, output)
    with open_project(arguments) as project:
        entries = project.log.all()
    shown = [
        entry
        for entry in entries
        if about(entry, arguments.event, arguments.by, arguments.find)
        and (arguments.all or output.as_json or entry.event in arguments.event
             or entry.event != _NOISE)
    ]  # fmt: skip
    content = {
        "project": str(arguments.project),
        "entries": [_content(entry) for entry in shown],
        "head": entries[-1].hash if entries else "",
    }
    output.result(content, _lines(shown, entries))
    return 0


def _tell_decisions(arguments: argparse.Namespace, output: Output) -> int:
    """Each decision with its task; `--by` and `--find` narrow these too."""
    if arguments.event or arguments.all:
        arguments.usage_error("--event and --all are of the log's own lines")
    narrow = DecisionFilter(who=arguments.by, text=arguments.find)
    with open_project(arguments) as project:
        made = [one for ids in project.history.ids(narrow) for one in project.history.made(ids)]
    content = {"project": str(arguments.project), "decisions": [_decision(one) for one in made]}
    output.result(content, (_decision_line(one) for one in made))
    return 0


def _decision(made: MadeDecision) -> dict[str, object]:
    return {
        "at": made.at,
        "who": made.who,
        "decision": made.verdict.value,
        "reason": made.reason,
        "task": made.task_id,
        "type": made.task_type,
        "document": made.document,
        "taken_back": made.undone_at,
    }


def _decision_line(made: MadeDecision) -> str:
    at, why = made.at[:16].replace("T", " "), f" ({made.reason})" if made.reason else ""
    back = "; taken back" if made.undone_at else ""
    task = f"{made.task_id} ({made.task_type}, {made.document})"
    return f"{at}  {made.who}  {made.verdict.value}{why}: task {task}{back}"


def _content(entry: LogEntry) -> dict[str, object]:
    facts: dict[str, object] = json.loads(entry.facts) if entry.facts else {}
    return {
        "entry": entry.number,
        "at": entry.at,
        "who": entry.who,
        "event": entry.event,
        "detail": entry.detail,
        "facts": facts,
        "hash": entry.hash,
    }


def _lines(shown: Sequence[LogEntry], entries: Sequence[LogEntry]) -> Iterator[str]:
    yield f"{counted(len(shown), 'line')} of {len(entries):,}, oldest first"
    for entry in shown:
        who = f"  {entry.who}" if entry.who else ""
        at = entry.at[:16].replace("T", " ")
        yield f"{entry.number:>6}  {at}  {entry.event}{who}: {entry.detail}"
    if entries:
        yield f"Head {entries[-1].number}: {entries[-1].hash}"


LOG = Command(
    name="log",
    summary="say what happened to a project: who did what, when, and the hash that proves it",
    example="log work.bonito --event exported",
    add_arguments=_add_arguments,
    perform=_perform,
)
