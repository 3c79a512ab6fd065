"""Read JSON Lines: one record a line, of which one field is the text."""

import json
from collections.abc import Iterator
from typing import cast

from engine.documents import columnar, plain
from engine.errors import DocumentRefused
from engine.records import Extract, FileStatus

_DEEPEST = 30
_MOST_NAMES = 1_000


def read(data: bytes, column: str = "") -> Extract:
    """The text of a .jsonl file; raises `DocumentRefused` (DAMAGED, NO_TEXT, TOO_BIG)."""
    records = list(_records(plain.decode(data)))
    names: dict[str, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
        if len(names) > _MOST_NAMES:
            raise DocumentRefused(
                FileStatus.TOO_BIG,
                f"The records have more than {_MOST_NAMES:,} different fields; "
                "save their text as plain text.",
            )
    rows = [[record.get(name, "") for name in names] for record in records]
    return columnar.extract(list(names), rows, column)


def _records(text: str) -> Iterator[dict[str, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value: object = json.loads(line)
        except ValueError as error:
            raise _damaged(f"Line {number:,} is no JSON") from error
        except RecursionError as error:
            raise _damaged(f"Line {number:,} is nested too deeply") from error
        if isinstance(value, dict):
            fields = cast("dict[str, object]", value)
            yield {name: _text(inner) for name, inner in fields.items()}
        else:
            yield {"text": _text(value)}


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
