"""Read e-mail messages: who wrote what to whom and when, the text, and what was attached by name.

The standard library takes the message apart; its older policy is used, because its newer one takes
hours over some malformed headers. Attached messages are read too, to a bounded depth.
"""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from typing import TypeAlias, cast

from engine.documents import html, plain
from engine.documents.calendars import event_text
from engine.documents.charsets import decode_declared
from engine.documents.composing import chained
from engine.documents.notes import counted, joined
from engine.documents.sniffing import is_plain
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus

_Mail: TypeAlias = "Message[str, str]"  # it can't be subscripted when the program runs

_SHOWN = ("Subject", "From", "To", "Cc", "Date")
_USUAL = frozenset(
    (
        *(name.casefold() for name in _SHOWN),
        *("received", "message-id", "mime-version", "content-type", "return-path", "sender"),
    )
)
_DEEPEST = 50
_MOST_PARTS = 2_000
_LONGEST_HEADER = 10_000
_GAPS_NOTE = "Some characters of the message are broken; they show as question marks."
_UNPARTED_NOTE = "The parts of the message could not be told apart; they are here as one text."
_LEAST_SHARE = 0.3  # of the web page's text, for a plain alternative that says as much


def read(data: bytes) -> Extract:
    """The text of a .eml file; raises `DocumentRefused` (DAMAGED, TOO_BIG)."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except RecursionError as error:
        raise _nested() from error
    if not any(name.casefold() in _USUAL for name in message.keys()):  # noqa: SIM118 no mapping
        raise DocumentRefused(
            FileStatus.DAMAGED,
            "This is not an e-mail message: it has no sender, subject or date. "
            "Give it the suffix of its real format, or save it as .eml from the mail program.",
        )
    reader = _Reader()
    found = chained(list(reader.message(message, "", 0)))
    names = [each.text for _, each in reader.attached]
    attached = f"{counted(len(names), 'attachment')} left out but for the name." if names else ""
    return replace(
        found, note=joined([_GAPS_NOTE if reader.has_gaps else "", *reader.notes, attached])
    )


def body(data: bytes) -> str:
    """The text of a saved web page (MHTML), without the headers; raises `DocumentRefused`."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    return chained(list(_Reader().parts(message))).text


def _nested() -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED,
        f"The e-mail message holds parts more than {_DEEPEST} levels deep; "
        "save its text as a plain text file and import that.",
    )


class _Reader:
    """Takes one message apart; counts its parts."""

    def __init__(self) -> None:
        self.has_gaps = False
        self.notes: list[str] = []
        self.attached: list[tuple[str, Extract]] = []
        self._parts = 0

    def parts(self, message: _Mail) -> Iterator[tuple[str, Extract]]:
        """The texts of a message without its headers."""
        return self._part(message, 0)

    def message(self, message: _Mail, label: str, depth: int) -> Iterator[tuple[str, Extract]]:
        """The headers of a message and all its parts."""
        lines = [f"{name}: {_header(message, name)}" for name in _SHOWN if message.get(name)]
        yield label, Extract("\n".join(lines))
        yield from self._part(message, depth)

    def _part(self, part: _Mail, depth: int) -> Iterator[tuple[str, Extract]]:
        self._parts += 1
        if depth > _DEEPEST:
            raise _nested()
        if self._parts > _MOST_PARTS:
            raise DocumentRefused(
                FileStatus.TOO_BIG,
                f"The e-mail message has more than {_MOST_PARTS:,} parts; save its text instead.",
            )
        kind = part.get_content_type()
        inner = _inner(part)
        if kind == "message/rfc822" and inner:
            yield from self.message(inner[0], "attached message", depth + 1)
        elif kind == "multipart/alternative" and inner:
            yield from self._alternative(inner, depth)
        elif inner:
            for each in inner:
                yield from self._part(each, depth + 1)
        else:
            yield from self._leaf(part, kind)

    def _leaf(self, part: _Mail, kind: str) -> Iterator[tuple[str, Extract]]:
        """The text of a part without parts, or its name."""
        if kind.startswith("multipart/") and part.get_payload():
            self.notes.append(_UNPARTED_NOTE)
            yield "", self._text(part)
        elif kind == "text/calendar":
            yield "", Extract(event_text(self._text(part).text))
        elif kind.startswith("text/") and not _is_attached(part):
            yield "", self._text(part)
        elif not part.is_multipart():
            self.attached.append(("", Extract(f"Attachment: {_name(part)}")))
            yield self.attached[-1]

    def _alternative(self, parts: list[_Mail], depth: int) -> Iterator[tuple[str, Extract]]:
        """Of several forms of one text the plain one, unless it says much less than another."""
        forms = [list(self._part(each, depth + 1)) for each in parts]
        sizes = [sum(len(extract.text) for _, extract in form) for form in forms]
        enough = _LEAST_SHARE * max(sizes, default=0)
        chosen = next((n for n, size in enumerate(sizes) if size and size >= enough), None)
        for number, (part, form) in enumerate(zip(parts, forms, strict=True)):
            # What an invitation says of place and time stands in its calendar only.
            if number == chosen or part.get_content_type() == "text/calendar":
                yield from form

    def _text(self, part: _Mail) -> Extract:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        try:
            found = _decoded_body(data, str(part.get_content_charset() or ""))
            text = found.text
            self.notes += [found.note] if found.note else []
        except DocumentRefused:
            self.has_gaps = True
            if not is_plain(data):
                return Extract(f"Attachment: {_name(part)}")  # it only says that it is text
            text = data.decode("utf-8", "replace")
        if part.get_content_type() == "text/html":
            page = html.read_text(text)
            self.notes += [page.note] if page.note else []
            return Extract(page.text)
        return Extract(text)


def _decoded_body(data: bytes, charset: str) -> plain.Decoded:
    try:
        return plain.Decoded(decode_declared(data, charset))
    except (LookupError, ValueError):
        return plain.decoded(data)


def _inner(part: _Mail) -> list[_Mail]:
    if not part.is_multipart():  # of a text it would try the charset, and stumble over odd ones
        return []
    payload = cast("object", part.get_payload())
    return [each for each in cast("list[object]", payload) if isinstance(each, Message)]


def _is_attached(part: _Mail) -> bool:
    return part.get_content_disposition() == "attachment"


def _header(message: _Mail, name: str) -> str:
    # As they stand in the file: `get` has already given up on bytes beyond ASCII.
    values = (value for each, value in message.raw_items() if each.casefold() == name.casefold())
    return _decoded(str(next(values, "")))


def _decoded(value: str) -> str:
    value = " ".join(value[:_LONGEST_HEADER].split())
    # Bytes beyond ASCII come as lone surrogates.
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, ValueError):
        return value


def _name(part: _Mail) -> str:
    try:
        name = part.get_filename()
    except (LookupError, ValueError):
        name = None
    return _decoded(name or part.get_content_type())
