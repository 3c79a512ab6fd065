"""Download a catalogue entry on a connected machine, ready to be carried to another one.

The only file that talks to a network, and only when `models fetch` is asked for. It needs the
extra `fetch` (huggingface-hub), which the packaged program does not carry. Size and SHA-256 come
from the hub's own metadata, and the addresses, mirrors, proxies and tokens from the settings that
huggingface-hub itself reads (HF_ENDPOINT, HTTPS_PROXY, HF_TOKEN). The transfer is its `http_get`
and not its `hf_hub_download`, which in 2.4 keeps nothing of a download that was stopped.
"""

import errno
import os
import re
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module, resources
from pathlib import Path
from types import ModuleType
from typing import Self

from models.catalogue import CatalogueEntry
from models.checksums import checksum_line, checksum_path
from models.errors import ModelChanged, ModelNotFetched
from models.library import sha256_of

_ELBOW_ROOM = 2**20  # for the checksum and the licence
_SHA256 = re.compile(r"[0-9a-f]{64}")

Listener = Callable[[str, int, int], None]
"""Told what is being done ("downloaded", "checked"), bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What now lies in the folder. `was_here` says that nothing had to be downloaded."""

    path: Path
    sha256: str
    size_bytes: int
    checksum_file: Path
    licence_file: Path
    was_here: bool


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the hub says of the file: the very version, so that a resume never mixes two."""

    url: str
    sha256: str
    size_bytes: int
    commit: str


def fetch(
    entry: CatalogueEntry,
    folder: Path,
    listener: Listener | None = None,
    endpoint: str | None = None,
) -> Fetched:
    """Bring an entry's file, its checksum and its licence into `folder`, the model last.

    What arrives is kept as a `.part` file until its SHA-256 is right, so another call goes on
    where this one stopped. `endpoint` replaces HF_ENDPOINT. Raises `ModelNotFetched`, or
    `ModelChanged` if a file of that name is there and is another one.
    """
    if entry.embedded:
        raise ModelNotFetched(f"“{entry.name}” is built in; there is nothing to download.")
    hub = _hub()
    with _explained(hub, entry, folder, endpoint or hub.constants.ENDPOINT):
        offer = _ask(hub, entry, endpoint)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / entry.file
        part = folder / f"{entry.file}.{offer.sha256[:12]}.part"
        was_here = target.exists()
        if was_here:
            _check_same(target, offer, listener)
        else:
            _download(hub, offer, part, listener)
        checksum = _write(checksum_path(target), checksum_line(offer.sha256, entry.file))
        licence = _write(folder / f"{entry.file}.LICENCE.txt", _licence(entry, offer))
        if not was_here:
            part.replace(target)
    return Fetched(target, offer.sha256, offer.size_bytes, checksum, licence, was_here)


def _hub() -> ModuleType:
    """huggingface-hub with the parts that are used, quiet and without telemetry."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # it is read when imported
    try:
        hub = import_module("huggingface_hub")
        for part in ("errors", "file_download", "utils"):
            import_module(f"huggingface_hub.{part}")
    except ImportError as error:
        raise ModelNotFetched(
            "Downloading needs huggingface-hub, which is not part of this installation; on a "
            "connected computer install Bonito Desktop from source with its extra “fetch”."
        ) from error
    hub.utils.logging.set_verbosity_error()
    return hub


def _ask(hub: ModuleType, entry: CatalogueEntry, endpoint: str | None) -> _Offer:
    place = partial(hub.hf_hub_url, entry.repository, entry.file, endpoint=endpoint)
    headers = hub.utils.build_hf_headers()
    found = hub.get_hf_file_metadata(place(), headers=headers, endpoint=endpoint)
    if not found.commit_hash or not found.size or not _SHA256.fullmatch(found.etag or ""):
        raise ModelNotFetched(
            f"The hub doesn't say size and SHA-256 of {entry.file}, so it could not be checked; "
            "use another mirror."
        )
    return _Offer(place(revision=found.commit_hash), found.etag, found.size, found.commit_hash)


def _check_same(target: Path, offer: _Offer, listener: Listener | None) -> None:
    same_size = target.stat().st_size == offer.size_bytes
    if not same_size or sha256_of(target, _telling(listener, "checked")) != offer.sha256:
        raise ModelChanged(
            f"“{target}” is there already and is another file than the hub's; "
            "move it away, or choose another folder."
        )


