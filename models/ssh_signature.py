"""Check a file's signature as `ssh-keygen -Y sign` writes it, which every office has the tool for.

The layout is that of OpenSSH's PROTOCOL.sshsig: a blob in armour, over the hash of the file, bound
to a namespace so that a signature made for something else is none. Only Ed25519 keys are taken.
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

from models.ed25519 import is_signed
from models.errors import ModelError

NAMESPACE = b"bonito-models"
_KIND = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 key as it stands in a `.pub` file; `comment` is whose it is said to be."""

    raw: bytes  # 32
    comment: str = ""

    @property
    def blob(self) -> bytes:
        """The key as OpenSSH writes it into files and signatures."""
        return _string(_KIND) + _string(self.raw)

    @property
    def line(self) -> str:
        """The line of a `.pub` file."""
        return f"{_KIND.decode()} {base64.b64encode(self.blob).decode()} {self.comment}".rstrip()

    @property
    def fingerprint(self) -> str:
        """What `ssh-keygen -l` shows of it, so that two people can compare it."""
        digest = hashlib.sha256(self.blob).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def public_key(text: str) -> PublicKey:
    """The key in the text of a `.pub` file; raises `ModelError` if it is none that is taken."""
    kind, _, rest = text.strip().partition(" ")
    encoded, _, comment = rest.partition(" ")
    try:
        reader = _Reader(base64.b64decode(encoded, validate=True))
        if kind.encode() == _KIND == reader.string() and len(raw := reader.string()) == 32:
            shown = "".join(letter for letter in comment if letter.isprintable())
            return PublicKey(raw, shown[:100])
    except (binascii.Error, struct.error, ValueError):
        pass
    raise ModelError(
        "This is no Ed25519 key of OpenSSH; make one with: ssh-keygen -t ed25519 -f office"
    )


def check(message: bytes, armoured: str, key: PublicKey) -> None:
    """Pass a message that this key signed for us; raises `ModelError` with the reason if not."""
    try:
        is_ours = _is_signed(_Reader(_without_armour(armoured)), message, key)
    except (binascii.Error, struct.error, ValueError, KeyError) as error:
        raise ModelError(
            "The signature can't be understood; make it with: "
            f"ssh-keygen -Y sign -f office -n {NAMESPACE.decode()} LIST"
        ) from error
    if not is_ours:
        raise ModelError(
            "The list was changed after it was signed, or another key signed it; "
            "get the list and its signature again from whoever signs for you."
        )


def _without_armour(armoured: str) -> bytes:
    lines = [line.strip() for line in armoured.strip().splitlines()]
    if lines[:1] != [_BEGIN] or lines[-1:] != [_END]:
        raise ValueError("no armour")
    return base64.b64decode("".join(lines[1:-1]), validate=True)


def _is_signed(reader: "_Reader", message: bytes, key: PublicKey) -> bool:
    if reader.take(6) != _MAGIC or reader.number() != 1:
        raise ValueError("no signature of version 1")
    blob, namespace, reserved = reader.string(), reader.string(), reader.string()
    hashed, signature = reader.string(), _Reader(reader.string())
    digest = _HASHES[hashed](message).digest()
    parts = (namespace, reserved, hashed, digest)
    signed = _MAGIC + b"".join(map(_string, parts))
    return (
        blob == key.blob
        and namespace == NAMESPACE
        and signature.string() == _KIND
        and is_signed(key.raw, signed, signature.string())
    )


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


class _Reader:
    """Steps through OpenSSH's strings with a length before each; `ValueError` past the end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def take(self, count: int) -> bytes:
        """So many bytes."""
        found = self._data[self._place : self._place + count]
        if len(found) < count:
            raise ValueError("too short")
        self._place += count
        return found

    def number(self) -> int:
        """A number of 32 bits."""
        return int(struct.unpack(">I", self.take(4))[0])

    def string(self) -> bytes:
        """A string."""
        return self.take(self.number())
