"""`log`: what happened to a project, who did it and when, with the hashes that chain it."""

import argparse
import json
from collections.abc import Iterator, Sequence

from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
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
        "--all", action="store_true", help="also the lines that only seal what was done"
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
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
