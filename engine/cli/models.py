"""`models`: list, check, add and forget GGUF models, or download one; list the devices for them."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.cli.devices import list_devices
from engine.cli.model_lines import (
    check_lines,
    entry_content,
    here_lines,
    known_lines,
    model_content,
)
from engine.cli.output import PROGRAM, Output
from engine.cli.parser import Command
from engine.cli.trust_lines import list_lines, trusted_content, trusted_lines
from engine.config import remembered_models, trusted_lists
from engine.runs.machine import fit_now
from models.catalogue import CatalogueEntry, catalogue
from models.errors import ModelMissing, ModelNotFetched
from models.fetch import Fetched, fetch
from models.fit import Fit
from models.library import FoundModel, known_elsewhere, sha256_of
from models.remembered import AddedModel

_MB = 1_000_000
_WITHOUT_MODEL = ("list", "devices")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=tuple(_ACTIONS),
        help="list all models; check one closely; add one so that it is offered from then on; "
        "remove it from that list (the file stays); fetch a known one on a connected computer; "
        "trust a signed list of checksums; devices: list what this computer can compute on",
    )
    parser.add_argument(
        "model",
        metavar="MODEL",
        nargs="?",
        help="a .gguf file, or a name from the list; for trust, the list with LIST.sig beside it",
    )
    parser.add_argument(
        "--folder",
        metavar="FOLDER",
        type=Path,
        action="append",
        default=[],
        help="look for .gguf files there, too; may be given more than once",
    )
    parser.add_argument(
        "--prompting", metavar="NAME", help="check how it would be asked so; see “run --help”"
    )
    parser.add_argument(
        "--key", metavar="FILE.pub", type=Path, help="the key that signs lists for trust, once"
    )
    parser.add_argument(
        "--to", metavar="DIR", type=Path, help="where fetch puts model, checksum and licence"
    )
    parser.add_argument(
        "--try-again",
        action="store_true",
        help="with devices: forget which ones failed and how fast each was",
    )


def _perform(arguments: argparse.Namespace, output: Output) -> int:
    if (arguments.action in _WITHOUT_MODEL) != (arguments.model is None):
        arguments.usage_error("models list and devices take no MODEL, other actions need one")
    if arguments.try_again and arguments.action != "devices":
        arguments.usage_error("--try-again goes with models devices")
    if (arguments.action == "fetch") != (arguments.to is not None):
        arguments.usage_error("models fetch needs --to DIR, no other action takes it")
    if arguments.key and arguments.action != "trust":
        arguments.usage_error("only models trust takes --key")
    if arguments.prompting and arguments.action != "check":
        arguments.usage_error("only models check takes --prompting")
    _ACTIONS[arguments.action](arguments, output)
    return 0


def _list(arguments: argparse.Namespace, output: Output) -> None:
    here = remembered_models().available(arguments.folder)
    fits = [fit_now(model.header) if isinstance(model, FoundModel) else None for model in here]
    known = known_elsewhere(here)
    output.result(
        {
            "here": [model_content(*one) for one in zip(here, fits, strict=True)],
            "known": [entry_content(entry) for entry in known],
        },
        [*here_lines(here, fits), *known_lines(known)],
    )


def _check(arguments: argparse.Namespace, output: Output) -> None:
    model = remembered_models().find(arguments.model, arguments.folder)
    if arguments.prompting:
        model = model.asked_as(arguments.prompting)
    output.note(f"Computing the SHA-256 of {model.path.name} ...")
    sha256 = sha256_of(model.path, _progress(output, "checked"))
    output.end_progress()
    verdict = fit_now(model.header)
    line = trusted_lists().found(sha256, model.path.name)
    content = model_content(model, verdict) | {"sha256": sha256, "trusted": trusted_content(line)}
    output.result(content, [*check_lines(model, sha256, verdict), *trusted_lines(line)])


def _add(arguments: argparse.Namespace, output: Output) -> None:
    added = remembered_models().add(Path(arguments.model), _progress(output, "checked"))
    verdict = fit_now(added.model.header)
    checked = str(added.checked_against) if added.checked_against else ""
    content = {
        "sha256": added.sha256,
        "checked_against": checked,
        "is_other": added.is_other,
        "trusted": trusted_content(added.trusted),
    }
    output.result(model_content(added.model, verdict) | content, _added_lines(added, verdict))


def _trust(arguments: argparse.Namespace, output: Output) -> None:
    added = trusted_lists().add(Path(arguments.model), arguments.key)
    content = {
        "list": added.name,
        "files": len(added.files),
        "key": added.key.fingerprint,
        "is_new_key": added.is_new_key,
    }
    output.result(content, list_lines(added))


def _added_lines(added: AddedModel, verdict: Fit) -> Iterator[str]:
    yield f"{added.model.path} was added as {added.model.name}; the file stays where it is."
    yield f"  SHA-256  {added.sha256}"
    if added.checked_against:
        yield f"  It is what {added.checked_against.name} beside it promises."
    elif not added.trusted:
        yield "  No checksum lies beside it: compare this one with where the file came from."
    yield from trusted_lines(added.trusted)
    if added.is_other:
        yield "  These are other bytes than those that were added from this place before."
    yield f"  {verdict.sentence}"


def _remove(arguments: argparse.Namespace, output: Output) -> None:
    path = remembered_models().remove(arguments.model)
    output.result({"path": str(path)}, [f"{path} is not offered any more; the file is untouched."])


def _fetch(arguments: argparse.Namespace, output: Output) -> None:
    entry = _known_entry(arguments.model)

    def tell(what: str, done: int, total: int) -> None:
        _progress(output, what)(done, total)

    got = fetch(entry, arguments.to, tell)
    output.result(_fetched_content(got), _fetched_lines(got))


def _fetched_content(got: Fetched) -> dict[str, object]:
    return {
        "path": str(got.path),
        "sha256": got.sha256,
        "size_bytes": got.size_bytes,
        "checksum_file": str(got.checksum_file),
        "licence_file": str(got.licence_file),
        "was_here": got.was_here,
    }


def _fetched_lines(got: Fetched) -> Iterator[str]:
    yield f"{got.path} {'was here already and is' if got.was_here else 'is here and'} whole."
    yield f"  SHA-256  {got.sha256}, as the hub says"
    yield f"  beside it: {got.checksum_file.name}, {got.licence_file.name}"
    yield f"Carry the three files over; there: {PROGRAM} models add {got.path.name}"


def _known_entry(name: str) -> CatalogueEntry:
    for entry in catalogue():
        if entry.name == name.casefold():
            return entry
    if Path(name).suffix.casefold() == ".gguf":
        raise ModelNotFetched("Only models of the catalogue are downloaded; see: models list.")
    raise ModelMissing(f"The catalogue knows no model called “{name}”; see: models list.")


def _progress(output: Output, what: str) -> Callable[[int, int], None]:
    return lambda done, total: output.progress(done // _MB, total // _MB, f"MB {what}")


_ACTIONS: dict[str, Callable[[argparse.Namespace, Output], None]] = {
    "list": _list,
    "check": _check,
    "add": _add,
    "remove": _remove,
    "fetch": _fetch,
    "devices": list_devices,
    "trust": _trust,
}

MODELS = Command(
    name="models",
    summary="list, check, add, remove, fetch or trust GGUF models; list the devices for them",
    example="models add /media/stick/bonito-v1_q4_k_m.gguf",
    add_arguments=_add_arguments,
    perform=_perform,
)
