"""`verify`: check an exported folder against its manifest, as the `verify.py` inside it does."""

import argparse
from pathlib import Path

from engine.cli.output import Output
from engine.cli.parser import Command
from engine.export.verify import lines, verify


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="OUT", type=Path, help="the folder of an export")


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    found = verify(arguments.folder)
    content: dict[str, object] = {
        "target": str(arguments.folder),
        "holds": not found.problems,
        "problems": found.problems,
        "files": found.files,
        "rows": found.rows,
        "documents": found.documents,
        "manifest_sha256": found.manifest_sha256,
    }
    output.result(content, lines(found))
    return 1 if found.problems else 0


VERIFY = Command(
    name="verify",
    summary="check an exported folder: every byte, every row, no document in two parts",
    example="verify dataset",
    add_arguments=_add_arguments,
    perform=_perform,
)
