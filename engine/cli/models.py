"""`models`: list the GGUF models that are known and those that are here, or check one file."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.cli.output import Output
from engine.cli.parser import Command
from engine.machine import this_machine
from models.catalogue import CatalogueEntry, catalogue
from models.fit import Fit, fit
from models.library import BrokenModel, FoundModel, available, find, sha256_of

_SLOT_TOKENS = 1024  # what a run gives each sequence by default


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=("list", "check"), help="list all models, or check one closely"
    )
    parser.add_argument("model", metavar="PATH", nargs="?", help="a .gguf file, to check")
    parser.add_argument(
        "--folder",
        metavar="FOLDER",
        type=Path,
        action="append",
        default=[],
        help="look for .gguf files there, too; may be given more than once",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if (arguments.action == "check") != (arguments.model is not None):
        arguments.usage_error("models list takes no PATH, models check needs one")
    if arguments.action == "list":
        _list(arguments.folder, output)
    else:
        _check(arguments.model, arguments.folder, output)
    return 0


def _list(folders: Sequence[Path], output: Output) -> None:
    here = available(folders)
    names = {model.name for model in here}
    known = [entry for entry in catalogue() if entry.name not in names and not entry.embedded]
    output.result(
        {
            "here": [_content(model) for model in here],
            "known": [_entry_content(entry) for entry in known],
        },
        [*_here_lines(here), *_known_lines(known)],
    )


def _check(name_or_path: str, folders: Sequence[Path], output: Output) -> None:
    model = find(name_or_path, folders)
    output.note(f"Computing the SHA-256 of {model.path.name} ...")
    sha256 = sha256_of(model.path)
    verdict = fit(model.header, 1, _SLOT_TOKENS, this_machine().free_bytes)
    content = _content(model) | {
        "sha256": sha256,
        "fits": verdict.verdict.value,
        "needed_bytes": verdict.needed_bytes,
        "free_bytes": verdict.free_bytes,
    }
    output.result(content, _check_lines(model, sha256, verdict))


def _content(model: FoundModel | BrokenModel) -> dict[str, object]:
    if isinstance(model, BrokenModel):
        return {"name": model.name, "path": str(model.path), "error": str(model.error)}
    header, entry = model.header, model.entry
    return {
        "name": model.name,
        "path": str(model.path),
        "title": entry.title if entry else header.name,
        "licence": entry.licence if entry else "",
        "prompting": model.prompting.name,
        "architecture": header.architecture,
        "file_type": header.file_type,
        "size_bytes": header.size_bytes,
        "context_length": header.context_length,
        "vocabulary": header.vocabulary,
    }


def _entry_content(entry: CatalogueEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "title": entry.title,
        "repository": entry.repository,
        "file": entry.file,
        "size_bytes": entry.size_bytes,
        "licence": entry.licence,
        "note": entry.note,
    }


def _here_lines(here: Sequence[FoundModel | BrokenModel]) -> Iterator[str]:
    yield "On this computer:"
    for model in here:
        if isinstance(model, BrokenModel):
            yield f"  {model.name:<32} can't be used: {model.error}"
        else:
            yield f"  {model.name:<32} {_size(model.header.size_bytes)}  {model.path}"


def _known_lines(known: Sequence[CatalogueEntry]) -> Iterator[str]:
    yield "Known, but not here:"
    for entry in known:
        yield f"  {entry.name:<32} {_size(entry.size_bytes)}  {entry.licence}, {entry.repository}"


def _check_lines(model: FoundModel, sha256: str, verdict: Fit) -> Iterator[str]:
    header = model.header
    yield f"{model.path} is a sound model."
    yield f"  name       {model.entry.title if model.entry else header.name or model.name}"
    size = _size(header.size_bytes).strip()
    yield f"  kind       {header.architecture}, {header.file_type}, {size}"
    yield f"  context    {header.context_length:,} tokens"
    yield f"  prompting  {model.prompting.name}"
    yield f"  licence    {model.entry.licence if model.entry else 'not known'}"
    yield f"  SHA-256    {sha256}"
    yield f"  {verdict.sentence}"


def _size(size: int) -> str:
    return f"{size / 1e9:6.2f} GB"


MODELS = Command(
    name="models",
    summary="list the models that are known and here, or check a .gguf file",
    example="models check bonito-v1_q4_k_m.gguf",
    add_arguments=_add_arguments,
    perform=_perform,
)
