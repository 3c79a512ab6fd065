"""`verify`: prove an exported folder against its manifest, or a project against its own log."""

import argparse
from pathlib import Path

from engine.cli.opening import ask, can_ask, given_passphrase, open_project
from engine.cli.output import Output
from engine.cli.parser import Command
from engine.cli.proof_lines import (
    export_content,
    export_lines,
    proof_content,
    proof_lines,
    repair_content,
    repair_lines,
)
from engine.errors import BadSetting, ProjectProtected
from engine.export.proving import prove_export
from engine.export.verify import lines, verify
from engine.store import Proof, prove, repair


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", metavar="PATH", type=Path, help="the folder of an export, or a .bonito file"
    )
    parser.add_argument(
        "--project",
        metavar="PROJECT",
        type=Path,
        help="of an export: hold every row, offset, text, decision and hash against its project",
    )
    parser.add_argument(
        "--head",
        metavar="HASH",
        default="",
        help="of a project: a head that was noted earlier; its log has to hold it",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="of a project: put back what was changed, as far as a backup beside it has it",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help="a file whose first line is the project's passphrase (else it is asked for)",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if not arguments.target.is_dir():
        if arguments.project:
            raise BadSetting("Only an export is held against a project; name its folder first.")
        return _perform_project(arguments, output)
    if arguments.head and not arguments.project:
        raise BadSetting("A head is of a project; name the project with --project.")
    return _perform_bundle(arguments, output)


def _perform_bundle(arguments: argparse.Namespace, output: Output) -> int:
    folder = arguments.target
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
    said, code = lines(found), 1 if found.problems else 0
    if arguments.project and not found.problems:
        content["project"], more, code = _held_against(arguments)
        said += more
    output.result(content, said)
    return code


def _held_against(arguments: argparse.Namespace) -> tuple[dict[str, object], list[str], int]:
    """What the project says of an export that is whole: for programs, for people, the exit code."""
    proof = _prove(arguments, arguments.project)
    content: dict[str, object] = {"proof": proof_content(arguments.project, proof)}
    said = list(proof_lines(proof))
    if proof.problems:
        return content, said, 1
    with open_project(arguments) as project:
        export = prove_export(project, arguments.target)
    content |= export_content(export)
    return content, [*said, *export_lines(export)], 1 if export.problems else 0


def _perform_project(arguments: argparse.Namespace, output: Output) -> int:
    path = arguments.target
    proof = _prove(arguments, path)
    content, said = proof_content(path, proof), list(proof_lines(proof))
    if proof.problems:
        found = None
        if arguments.repair:
            found = repair(path, given_passphrase(arguments), proof.differing)
            proof = _prove(arguments, path)
            content = proof_content(path, proof)
        content |= repair_content(found)
        said += repair_lines(path, found, proof)
    output.result(content, said)
    return 1 if proof.problems else 0


def _prove(arguments: argparse.Namespace, path: Path) -> Proof:
    passphrase = given_passphrase(arguments)
    try:
        return prove(path, passphrase, arguments.head)
    except ProjectProtected:
        if passphrase or not can_ask():
            raise
    return prove(path, ask(f"Passphrase of {path.name}: "), arguments.head)


VERIFY = Command(
    name="verify",
    summary="check an exported folder, or a project against its log: every byte, row, decision",
    example="verify dataset --project work.bonito",
    add_arguments=_add_arguments,
    perform=_perform,
)
