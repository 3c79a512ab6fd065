"""Read JSON Lines: one record a line, its fields by their names.

A file of which a line here and there is torn is read without these lines, and says which.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import cast

from engine.documents import plain
from engine.documents.columnar import Records, chosen_note, is_origin, no_column
from engine.documents.notes import joined, listed
from engine.errors import DocumentRefused
from engine.records import AS_THE_READER_DECIDES, Extract, FileStatus, ImportOptions

_DEEPEST = 30
_MOST_NAMES = 1_000
_SAMPLE = 500
_LEAST_SOUND = 20  # sound lines for one that is no JSON
_MOST_SHOWN = 5


def read(data: bytes, options: ImportOptions = AS_THE_READER_DECIDES) -> Extract:
    """The text of a .jsonl file; raises `DocumentRefused` (DAMAGED, NO_TEXT, TOO_BIG)."""
    found = plain.decoded(data, options.encoding)
    del data
    lines = _Lines(found.text)
    if options.columns:
        return _chosen(lines, options, found.note)
    sample = list(islice(lines.records(), _SAMPLE))
    names = {name for record in sample for name in record}
    text = Records(options, lines.most, is_one_column=len(names) == 1)
    lines = _Lines(found.text)
    for record in lines.records():
        origins = [(name, value) for name, value in record.items() if is_origin(name)]
        text.add(list(record.items()), origins)
    return text.extract(joined([found.note, lines.note()]))


def _chosen(lines: "_Lines", options: ImportOptions, note: str) -> Extract:
    """The fields named by the user, of every record that has them."""
    wanted = [name.strip().casefold() for name in options.columns]
    text = Records(options, lines.most, is_one_column=len(wanted) == 1)
    names: dict[str, None] = {}
    for record in lines.records():
        names.update(dict.fromkeys(record))
        if len(names) > _MOST_NAMES:
            raise DocumentRefused(
                FileStatus.TOO_BIG,
                f"The records have more than {_MOST_NAMES:,} different fields; "
                "save their text as plain text.",
            )
        folded = {name.strip().casefold(): name for name in record}
        cells = [(folded[name], record[folded[name]]) for name in wanted if name in folded]
        text.add(cells, [each for each in record.items() if is_origin(each[0])])
    known = {name.strip().casefold(): name for name in names}
    for column, name in zip(options.columns, wanted, strict=True):
        if name not in known:
            raise no_column(column, names, len(names))
    others = [name for name in names if name.strip().casefold() not in wanted]
    told = chosen_note([known[name] for name in wanted], others)
    return text.extract(joined([note, told, lines.note()]))


class _Lines:
    """The records of a file, one a line; counts the lines that are none."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.most = text.count("\n") + 1
        self._bad: list[int] = []
        self._sound = 0

    def records(self) -> Iterator[dict[str, str]]:
        """Each record's fields as text; raises `DocumentRefused` (DAMAGED) if too many are none."""
        reason = ""
        for number, line in enumerate(_split(self._text), start=1):
            if not line.strip():
                continue
            try:
                yield _fields(json.loads(line))
                self._sound += 1
            except ValueError:
                self._bad.append(number)
                reason = reason or f"Line {number:,} is no JSON"
            except RecursionError as error:
                raise _damaged(f"Line {number:,} is nested too deeply") from error
        if len(self._bad) * _LEAST_SOUND > self._sound:
            raise _damaged(reason)

    def note(self) -> str:
        """Which lines were left out."""
        if not self._bad:
            return ""
        shown = listed([f"{number:,}" for number in self._bad[:_MOST_SHOWN]])
        more = " and more" if len(self._bad) > _MOST_SHOWN else ""
        noun = "line that is" if len(self._bad) == 1 else "lines that are"
        return f"{len(self._bad):,} {noun} no JSON left out: {shown}{more}."


def _split(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _fields(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {"text": _text(value)}
    fields = cast("dict[str, object]", value)
    return {name: _text(inner) for name, inner in fields.items()}


def _damaged(reason: str) -> DocumentRefused:
    return DocumentRefused(
        FileStatus.DAMAGED,
        f"{reason}; each line has to be one record. Save it again, or as plain text.",
    )


def _text(value: object, depth: int = 0) -> str:
    """The texts inside a value, one a line; a chat is a list of such values."""
    if isinstance(value, str):
        return value
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    if isinstance(value, list):
        inner = (_text(each, depth + 1) for each in cast("list[object]", value))
        return "\n".join(filter(None, inner))
    return json.dumps(value)
