"""The part of the dataset card that is the reader's own: kept by later exports, not verified."""

import hashlib
from pathlib import Path
from typing import cast

from engine.errors import TargetExists
from engine.export.target import earlier_manifest

CARD = "README.md"
MARKER = (
    "<!-- Yours from here on: write below this line what you like. verify.py does not look at it, "
    "and the next export into this folder keeps it. -->"
)
EMPTY = "\n## Notes\n"


def earlier_notes(folder: Path) -> str:
    """What stands below the line of the card of an earlier export there; `EMPTY` if there is none.

    Raises `TargetExists` if the card was changed above it, where it would be written anew.
    """
    entry = _entry(folder)
    try:
        card = (folder / CARD).read_bytes()
    except OSError:
        return EMPTY
    if entry is None:
        return EMPTY  # of another program: `target.check_folder` refuses it
    fixed, line, notes = card.partition(f"{MARKER}\n".encode())
    if hashlib.sha256(fixed + line).hexdigest() != entry.get("sha256"):
        raise TargetExists(
            f"“{folder / CARD}” was changed since it was exported, and this export would write it "
            f"anew; move your words below its last line, or name another folder."
        )
    return notes.decode("utf-8", "replace") if line else EMPTY


def _entry(folder: Path) -> dict[str, object] | None:
    listed = earlier_manifest(folder).get("files")
    for entry in cast("list[object]", listed) if isinstance(listed, list) else []:
        if isinstance(entry, dict) and cast("dict[str, object]", entry).get("path") == CARD:
            return cast("dict[str, object]", entry)
    return None
