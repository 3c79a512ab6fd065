"""Lists of models that an office trusts: checksums in a file, signed by a key that it chose.

They lie with their signatures and the key in one folder of the user's settings, and are checked
again whenever they are read: what was changed there afterwards is no list any more. A list holds
lines as sha256sum writes them. Its signature lies beside it: `LIST.sig`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelChanged, ModelError, ModelMissing
from models.ssh_signature import PublicKey, check, public_key

_KEY = "office.pub"
_MOST_BYTES = 2**20
_LINE = re.compile(r"([0-9a-fA-F]{64})[ \t]+[* ]?(\S.*)")
_NAME = re.compile(r"[\w][\w .-]{0,80}")


@dataclass(frozen=True, slots=True)
class Trusted:
    """A file that stands in a trusted list: its checksum in lower case, its name, the list."""

    sha256: str
    name: str
    list_name: str


@dataclass(frozen=True, slots=True)
class AddedList:
    """A list that was added, and the key that signed it."""

    name: str
    files: tuple[Trusted, ...]
    key: PublicKey
    is_new_key: bool


class TrustedLists:
    """The lists in `folder`, which is made with the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, path: Path, key_file: Path | None = None) -> AddedList:
        """Take up a signed list; the first needs its key. One of the same name is replaced.

        Raises `ModelError` where the signature does not hold, where the key is another one than
        that of the lists before, or where a line is no checksum; nothing is changed then.
        """
        data, signature = _read(path), _read(path.with_name(path.name + ".sig"))
        known = self._key()
        given = public_key(_read(key_file).decode("utf-8", "replace")) if key_file else known
        if given is None:
            raise ModelError(
                "No key is known yet: name the one that signs for your office with --key FILE.pub, "
                "and compare its fingerprint with what you were told."
            )
        if known is not None and known.raw != given.raw:
            raise ModelError(
                f"Lists are taken from the key {known.fingerprint} only, and this is "
                f"{given.fingerprint}; to change to it, delete “{self._folder}” first."
            )
        if not _NAME.fullmatch(path.name) or path.name == _KEY:
            raise ModelError(f"“{path.name}” can't be the name of a list; use plain letters.")
        check(data, signature.decode("ascii", "replace"), given)
        files = _files(data, path.name)
        self._save(
            {_KEY: f"{given.line}\n".encode(), path.name: data, f"{path.name}.sig": signature}
        )
        return AddedList(path.name, files, given, is_new_key=known is None)

    def all(self) -> tuple[Trusted, ...]:
        """Every file of every list; raises `ModelError` where a list was changed since."""
        key = self._key()
        if key is None:
            return ()
        found: list[Trusted] = []
        for signature in sorted(self._folder.glob("*.sig")):
            path = signature.with_suffix("")
            data = _read(path)
            check(data, _read(signature).decode("ascii", "replace"), key)
            found += _files(data, path.name)
        return tuple(found)

    def found(self, sha256: str, file_name: str) -> Trusted | None:
        """The line for a file with these bytes; None if no list speaks of it.

        Raises `ModelChanged` where a list names the file and says other bytes.
        """
        files = self.all()
        for one in files:
            if one.sha256 == sha256:
                return one
        for one in files:
            if one.name.casefold() == file_name.casefold():
                raise ModelChanged(
                    f"“{file_name}” is not the file that the trusted list “{one.list_name}” names "
                    f"so (its SHA-256 is {sha256[:12]}… and not {one.sha256[:12]}…); get it again."
                )
        return None

    def _key(self) -> PublicKey | None:
        path = self._folder / _KEY
        return public_key(_read(path).decode("utf-8", "replace")) if path.is_file() else None

    def _save(self, files: dict[str, bytes]) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name, data in files.items():
                draft = self._folder / f"{name}.new"
                draft.write_bytes(data)
                draft.replace(self._folder / name)
        except OSError as error:
            raise ModelError(
                f"“{self._folder}” can't be written ({error.strerror}); make room there."
            ) from error


def _files(data: bytes, list_name: str) -> tuple[Trusted, ...]:
    found: list[Trusted] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise ModelError(
                f"Line {number} of “{list_name}” is no checksum; "
                "a list holds lines as sha256sum writes them."
            )
        found.append(Trusted(match[1].lower(), match[2], list_name))
    return tuple(found)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ModelMissing(f"There is no file “{path}”; check the path.") from error
    except OSError as error:
        raise ModelError(f"“{path}” can't be read ({error.strerror}).") from error
    if len(data) > _MOST_BYTES:
        raise ModelError(f"“{path}” is longer than a list of models can be.")
    return data
