"""Which model it is that a run takes: its file and its adapter by their SHA-256."""

from pathlib import Path

from engine.config import remembered_models
from engine.records import ModelIdentity
from models import library
from models.errors import ModelError
from models.library import FoundModel
from models.remembered import RememberedModels


def identity_of(model: FoundModel, known: RememberedModels) -> ModelIdentity:
    """The identity of a model; a file that was not added is read for it. Raises `ModelError`."""
    return ModelIdentity(
        name=model.name,
        path=str(model.path),
        sha256=known.sha256_of(model.path),
        prompting=model.prompting.name,
        adapter_sha256=library.sha256_of(model.adapter) if model.adapter else "",
    )


class Identities:
    """The identities of models for whoever asks often: once while size and date of a file stay.

    The embedded model is never added, so that it would be read each time.
    """

    def __init__(self) -> None:
        self._found = dict[tuple[object, ...], ModelIdentity]()

    def of(self, model: FoundModel) -> ModelIdentity | None:
        """None for a file that can't be read: starting a run says why."""
        try:
            key = (
                model.prompting.name,
                _stamp(model.path),
                model.adapter and _stamp(model.adapter),
            )
            if key not in self._found:
                self._found[key] = identity_of(model, remembered_models())
        except (OSError, ModelError):
            return None
        return self._found[key]


def _stamp(path: Path) -> tuple[str, int, int]:
    now = path.stat()
    return str(path), now.st_size, now.st_mtime_ns
