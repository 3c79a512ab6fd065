"""What this application remembers of graphics devices from one start to the next.

One small file of the user's own, beside the settings: which device is kept out and why, how fast
each was with each model, and a mark for each device that a run is using right now. Keys hold the
stamp of drivers and build, so a new driver or a new version of the application begins anew.

The file is a memory, not data: one that can't be read counts as empty, one that can't be written
costs a measurement the next time.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

_VERSION = 1
_MOST = 200  # entries of each kind; the newest stay


@dataclass(frozen=True, slots=True)
class Trial:
    """How a device did against the CPU: `times` is its speed in the CPU's, `fault` why not."""

    times: float
    fault: str = ""

    @property
    def is_won(self) -> bool:
        """It computes rightly, and faster."""
        return not self.fault and self.times > 1


class DeviceNotes:
    """The file at `file`, which is made with the first note. Each call reads and writes it anew."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def kept_out(self, device: str) -> str:
        """Why a device is not used by itself; "" if it may be."""
        if self._read("in_use").get(device):
            return "the computer or the application ended while it was starting"
        return str(self._read("kept_out").get(device, ""))

    def keep_out(self, device: str, reason: str) -> None:
        """Don't use a device by itself any more."""
        self._write("kept_out", device, reason)

    def forgive(self) -> int:
        """Try every device again; says how many were kept out."""
        count = len(self._read("kept_out")) + len(self._read("in_use"))
        self._save({})
        return count

    def begin(self, device: str) -> None:
        """A device is about to be used: if nothing follows, its driver took all down with it."""
        self._write("in_use", device, 1)

    def end(self, device: str) -> None:
        """It has answered, or its failure was seen."""
        self._write("in_use", device, None)

    def trial(self, device: str, model: str) -> Trial | None:
        """How it did with a model, if that is known."""
        found = self._read("trials").get(f"{device} {model}")
        try:
            return Trial(float(found["times"]), str(found["fault"])) if found else None
        except (TypeError, KeyError, ValueError):
            return None

    def trials(self, device: str) -> list[tuple[str, Trial]]:
        """The models that it was tried with, by the beginning of their hashes, and how it did."""
        models = [key.removeprefix(f"{device} ") for key in self._read("trials")
                  if key.startswith(f"{device} ")]  # fmt: skip
        found = [(model, self.trial(device, model)) for model in models]
        return [(model, trial) for model, trial in found if trial]

    def note_trial(self, device: str, model: str, trial: Trial) -> None:
        """Remember how it did."""
        self._write("trials", f"{device} {model}", asdict(trial))

    def look(self, stamp: str) -> dict[str, Any]:
        """What a look found, as it was noted; {} if there was none."""
        found = self._read("looks").get(stamp)
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def note_look(self, stamp: str, found: dict[str, Any]) -> None:
        """Remember it."""
        self._write("looks", stamp, found)

    def _read(self, kind: str) -> dict[str, Any]:
        part = self._whole().get(kind)
        return cast("dict[str, Any]", part) if isinstance(part, dict) else {}

    def _whole(self) -> dict[str, Any]:
        try:
            content: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return cast("dict[str, Any]", content) if isinstance(content, dict) else {}

    def _write(self, kind: str, key: str, value: object) -> None:
        part = self._read(kind)
        part.pop(key, None)
        if value is not None:
            part[key] = value
        kept = dict(list(part.items())[-_MOST:])
        self._save(self._whole() | {kind: kept})

    def _save(self, content: dict[str, Any]) -> None:
        draft = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 a descriptor
                json.dump(content | {"version": _VERSION}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())  # the mark must be there if the computer hangs next
            draft.replace(self._file)
