"""The small `.sha256` file that travels beside a model, as sha256sum writes and checks it."""

import re
from pathlib import Path

from models.errors import ModelError

_MOST_BYTES = 64 * 1024  # a list for a whole folder is a few lines
_HEX = re.compile(r"(?<![0-9a-fA-F])([0-9a-fA-F]{64})(?![0-9a-fA-F])")


def checksum_path(model: Path) -> Path:
    """Where the checksum of a model is looked for first: `NAME.gguf.sha256`."""
    return model.with_name(model.name + ".sha256")


def checksum_line(sha256: str, name: str) -> str:
    """What stands in such a file, so that `sha256sum -c` understands it."""
    return f"{sha256}  {name}\n"


def promised_sha256(model: Path) -> tuple[str, Path] | None:
    """The checksum that a file beside `model` promises, in lower case, and that file.

    Looks into `NAME.gguf.sha256`, `NAME.sha256` and `SHA256SUMS`. A line that names another file
    says nothing; a file with a checksum alone means this model. Raises `ModelError` for one that
    is there and can't be understood: it must not pass for a check.
    """
    for path in (checksum_path(model), model.with_suffix(".sha256")):
        if path.is_file():
            return _for(model.name, path, is_its_own=True), path
    together = model.with_name("SHA256SUMS")
    found = _for(model.name, together, is_its_own=False) if together.is_file() else ""
    return (found, together) if found else None


def _for(name: str, path: Path, *, is_its_own: bool) -> str:
    """The checksum for the file `name` in `path`; empty where a list doesn't name it."""
    lines = [line for line in _read(path).splitlines() if _HEX.search(line)]
    alone = [line for line in lines if _HEX.fullmatch(line.strip())]
    named = [line for line in lines if name in line]
    chosen = named or (alone if is_its_own else [])
    sums = {match[1].lower() for line in chosen for match in _HEX.finditer(line)}
    if len(sums) == 1:
        return sums.pop()
    if sums or is_its_own:
        raise ModelError(
            f"“{path}” holds no SHA-256 of “{name}” that can be understood; "
            "put the right checksum file there, or take it away."
        )
    return ""


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError as error:
        raise ModelError(
            f"“{path}” can't be read ({error.strerror}); check that you may open it."
        ) from error
