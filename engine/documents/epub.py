"""Read EPUB books: the chapters in the order of the spine, each through the web page reader."""

import posixpath
from collections import Counter
from dataclasses import replace
from urllib.parse import unquote

from engine.documents import html, markup
from engine.documents.archive import Archive, Kind, open_archive
from engine.documents.composing import chained, section_label
from engine.documents.notes import joined
from engine.records import Extract

KIND = Kind("EPUB book", "your reading program", ".epub")
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_MOST_CHAPTERS = 10_000


def read(data: bytes) -> Extract:
    """The text of a .epub file; raises `DocumentRefused` (DAMAGED, ENCRYPTED, TOO_BIG)."""
    archive = open_archive(data, KIND)
    chapters = _spine(archive, _package_part(archive))
    if _encrypted_parts(archive) & set(chapters):
        raise KIND.encrypted()
    parts: list[tuple[str, Extract]] = []
    for number, part in enumerate(chapters, start=1):
        source = archive.read(part)
        title = html.title(source)
        parts.append((section_label(title or f"{number}"), html.read(source)))
    found = _without_repeated_titles(parts)
    return replace(found, note=joined(extract.note for _, extract in parts))


def _without_repeated_titles(parts: list[tuple[str, Extract]]) -> Extract:
    """Many books give each chapter the book's own title: then its number says more."""
    counts = Counter(label for label, _ in parts)
    return chained(
        [
            (label if counts[label] == 1 else section_label(str(number)), extract)
            for number, (label, extract) in enumerate(parts, start=1)
        ]
    )


def _package_part(archive: Archive) -> str:
    found: list[str] = []

    def on_start(name: str, values: dict[str, str]) -> None:
        if name == "rootfile":
            found.append(values.get("full-path", ""))

    markup.walk(archive.read(_CONTAINER), KIND, on_start)
    if not found:
        raise KIND.not_one("it names no book")
    return found[0]


def _spine(archive: Archive, package: str) -> list[str]:
    """The chapters' parts in reading order, each once."""
    items: dict[str, str] = {}
    order: dict[str, None] = {}
    folder = posixpath.dirname(package)

    def on_start(name: str, values: dict[str, str]) -> None:
        if name == "item" and values.get("media-type") in _PAGES:
            target = unquote(values.get("href", ""))
            items[values.get("id", "")] = posixpath.normpath(posixpath.join(folder, target))
        elif name == "itemref" and values.get("idref", "") in items:
            order[items[values["idref"]]] = None

    markup.walk(archive.read(package), KIND, on_start)
    missing = [part for part in order if part not in archive]
    if missing:
        raise KIND.damaged(f"its chapter {missing[0]} is not there")
    if len(order) > _MOST_CHAPTERS:
        raise KIND.too_big(f"has more than {_MOST_CHAPTERS:,} chapters")
    return list(order)


def _encrypted_parts(archive: Archive) -> set[str]:
    """Parts that only a shop's own program can open; fonts often are, which does no harm."""
    found: set[str] = set()

    def on_start(name: str, values: dict[str, str]) -> None:
        if name == "CipherReference":
            found.add(unquote(values.get("URI", "")).lstrip("/"))

    if _ENCRYPTION in archive:
        markup.walk(archive.read(_ENCRYPTION), KIND, on_start)
    return found
