"""How models are told of on the command line: as programs read it, and in lines for people."""

from collections.abc import Iterator, Sequence

from models.catalogue import CatalogueEntry
from models.fit import Fit, FitVerdict
from models.library import BrokenModel, FoundModel

_FITS = {FitVerdict.YES: "fits", FitVerdict.TIGHT: "just fits", FitVerdict.NO: "too big"}


def model_content(model: FoundModel | BrokenModel, verdict: Fit | None) -> dict[str, object]:
    """A model that is here; a broken one with its reason instead."""
    if isinstance(model, BrokenModel):
        return {"name": model.name, "path": str(model.path), "error": str(model.error)}
    header, entry = model.header, model.entry
    content: dict[str, object] = {
        "name": model.name,
        "path": str(model.path),
        "title": entry.title if entry else header.name,
        "licence": model.licence,
        "licence_in_file": header.licence,
        "note": model.note or (model.family.note if model.family else ""),
        "prompting": model.prompting.name,
        "prompting_reason": model.reason,
        "architecture": header.architecture,
        "file_type": header.file_type,
        "size_bytes": header.size_bytes,
        "context_length": header.context_length,
        "vocabulary": header.vocabulary,
    }
    if verdict:
        content |= {
            "fits": verdict.verdict.value,
            "needed_bytes": verdict.needed_bytes,
            "free_bytes": verdict.free_bytes,
        }
    return content


def entry_content(entry: CatalogueEntry) -> dict[str, object]:
    """A model that is known and not here."""
    return {
        "name": entry.name,
        "title": entry.title,
        "repository": entry.repository,
        "file": entry.file,
        "size_bytes": entry.size_bytes,
        "licence": entry.licence,
        "note": entry.note,
    }


def here_lines(
    here: Sequence[FoundModel | BrokenModel], fits: Sequence[Fit | None]
) -> Iterator[str]:
    """The models on this computer, each with its fit."""
    yield "On this computer:"
    for model, verdict in zip(here, fits, strict=True):
        if isinstance(model, BrokenModel):
            yield f"  {model.name:<32} can't be used: {model.error}"
        else:
            fits_how = _FITS[verdict.verdict] if verdict else ""
            size = _size(model.header.size_bytes)
            yield f"  {model.name:<32} {size}  {fits_how:<9}  {model.path}"
            if model.note:
                yield f"    {model.note}"
    free = next((verdict.free_bytes for verdict in fits if verdict), 0)
    if free:
        yield f"  ({free / 1e9:.1f} GB of memory are free now)"


def known_lines(known: Sequence[CatalogueEntry]) -> Iterator[str]:
    """The rest of the catalogue."""
    yield "Known, but not here:"
    for entry in known:
        yield f"  {entry.name:<32} {_size(entry.size_bytes)}  {entry.licence}, {entry.repository}"


def check_lines(model: FoundModel, sha256: str, verdict: Fit) -> Iterator[str]:
    """One model, closely."""
    header = model.header
    yield f"{model.path} is a sound model."
    yield f"  name       {model.entry.title if model.entry else header.name or model.name}"
    size = _size(header.size_bytes).strip()
    yield f"  kind       {header.architecture}, {header.file_type}, {size}"
    yield f"  context    {header.context_length:,} tokens"
    yield f"  prompting  {model.prompting.name}: {model.reason}"
    yield from _licence_lines(model)
    yield f"  SHA-256    {sha256}"
    yield f"  {verdict.sentence}"


def _licence_lines(model: FoundModel) -> Iterator[str]:
    said = model.header.licence
    if model.entry:
        yield f"  licence    {model.entry.licence}"
        return
    if model.family:
        in_file = f"; the file says “{said}”" if said else ""
        yield f"  licence    {model.family.licence}, by its name{in_file}"
        if model.family.note:
            yield f"             {model.family.note}"
    else:
        yield f"  licence    {f'“{said}”, as the file says' if said else 'not known'}"


def _size(size: int) -> str:
    return f"{size / 1e9:6.2f} GB"
