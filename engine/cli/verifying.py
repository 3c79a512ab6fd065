"""`verify`: prove an exported folder against its manifest, or a project against its own log."""

import argparse
from pathlib import Path

from engine.cli.opening import ask, can_ask, given_passphrase
from engine.cli.output import Output
from engine.cli.parser import Command
from engine.cli.proof_lines import proof_content, proof_lines
from engine.errors import ProjectProtected
from engine.export.verify import lines, verify
from engine.store import prove


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", metavar="PATH", type=Path, help="the folder of an export, or a .bonito file"
    )
    parser.add_argument(
        "--head",
        metavar="HASH",
        default="",
        help="of a project: a head that was noted earlier; its log has to hold it",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="a file whose first line is the project's passphrase (else it is asked for)",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.target.is_dir():
        return _perform_bundle(arguments.target, output)
    return _perform_project(arguments, output)


def _perform_bundle(folder: Path, output: Output) -> int:
    found = verify(folder)
    content: dict[str, object] = {
        "target": str(folder),
        "holds": not found.problems,
        "problems": found.problems,
        "files": found.files,
        "rows": found.rows,
        "documents": found.documents,
        "manifest_sha256": found.manifest_sha256,
    }
    output.result(content, lines(found))
    return 1 if found.problems else 0


def _perform_project(arguments: argparse.Namespace, output: Output) -> int:
    path, passphrase = arguments.target, given_passphrase(arguments)
    try:
        proof = prove(path, passphrase, arguments.head)
    except ProjectProtected:
        if passphrase or not can_ask():
            raise
        proof = prove(path, ask(f"Passphrase of {path.name}: "), arguments.head)
    output.result(proof_content(path, proof), proof_lines(proof))
    return 1 if proof.problems else 0


VERIFY = Command(
    name="verify",
    summary="check an exported folder, or a project against its log: every byte, row, decision",
    example="verify dataset",
    add_arguments=_add_arguments,
    perform=_perform,
)
