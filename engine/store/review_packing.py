"""Write a packet for review: tasks with their passages and evidence, and of the documents no more.

A document travels as long as it is, with blanks where nothing of it is shown, so that every offset
stays true and everything that works on a project works on it.
"""

# ruff: noqa: S608 only words of ours are put into the statements

import hashlib
from collections.abc import Iterator, Sequence
from json import dumps

from engine.records import RunState
from engine.store.chunks import pieces
from engine.store.connection import Connection
from engine.store.packing import copy, keep_counters

_TASKS = "(SELECT value FROM json_each(:tasks))"
_PASSAGES = f"(SELECT passage_id FROM tasks WHERE id IN {_TASKS})"
_CUTS = f"(SELECT cut_id FROM passages WHERE id IN {_PASSAGES})"
_UNITS = f"(SELECT unit_id FROM tasks WHERE id IN {_TASKS})"
_OF_DOCUMENTS = f"document_id IN (SELECT document_id FROM passages WHERE id IN {_PASSAGES})"
# Tables with the condition on their rows, parents first. Decisions come last, if at all.
_TABLES = (
    ("languages", _OF_DOCUMENTS),
    ("parts", _OF_DOCUMENTS),
    ("settings", f"id IN (SELECT settings_id FROM cuts WHERE id IN {_CUTS})"),
    ("cuts", f"id IN {_CUTS}"),
    ("current_cuts", f"cut_id IN {_CUTS}"),
    ("passages", f"id IN {_PASSAGES}"),
    ("runs", f"id IN (SELECT run_id FROM tasks WHERE id IN {_TASKS})"),
    ("units", f"id IN {_UNITS}"),
    ("tasks", f"id IN {_TASKS}"),
    ("attempts", f"unit_id IN {_UNITS}"),
    ("checks", f"task_id IN {_TASKS}"),
)
_DECISIONS = ("decisions", f"task_id IN {_TASKS} AND undone_at IS NULL")
_AS_IT_IS = (
    """
    UPDATE cuts SET passages = (SELECT count(*) FROM passages
        WHERE cut_id = cuts.id AND NOT is_excluded)
    """,
    """
    UPDATE runs SET units_planned = (SELECT count(*) FROM units WHERE run_id = runs.id),
        state = :done, failure = ''
    """,
)
_SHOWN = f"""
SELECT start, "end" FROM passages WHERE document_id = :document AND id IN {_PASSAGES}
UNION SELECT header_start, header_end FROM passages
    WHERE header_end > 0 AND document_id = :document AND id IN {_PASSAGES}
ORDER BY 1
"""
_PAGES = "SELECT position, start, label FROM pages WHERE document_id = :document ORDER BY start"
_BLANKS = (" ", "\u2007", "\u2008", "\u2009", "\u200a")  # another one where two would be the same
Span = tuple[int, int]


def fill_review(
    source: Connection, target: Connection, tasks: Sequence[int], *, is_blind: bool
) -> int:
    """Put tasks into a new project with what is needed to judge them; gives the documents in it.

    `is_blind` leaves out what was decided on them.
    """
    values = {"tasks": dumps(list(tasks))}
    with target.without_foreign_keys(), target.transaction():
        documents = source.numbers(
            f"SELECT DISTINCT document_id FROM passages WHERE id IN {_PASSAGES} ORDER BY 1",
            **values,
        )
        for document in documents:
            _fill_document(source, target, document, values["tasks"])
        for table, condition in _TABLES if is_blind else (*_TABLES, _DECISIONS):
            copy(source, target, table, condition, values)
        for statement in _AS_IT_IS:
            used = {"done": RunState.DONE.value} if ":done" in statement else {}
            target.write(statement, **used)
        _copy_near(source, target, values["tasks"])
        keep_counters(source, target)
    return len(documents)


def _fill_document(source: Connection, target: Connection, document: int, tasks: str) -> None:
    """A document of the same length, of which only what is read of it is there."""
    shown = source.tuples(_SHOWN, document=document, tasks=tasks)
    text = "".join(source.texts("SELECT text FROM texts WHERE document_id = :d ORDER BY start",
        d=document))  # fmt: skip
    left, digest = _first_new(target, text, shown)
    copy(source, target, "documents", "id = :document", {"document": document})
    target.write(
        "UPDATE documents SET text_sha256 = :digest WHERE id = :document",
        digest=digest, document=document,
    )  # fmt: skip
    target.write_many(
        "INSERT INTO texts (document_id, start, text) VALUES (:document, :start, :text)",
        ({"document": document, "start": start, "text": left[start:end]}
         for start, end in pieces(left)),
    )  # fmt: skip
    pages = source.tuples(_PAGES, document=document)
    target.write_many(
        "INSERT INTO pages VALUES (:document, :position, :start, :label)",
        ({"document": document, "position": position, "start": start, "label": label}
         for position, start, label in _pages_shown(pages, shown, len(text))),
    )  # fmt: skip


def _first_new(target: Connection, text: str, shown: Sequence[Span]) -> tuple[str, str]:
    """The text with blanks, and its hash, which no other document of the packet has."""
    known = set(target.texts("SELECT text_sha256 FROM documents"))
    texts = (blanked(text, shown, blank) for blank in _BLANKS)
    hashed = ((left, hashlib.sha256(left.encode()).hexdigest()) for left in texts)
    return next((left, digest) for left, digest in hashed if digest not in known)


def blanked(text: str, shown: Sequence[Span], blank: str = " ") -> str:
    """As long as `text`, with all but these spans, in their order, blanked out."""
    parts, place = list[str](), 0
    for start, end in shown:
        if end > place:
            parts += [_gap(start - place, blank), text[max(start, place) : end]]
            place = end
    return "".join((*parts, _gap(len(text) - place, blank)))


def _gap(length: int, blank: str) -> str:
    """Blanks on a line of their own, so that what is shown begins a line."""
    return "\n" + blank * (length - 2) + "\n" if length > 1 else blank * max(length, 0)


def _pages_shown(
    pages: Sequence[tuple[int, int, str]], shown: Sequence[Span], length: int
) -> Iterator[tuple[int, int, str]]:
    """The pages of which something is shown; a label can be a word of the document."""
    ends = [*(start for _position, start, _label in pages[1:]), length][: len(pages)]
    for page, until in zip(pages, ends, strict=True):
        if any(start < until and page[1] < end for start, end in shown):
            yield page


def _copy_near(source: Connection, target: Connection, tasks: str) -> None:
    """The groups of near-duplicates."""
    rows = source.each(
        f"SELECT task_id, near FROM reviews WHERE near > 0 AND task_id IN {_TASKS}", tasks=tasks
    )
    target.write_many(
        "UPDATE reviews SET near = :near WHERE task_id = :task",
        ({"task": task, "near": near} for task, near in rows),
    )
