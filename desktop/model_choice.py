"""Which model the window works with: chosen at the start, from the list, or added as a file.

A file that is added is read once from end to end, off the UI thread, before anything else uses it.
"""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.background import Background, Job, Operation
from desktop.dialogs.models import ModelsDialog
from desktop.language import tr
from desktop.preferences import Preferences
from desktop.wording import size
from engine.errors import KNOWN_ERRORS
from models.library import BrokenModel, FoundModel
from models.remembered import AddedModel, RememberedModels


class ModelChoice(QObject):
    """Knows the models; tells by signals which one is chosen and what there is to choose from."""

    chosen = Signal(object)  # FoundModel
    listed = Signal(object, object)  # all FoundModel and BrokenModel, and the chosen one
    added = Signal(str)  # a sentence
    refused = Signal(object)  # the error

    def __init__(
        self, known: RememberedModels, background: Background, preferences: Preferences
    ) -> None:
        super().__init__()
        self._known, self._background, self._preferences = known, background, preferences
        self._adding: Job | None = None
        self._used: FoundModel | None = None

    def choose(self, name: str) -> None:
        """Use a model by name or path; falls back to the embedded one with a word about why."""
        try:
            self.use(self._known.find(name))
        except KNOWN_ERRORS as error:
            self.refused.emit(error)
            if name:
                with suppress(*KNOWN_ERRORS):  # then there is none, as the strip says
                    self.use(self._known.find(""))

    def use(self, model: FoundModel) -> None:
        """Take this model from now on."""
        self._used = model
        is_embedded = model.entry is not None and model.entry.embedded
        self._preferences.model = "" if is_embedded else str(model.path)
        self.listed.emit(self._known.available(), model)
        self.chosen.emit(model)

    def add(self, path: str) -> None:
        """Look at a file closely, remember it and use it; one at a time."""
        if self._adding is not None:
            return
        self._adding = self._background.run(
            Operation(
                name=tr("Checking the model"),
                work=lambda _job: self._known.add(Path(path)),
                done=self._was_added,
                failed=self.refused.emit,
                ended=self._add_ended,
            )
        )

    def show_sheet(self, window: QWidget) -> None:
        """Open the sheet of what is here, what is known, and what it can be computed on."""
        ModelsDialog(window, self._known.available(), self._background).open()

    def forget_broken(self) -> None:
        """Offer no longer what can't be used; the files stay."""
        for model in self._known.available():
            if isinstance(model, BrokenModel) and self._known.is_remembered(model.path):
                self._known.remove(str(model.path))
        self.listed.emit(self._known.available(), self._used)

    def _was_added(self, found: AddedModel) -> None:
        self.use(found.model)
        against = found.checked_against
        checked = (
            tr("it is what {name} promises", name=against.name)
            if against
            else tr("no checksum lies beside it")
        )
        file_size = size(found.model.header.size_bytes)
        self.added.emit(
            tr(
                "{name} was added ({file_size}); {checked}.",
                name=found.model.path.name,
                file_size=file_size,
                checked=checked,
            )
        )

    def _add_ended(self) -> None:
        self._adding = None
