"""`export`: write reviewed tasks as JSONL, in one file or in a folder with manifest and card."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.cli.filtering import documents_named
from engine.cli.instructing import parse_columns, parse_instructions, parse_system
from engine.cli.opening import add_project, open_project
from engine.cli.output import Output, counted
from engine.cli.parser import Command
from engine.cli.who import add_who
from engine.errors import BadSetting
from engine.export import FORMATS, ExportReport, ExportRequest, export, parse_split
from engine.export.shapes import PASSAGES
from engine.records import Doubt, TaskFilter
from engine.store import Project
from engine.tasks.types import parse_task_types

_INSTEAD = ("rejected", "decided")
_ONLY = ("accepted", "all", "rejected", "decided")

_FORMAT_HELP = (
    "the columns of a row. bonito (default): input, output. prompt: prompt, completion. alpaca: "
    "instruction, input, output. messages, sharegpt: a conversation of two turns. preference: "
    "prompt, completion and label, true for what was wanted, for TRL's KTO; take --only decided. "
    "dpo: prompt, chosen and rejected, for TRL's DPO: an accepted answer, and the one that the "
    "model had written before it was edited or that was rejected for the same question"
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "exports")
    parser.add_argument(
        "out",
        metavar="OUT",
        type=Path,
        help="a file that ends in .jsonl, or a folder that also gets a manifest and a card",
    )
    parser.add_argument("--format", choices=FORMATS, default="bonito", help=_FORMAT_HELP)
    parser.add_argument(
        "--passages",
        action="store_true",
        help="write the passages themselves, and no tasks: one text a row, for continued "
        "pretraining or retrieval; of all documents, or those named with --documents",
    )
    parser.add_argument(
        "--only",
        choices=_ONLY,
        default="accepted",
        help="accepted tasks (default), all well-formed ones that were not rejected, those "
        "rejected (with their reasons), or all decided on",
    )
    parser.add_argument(
        "--split",
        metavar="80/10/10",
        type=_split,
        help="percentages for train, validation and test; a document is never in two parts",
    )
    _add_selection(parser)
    _add_shape(parser)
    _add_what_is_written(parser)


def _add_shape(parser: argparse.ArgumentParser) -> None:
    """What the format leaves open, and what stands beside the rows."""
    parser.add_argument(
        "--system",
        metavar="TEXT",
        default="",
        help="a system message for messages, sharegpt and alpaca; @FILE reads it from a file",
    )
    parser.add_argument(
        "--column-names",
        metavar="OLD=NEW,...",
        default="",
        help="other names for the format's columns, such as input=question,output=answer",
    )
    parser.add_argument(
        "--with-passage", action="store_true", help="put the passage beside each row"
    )
    parser.add_argument(
        "--with-model-words",
        action="store_true",
        help="put beside each edited row what the model had written",
    )


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """Of the tasks that `--only` means, only these; several options all narrow."""
    group = parser.add_argument_group("a selection")
    group.add_argument("--types", metavar="TYPES", default="", help="task types, such as exqa,nli")
    group.add_argument(
        "--documents",
        metavar="NAME",
        action="append",
        help="of this document, by name or number; may be repeated",
    )
    group.add_argument("--runs", metavar="RUNS", type=_numbers, default=(), help="such as 1,3")
    group.add_argument(
        "--doubt", metavar="WORDS", type=_doubts, default=(), help="such as low,some"
    )


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise argparse.ArgumentTypeError(f"“{text}” is no list of numbers such as 1,3")
    return tuple(map(int, parts))


def _doubts(text: str) -> tuple[Doubt, ...]:
    try:
        return tuple(Doubt(part.strip()) for part in text.split(","))
    except ValueError:
        known = ", ".join(Doubt)
        raise argparse.ArgumentTypeError(f"“{text}” is no list of {known}") from None


def _selection(project: Project, arguments: argparse.Namespace) -> TaskFilter:
    kinds = parse_task_types(arguments.types) if arguments.types else ()
    return TaskFilter(
        task_types=tuple(kind.short for kind in kinds),
        document_ids=documents_named(project, arguments.documents or ()),
        run_ids=arguments.runs,
        doubts=arguments.doubt,
    )


def _add_what_is_written(parser: argparse.ArgumentParser) -> None:
    """What stands in the rows and on the card, beside the tasks themselves."""
    parser.add_argument(
        "--instruction",
        metavar="TYPE=TEXT",
        action="append",
        help="put this text in front of each input of a task type; TYPE=@FILE reads it from a "
        "file; may be repeated",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="leave out of each row where it came from; such a file is not replaced later",
    )
    parser.add_argument(
        "--allow-personal",
        metavar="REASON",
        default="",
        help="write possible personal data that nobody decided on, and record why",
    )
    parser.add_argument(
        "--keep-near-duplicates",
        action="store_true",
        help="write all tasks that say nearly the same, and not only the best of them",
    )
    parser.add_argument(
        "--licence",
        metavar="NAME",
        default="",
        help="the licence of the rows, for the card (cc-by-4.0, other, ...); it is yours to state",
    )


def _split(text: str) -> tuple[int, ...]:
    try:
        return parse_split(text)
    except BadSetting as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    request = ExportRequest(
        target=arguments.out,
        format=_format(arguments),
        only_accepted=arguments.only == "accepted",
        instead=arguments.only if arguments.only in _INSTEAD else "",
        with_passage=arguments.with_passage,
        with_model_words=arguments.with_model_words,
        system=parse_system(arguments.system),
        columns=parse_columns(arguments.column_names),
        split=arguments.split,
        with_provenance=not arguments.plain,
        licence=" ".join(arguments.licence.split()),
        one_of_each=not arguments.keep_near_duplicates,
        personal_reason=arguments.allow_personal.strip(),
        instructions=parse_instructions(arguments.instruction or ()),
    )
    with open_project(arguments) as project:
        report = export(project, replace(request, narrow=_selection(project, arguments)))
    for warning in report.warnings:
        output.note(warning)
    output.result(export_content(report), export_lines(report))
    return 0


def _format(arguments: argparse.Namespace) -> str:
    if arguments.passages and arguments.format != "bonito":
        raise BadSetting("Passages have a form of their own; leave out --format.")
    return PASSAGES if arguments.passages else arguments.format


def export_content(report: ExportReport) -> dict[str, object]:
    """An export as programs read it."""
    return {
        "target": str(report.target),
        "rows": report.rows,
        "files": [
            {
                "path": str(file.path),
                "rows": file.rows,
                "sha256": file.sha256,
                "bytes": file.size_bytes,
            }
            for file in report.files
        ],
        "warnings": list(report.warnings),
        "manifest_sha256": report.manifest_sha256,
        "log": {"entry": report.log_head.entry, "head": report.log_head.hash},
        "near_duplicates_left_out": report.near_left_out,
    }


def export_lines(report: ExportReport) -> Iterator[str]:
    """An export for people."""
    yield f"{counted(report.rows, 'row')} written to {report.target}"
    for file in report.files:
        yield f"  {file.path.name:<24}{counted(file.rows, 'row'):>12}  SHA-256 {file.sha256}"
    yield f"Note this line elsewhere: {report.anchor}"


EXPORT = Command(
    name="export",
    summary="write accepted tasks as JSONL for training",
    example="export work.bonito dataset --format messages --split 80/10/10",
    add_arguments=_add_arguments,
    perform=_perform,
)
