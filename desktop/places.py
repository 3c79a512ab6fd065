"""Where work in each project stopped on this computer: the page, the filters, what runs are to do.

Kept among the preferences and not in the project: it is how one person looks at it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings

MOST = 30  # projects; the one opened longest ago is forgotten
_KEY = "places"
# Of an entry, beside the fields of `Place`.
_LEAVES_OUT, _TYPES, _DOCUMENTS = "leaves_out", "task_types", "document_ids"


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its number in the window, and what each filter says."""

    page: int = 0  # 0: not known
    filters: Mapping[str, "Chosen"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry of a filter: as people read it, and what it stands for as JSON."""

    text: str
    value: str


class Places:
    """A typed face for what is remembered."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def of(self, path: Path) -> Place:
        """Where work in this project stopped; nowhere if that isn't known."""
        entry = self._all().get(str(path.resolve()))
        try:
            return _place(entry) if entry else Place()
        except (TypeError, ValueError, AttributeError):  # by hand, or by another version
            return Place()

    def remember(self, path: Path, place: Place) -> None:
        """Keep where work in this project stopped."""
        self._add(path, asdict(place))

    def leaves_out(self, path: Path) -> bool:
        """New runs of this project are to leave out documents in other languages."""
        return self._known(path).get(_LEAVES_OUT) is True

    def leave_out(self, path: Path, is_wanted: bool) -> None:  # noqa: FBT001 it is what is kept
        """Keep whether new runs of this project leave out documents in other languages."""
        self._add(path, {_LEAVES_OUT: is_wanted})

    def task_types(self, path: Path) -> tuple[str, ...] | None:
        """Which types new runs of this project write (short names); None if nobody chose."""
        found = _listed(self._known(path).get(_TYPES))
        return None if found is None else tuple(map(str, found))

    def choose_types(self, path: Path, shorts: Collection[str]) -> None:
        """Keep which types new runs of this project write."""
        self._add(path, {_TYPES: list(shorts)})

    def document_ids(self, path: Path) -> tuple[int, ...] | None:
        """Which documents new runs of this project read; None means all."""
        found = _listed(self._known(path).get(_DOCUMENTS)) or ()
        return tuple(one for one in found if isinstance(one, int)) or None

    def choose_documents(self, path: Path, ids: Collection[int] | None) -> None:
        """Keep which documents new runs of this project read."""
        self._add(path, {_DOCUMENTS: None if ids is None else list(ids)})

    def _known(self, path: Path) -> Mapping[str, object]:
        entry = self._all().get(str(path.resolve()))
        return entry if isinstance(entry, dict) else {}

    def _add(self, path: Path, what: Mapping[str, object]) -> None:
        """Keep this beside what is known of a project already."""
        known, name = self._all(), str(path.resolve())
        before = known.pop(name, None)
        known[name] = {**(before if isinstance(before, dict) else {}), **what}
        kept = dict(list(known.items())[-MOST:])
        self._settings.setValue(_KEY, json.dumps(kept))

    def _all(self) -> dict[str, dict[str, object]]:
        try:
            found = json.loads(str(self._settings.value(_KEY, "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def _listed(value: object) -> list[object] | None:
    return list(cast("list[object]", value)) if isinstance(value, list) else None


def _place(entry: Mapping[str, object]) -> Place:
    filters = entry.get("filters")
    chosen = {
        str(name): Chosen(**one)  # pyright: ignore[reportCallIssue] refused by the caller
        for name, one in (filters.items() if isinstance(filters, dict) else ())
    }
    page = entry.get("page")
    return Place(page if isinstance(page, int) else 0, chosen)
