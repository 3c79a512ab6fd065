"""The models this user has added: where each lies, and what it was when it was looked at closely.

They stand in one small file that only the user may read; the models themselves are never copied
or touched. A model is looked at closely once: while its size and its date stay, its SHA-256 is
taken from here, because reading 4 GB before every run would cost most of a minute on a laptop.
With another size or date it counts as changed until it is added again.
"""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from os.path import realpath
from pathlib import Path
from typing import Any

from models import library
from models.catalogue import CatalogueEntry
from models.checksums import promised_sha256
from models.errors import ModelChanged, ModelError, ModelMissing
from models.library import BrokenModel, FoundModel
from models.trust import Trusted, TrustedLists

_VERSION = 1
_SIZE_TOLERANCE = 0.01  # the catalogue's sizes are rounded to 10 MB


@dataclass(frozen=True, slots=True)
class RememberedModel:
    """One line of the list. `modified_ns` is the file's date in nanoseconds."""

    path: str
    sha256: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class AddedModel:
    """What adding found: `checked_against` is the checksum file, if there was one.

    `is_other` says that other bytes were remembered for this path before.
    """

    model: FoundModel
    sha256: str
    checked_against: Path | None
    is_other: bool
    trusted: Trusted | None = None  # the line of a trusted list that it stands in


class RememberedModels:
    """The list in the file at `file`, which is made with the first model.

    What is added is held against the lists that are `trusted`, if there are any.
    """

    def __init__(self, file: Path, trusted: TrustedLists | None = None) -> None:
        self._file, self._trusted = file, trusted

    def all(self) -> list[RememberedModel]:
        """Every model that was added; raises `ModelError` if the list can't be read."""
        try:
            content: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return [RememberedModel(**entry) for entry in content["models"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(
                f"The list of your models, “{self._file}”, can't be read; "
                "delete it and add the models again."
            ) from error

    def add(self, path: Path, on_progress: Callable[[int, int], None] | None = None) -> AddedModel:
        """Read a file's header, check its bytes against what is promised, and remember it.

        Raises `ModelChanged` where a checksum file beside it, a trusted list or the catalogue
        promises another file, and what `library.find` raises; nothing is remembered then.
        """
        model = library.find(str(path.absolute()))
        before = self._now(model.path)
        _check_size(model)
        promise = promised_sha256(model.path)
        sha256 = library.sha256_of(model.path, on_progress)
        if promise and promise[0] != sha256:
            raise ModelChanged(
                f"“{model.path.name}” is not the file that “{promise[1].name}” beside it promises "
                "(its SHA-256 is another one); copy it again."
            )
        line = self._trusted.found(sha256, model.path.name) if self._trusted else None
        old = self._at(model.path)
        self._save([*self._others(model.path), replace(before, sha256=sha256)])
        is_other = old is not None and old.sha256 != sha256
        return AddedModel(model, sha256, promise[1] if promise else None, is_other, line)

    def remove(self, name_or_path: str) -> Path:
        """Forget a model, by its path or its name; the file stays. Gives its path."""
        for entry in self.all():
            path = Path(entry.path)
            if _same(path, Path(name_or_path)) or name_or_path in _names(path):
                self._save(self._others(path))
                return path
        raise ModelMissing(
            f"“{name_or_path}” is not among the models that were added; see: models list."
        )

    def find(self, name_or_path: str, folders: Iterable[Path] = ()) -> FoundModel:
        """As `library.find`, added models too; raises `ModelChanged` for one that was changed."""
        known = self._known()
        model = library.find(name_or_path, folders, [Path(entry.path) for entry in known])
        if self._is_changed(_entry_of(model.path, known)):
            raise _changed(model.path)
        return model

    def available(self, folders: Iterable[Path] = ()) -> list[FoundModel | BrokenModel]:
        """As `library.available`, with the added models; changed and missing ones are broken."""
        try:
            known = self.all()
        except ModelError as error:
            return [*library.available(folders), BrokenModel("your models", self._file, error)]
        return [
            BrokenModel(model.name, model.path, _changed(model.path))
            if isinstance(model, FoundModel) and self._is_changed(_entry_of(model.path, known))
            else model
            for model in library.available(folders, [Path(entry.path) for entry in known])
        ]

    def is_remembered(self, path: Path) -> bool:
        """This file was added."""
        return self._at(path) is not None

    def sha256_of(self, path: Path) -> str:
        """The SHA-256 of a model: the remembered one while size and date agree, else computed."""
        entry = self._at(path)
        if entry is not None and not self._is_changed(entry):
            return entry.sha256
        return library.sha256_of(path)

    def _known(self) -> list[RememberedModel]:
        """The list; empty where it can't be read: `available` says so, and work goes on."""
        try:
            return self.all()
        except ModelError:
            return []

    def _at(self, path: Path) -> RememberedModel | None:
        return _entry_of(path, self._known())

    def _others(self, path: Path) -> list[RememberedModel]:
        return [entry for entry in self._known() if not _same(Path(entry.path), path)]

    def _is_changed(self, entry: RememberedModel | None) -> bool:
        if entry is None:
            return False
        now = self._now(Path(entry.path))
        return (now.size_bytes, now.modified_ns) != (entry.size_bytes, entry.modified_ns)

    def _now(self, path: Path) -> RememberedModel:
        try:
            facts = path.stat()
        except OSError as error:
            raise ModelMissing(f"“{path}” can't be read ({error.strerror}).") from error
        return RememberedModel(str(path), "", facts.st_size, facts.st_mtime_ns)

    def _save(self, entries: Iterable[RememberedModel]) -> None:
        content = {"version": _VERSION, "models": [asdict(entry) for entry in entries]}
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with ExitStack() as undo:
                undo.callback(draft.unlink, missing_ok=True)
                handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
                with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 a descriptor
                    json.dump(content, file, indent=2)
                    file.flush()
                    os.fsync(file.fileno())  # else a power cut may leave the new name empty
                draft.replace(self._file)
        except OSError as error:
            raise ModelError(
                f"The list of your models, “{self._file}”, can't be written ({error.strerror}); "
                "make room or check that you may write there."
            ) from error


def _entry_of(path: Path, known: Iterable[RememberedModel]) -> RememberedModel | None:
    return next((entry for entry in known if _same(Path(entry.path), path)), None)


def _same(one: Path, other: Path) -> bool:
    return realpath(one) == realpath(other)


def _names(path: Path) -> set[str]:
    found = library.look(path)
    return {path.stem, path.name, found.name}


def _check_size(model: FoundModel) -> None:
    """A known file of another size was cut short or is another one; its header can't tell."""
    entry: CatalogueEntry | None = model.entry
    if entry is None or not entry.is_file(model.path.name):
        return
    size = model.header.size_bytes
    if abs(size - entry.size_bytes) > entry.size_bytes * _SIZE_TOLERANCE:
        raise ModelChanged(
            f"“{model.path.name}” has {size / 1e9:.2f} GB and the catalogue says "
            f"{entry.size_bytes / 1e9:.2f} GB: it was cut short or is another file; copy it again."
        )


def _changed(path: Path) -> ModelChanged:
    return ModelChanged(
        f"“{path.name}” is not as it was when it was added (another size or date); "
        "if that is right, add it again."
    )