def _download(hub: ModuleType, offer: _Offer, part: Path, listener: Listener | None) -> None:
    """Fill `part` to the whole file and check it; a part with wrong bytes is removed."""
    if part.exists() and part.stat().st_size > offer.size_bytes:
        part.unlink()
    with part.open("ab") as file:
        begun = file.tell()
        _check_room(part.parent, offer.size_bytes - begun)
        hub.file_download.http_get(
            offer.url,
            file,
            resume_size=begun,
            headers=hub.utils.build_hf_headers(),
            expected_size=offer.size_bytes,
            tqdm_class=partial(_Progress, _telling(listener, "downloaded")),
        )
        file.flush()
        os.fsync(file.fileno())
    if sha256_of(part, _telling(listener, "checked")) != offer.sha256:
        part.unlink()
        raise ModelNotFetched(
            "What arrived is not what the hub promised (its SHA-256 is another one), so it was "
            "removed; try again, or use another mirror."
        )


def _check_room(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if wanted + _ELBOW_ROOM > free:
        raise ModelNotFetched(
            f"“{folder}” has {free / 1e9:.1f} GB free and {wanted / 1e9:.1f} GB are still to come; "
            "make room or choose another folder."
        )


def _telling(listener: Listener | None, what: str) -> Callable[[int, int], None]:
    return partial(listener, what) if listener else lambda _done, _total: None


class _Progress:
    """What `http_get` takes for a progress bar."""

    def __init__(
        self, tell: Callable[[int, int], None], total: int = 0, initial: int = 0, **_looks: object
    ) -> None:
        self._tell, self._total, self._done = tell, total, initial

    def update(self, more: int) -> None:
        self._done += more
        self._tell(self._done, self._total)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


def _write(path: Path, text: str) -> Path:
    """Write a small file beside the model, whole or not at all."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
    return path


def _licence(entry: CatalogueEntry, offer: _Offer) -> str:
    text = resources.files("models") / "licences" / f"{entry.licence}.txt"
    note = f"{entry.note}\n" if entry.note else ""
    return (
        f"{entry.file}\nfrom {entry.repository}, commit {offer.commit}\n"
        f"Licence: {entry.licence}, {entry.licence_url}\n{note}\n{'-' * 78}\n\n"
        f"{text.read_text(encoding='utf-8')}"
    )


@contextmanager
def _explained(
    hub: ModuleType, entry: CatalogueEntry, folder: Path, endpoint: str
) -> Generator[None]:
    """Turn what the hub, the network and the disk raise into one sentence."""
    try:
        yield
    except hub.errors.HfHubHTTPError as error:
        raise ModelNotFetched(_answered(entry, error.response.status_code)) from error
    except hub.errors.OfflineModeIsEnabled as error:
        raise ModelNotFetched(
            "HF_HUB_OFFLINE forbids the network; take it back to download."
        ) from error
    except (hub.errors.HTTPError, ConnectionError) as error:
        raise ModelNotFetched(
            f"“{endpoint}” can't be reached or broke off ({type(error).__name__}); check the "
            "network, the proxy (HTTPS_PROXY) and the mirror (HF_ENDPOINT), then run it again: "
            "what has arrived is kept."
        ) from error
    except OSError as error:
        raise ModelNotFetched(_unwritten(folder, error)) from error


def _answered(entry: CatalogueEntry, code: int) -> str:
    if code in {401, 403}:
        return (
            f"The hub wants to know who asks for {entry.repository} (it answered {code}); accept "
            "its terms there and set HF_TOKEN."
        )
    if code == 404:
        return f"The hub has no {entry.file} in {entry.repository} any more; choose another model."
    return f"The hub answered {code}; try again later: what has arrived is kept."


def _unwritten(folder: Path, error: OSError) -> str:
    if error.errno == errno.EFBIG:
        return f"“{folder}” can't hold so large a file; use a medium formatted as exFAT or NTFS."
    if error.errno is None:  # huggingface-hub's own: fewer bytes came than were promised
        return "The download broke off; run it again: what has arrived is kept."
    return f"“{folder}” can't be written ({error.strerror}); what has arrived is kept."
