"""What is remembered on this computer: the look and what was open. Data lives in projects."""

import getpass
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop.language import NAMES
from desktop.theme import Scheme
from desktop.usual_sampling import UsualSampling, from_text
from engine.devices.choosing import AUTO

MOST_RECENT = 8
PILOT_UNITS = 12


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project opened before; `unfinished` is a sentence about a run that waits in it."""

    path: str
    unfinished: str = ""

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return Path(self.path).stem

    @property
    def is_missing(self) -> bool:
        """Its file is not there now: moved, deleted, or on a stick that was pulled out."""
        return not Path(self.path).is_file()


class Preferences:
    """A typed face for QSettings."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def scheme(self) -> Scheme:
        """Which colours the user wants."""
        value = str(self._settings.value("look/scheme", Scheme.SYSTEM))
        return Scheme(value) if value in set(Scheme) else Scheme.SYSTEM

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._settings.setValue("look/scheme", str(scheme))

    @property
    def language(self) -> str:
        """`en` or `de`; empty for the system's."""
        value = str(self._settings.value("look/language", ""))
        return value if value in NAMES else ""

    @language.setter
    def language(self, code: str) -> None:
        self._settings.setValue("look/language", code)

    @property
    def zoom(self) -> int:
        """The size of text in percent of the desktop's own."""
        value = str(self._settings.value("look/zoom", 100))
        return int(value) if value.isascii() and value.isdigit() else 100

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._settings.setValue("look/zoom", percent)

    @property
    def backs_up_daily(self) -> bool:
        """A project is backed up at its first opening of a day."""
        return str(self._settings.value("backups/daily", "true")).lower() == "true"

    @backs_up_daily.setter
    def backs_up_daily(self, is_wanted: bool) -> None:
        self._settings.setValue("backups/daily", is_wanted)

    @property
    def pilot_units(self) -> int:
        """How many units a pilot has."""
        value = str(self._settings.value("generate/pilot", PILOT_UNITS))
        return int(value) if value.isascii() and value.isdigit() else PILOT_UNITS

    @pilot_units.setter
    def pilot_units(self, units: int) -> None:
        self._settings.setValue("generate/pilot", units)

    @property
    def usual_sampling(self) -> UsualSampling:
        """The numbers with which a new run begins to be put together."""
        return from_text(str(self._settings.value("generate/sampling", "")))

    @usual_sampling.setter
    def usual_sampling(self, usual: UsualSampling) -> None:
        self._settings.setValue("generate/sampling", usual.as_text())

    @property
    def reviewer(self) -> str:
        """The name under which the log tells what is done: the chosen one, or the login name."""
        return str(self._settings.value("review/name", "")) or _login_name()

    @reviewer.setter
    def reviewer(self, name: str) -> None:
        self._settings.setValue("review/name", name)

    @property
    def model(self) -> str:
        """The model chosen last: a name or a path; "" means the embedded one."""
        return str(self._settings.value("model", ""))

    @model.setter
    def model(self, model: str) -> None:
        self._settings.setValue("model", model)

    @property
    def device(self) -> tuple[str, str]:
        """What runs compute on: `auto`, `cpu` or the id of a device, and how that is called."""
        value = str(self._settings.value("generate/device", "")) or AUTO
        return value, str(self._settings.value("generate/device_name", "")) or value

    @device.setter
    def device(self, device: tuple[str, str]) -> None:
        self._settings.setValue("generate/device", device[0])
        self._settings.setValue("generate/device_name", device[1])

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood."""
        value = self._settings.value("look/geometry", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("look/geometry", geometry)

    def recent(self) -> list[RecentProject]:
        """Projects opened before, newest first; some may be missing for now."""
        try:
            entries = json.loads(str(self._settings.value("recent", "[]")))
            return [RecentProject(**entry) for entry in entries]
        except (ValueError, TypeError):  # written by hand, or by another version
            return []

    def remember(self, path: Path, unfinished: str = "") -> None:
        """Put a project first in the list."""
        entry = RecentProject(str(path.resolve()), unfinished)
        others = [other for other in self.recent() if other.path != entry.path]
        self._save([entry, *others][:MOST_RECENT])

    def forget(self, path: Path) -> None:
        """Take a project out of the list."""
        name = str(path.resolve())
        self._save([entry for entry in self.recent() if entry.path != name])

    def note_unfinished(self, path: Path, unfinished: str) -> None:
        """Change what is said about a project without moving it."""
        name = str(path.resolve())
        self._save(
            [
                replace(entry, unfinished=unfinished) if entry.path == name else entry
                for entry in self.recent()
            ]
        )

    def _save(self, entries: list[RecentProject]) -> None:
        self._settings.setValue("recent", json.dumps([asdict(entry) for entry in entries]))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        return "reviewer"
