"""What a forger does to an export: change rows or the manifest, and make every checksum right."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[dict[str, Any]], object]


def fixed_part(path: Path, entry: dict[str, Any]) -> bytes:
    """What the manifest vouches for: all of a file, of the card all but the notes."""
    data = path.read_bytes()
    if "fixed_until" not in entry:
        return data
    fixed, line, _notes = data.partition(f"{entry['fixed_until']}\n".encode())
    return fixed + line


def edit_manifest(folder: Path, change: Change) -> None:
    """Change the manifest, as somebody would who wants it to agree."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def rehash(folder: Path, change: Change = lambda _manifest: None) -> None:
    """Bring the manifest's checksums, sizes and counts up to date."""

    def update(manifest: dict[str, Any]) -> None:
        for entry in manifest["files"]:
            data = fixed_part(folder / entry["path"], entry)
            entry["sha256"], entry["bytes"] = hashlib.sha256(data).hexdigest(), len(data)
            if "rows" in entry:
                entry["rows"] = len(data.splitlines())
        manifest["rows"] = sum(entry.get("rows", 0) for entry in manifest["files"])
        change(manifest)

    edit_manifest(folder, update)


def rows_of(folder: Path, part: str) -> list[dict[str, Any]]:
    """The rows of a part."""
    text = (folder / f"{part}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def write_rows(folder: Path, part: str, rows: list[dict[str, Any]]) -> None:
    """Write the rows of a part, in place of those that are there."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / f"{part}.jsonl").write_text(text, encoding="utf-8")


def edit_rows(folder: Path, part: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the rows of a part."""
    rows = rows_of(folder, part)
    change(rows)
    write_rows(folder, part, rows)
