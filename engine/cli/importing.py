"""`import`: take files and folders into a project and say what became of each."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from engine.cli.opening import add_project, open_to_change, read_passwords
from engine.cli.output import Output, counted, error_content
from engine.cli.parser import Command
from engine.cli.who import add_who
from engine.documents.formats import SUPPORTED, is_encoding
from engine.errors import BadSetting
from engine.importing import import_paths
from engine.records import FileReport, FileStatus, ImportOptions, PassageKind
from engine.rereading import tell_languages
from engine.runs.cutting import CutProgress, cut_missing
from engine.store import Project
from engine.store.documents import one_note
from models.library import find

_LONG = 2_000_000  # characters; fewer are cut in seconds
_TAKEN = frozenset({FileStatus.READY, FileStatus.DUPLICATE})


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_project(parser)
    add_who(parser, "imports")
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        type=Path,
        help="files, and folders with all that is in them",
    )
    _add_options(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    """How the files are read, and what is noted of them."""
    parser.add_argument(
        "--column",
        metavar="NAMES",
        action="append",
        help="the columns of CSV, TSV, JSONL and XLSX files that are the text, by name or number, "
        "parted by commas; the others are left out (all columns if none is named)",
    )
    parser.add_argument(
        "--records",
        action="store_true",
        help="make each record of CSV, TSV, JSONL and XLSX files one passage",
    )
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        default="",
        help="the encoding of text files, such as windows-1252 (found out if not named)",
    )
    parser.add_argument(
        "--keep-headers",
        action="store_true",
        help="keep the running headers and footers of PDF pages",
    )

    parser.add_argument(
        "--password-file",
        metavar="FILE",
        type=Path,
        help="a file with the passwords of protected PDFs, one a line; each is tried, none is kept",
    )
    parser.add_argument(
        "--rights",
        metavar="TEXT",
        default="",
        help="what is known of the rights in these files, for the dataset card; see “rights”",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    try:
        return _imported(arguments, output)
    except KeyboardInterrupt:
        output.note("What is imported is kept. Give the same command again to do the rest.")
        raise


def _imported(arguments: argparse.Namespace, output: Output) -> int:
    options, rights = _options(arguments), one_note(arguments.rights)
    passwords = read_passwords(arguments.password_file) if arguments.password_file else ()
    with open_to_change(arguments, output) as project:
        reports = import_paths(
            project,
            arguments.paths,
            on_file=lambda report: output.say(_line(report)),
            options=options,
            rights=rights,
            passwords=passwords,
        )
        tell_languages(project)
        if project.documents.ids():
            # Also what a killed import left. A run with another model cuts in that model's tokens.
            cut_missing(
                project,
                find("default"),
                [PassageKind.PARAGRAPH],
                arguments.worker,
                tell=lambda now: _show(now, output),
            )
        content = reports_content(reports)
        _add_languages(content, project)
    refused = [report for report in reports if report.status not in _TAKEN]
    if refused:
        message = _refusal(refused, len(reports))
        content["error"] = error_content("Not everything was imported", message)
        output.complain(message)
    output.result(content, _summary(reports))
    return 1 if refused else 0


def _show(now: CutProgress, output: Output) -> None:
    """A long text takes minutes to cut: say how far it is."""
    if now.total > _LONG:
        output.progress(now.done // 1000, now.total // 1000, "thousand characters cut")


def _options(arguments: argparse.Namespace) -> ImportOptions:
    """How the files are to be read; raises `BadSetting` for an encoding that there is none of."""
    if arguments.encoding and not is_encoding(arguments.encoding):
        raise BadSetting(
            f"There is no encoding called “{arguments.encoding}”; give a name such as utf-8, "
            "windows-1252, iso-8859-2, koi8-r, shift_jis or utf-16-le."
        )
    named = ",".join(arguments.column or ()).split(",")
    return ImportOptions(
        keep_headers=arguments.keep_headers,
        encoding=arguments.encoding,
        columns=tuple(name.strip() for name in named if name.strip()),
        records=arguments.records,
    )


def reports_content(reports: Sequence[FileReport]) -> dict[str, object]:
    """What became of each file, as programs read it."""
    return {
        "files": [
            {
                "path": report.path,
                "name": report.name,
                "status": report.status.value,
                "detail": report.detail,
                "document": report.document_id,
                "note": report.note,
            }
            for report in reports
        ],
        "counts": dict(Counter(report.status.value for report in reports)),
    }


def _add_languages(content: dict[str, object], project: Project) -> None:
    """Beside each file that is a document, what is told of its text once it is stored."""
    languages = {document.id: document.language for document in project.documents.all()}
    left_out = project.passages.left_out()
    for file in cast("list[dict[str, object]]", content["files"]):
        document_id = cast("int", file["document"])
        passages, characters = left_out.get(document_id, (0, 0))
        file["language"] = languages.get(document_id, "")
        file["left_out"] = {"passages": passages, "characters": characters}


def _line(report: FileReport) -> str:
    return f"{report.status.value:<12}{report.name}  {report.detail}".rstrip()


def _summary(reports: Sequence[FileReport]) -> Iterator[str]:
    counts = Counter(report.status for report in reports)
    parts = (f"{count:,} {status.value}" for status, count in counts.items())
    yield f"{counted(len(reports), 'file')}: {', '.join(parts)}"


def _refusal(refused: Sequence[FileReport], offered: int) -> str:
    first = refused[0]
    if len(refused) == 1:
        return f"“{first.name}” was not imported ({first.status.value}): {first.detail}"
    count = f"{len(refused):,} of {offered:,} files were not imported, the others are"
    if len(refused) == offered:
        count = f"None of the {offered:,} files was imported"
    return f"{count}; the first is “{first.name}” ({first.status.value}): {first.detail}"


IMPORT = Command(
    name="import",
    summary=f"import documents ({SUPPORTED}) into a project",
    example="import work.bonito reports/ minutes.docx",
    add_arguments=_add_arguments,
    perform=_perform,
)
