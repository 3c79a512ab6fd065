"""What follows from other rows, and is kept beside them for speed: is it what would follow now?

The queue's rows, the counts and the indices of words have no digest: they are made again and
compared. Each check says in a sentence what it found.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from collections import Counter
from collections.abc import Iterator

from engine.errors import ProjectDamaged
from engine.store.connection import Connection
from engine.store.migrations import STEPS, v26_mended

_QUEUE = """
SELECT r.task_id FROM reviews r
LEFT JOIN tasks t ON t.id = r.task_id LEFT JOIN passages p ON p.id = t.passage_id
LEFT JOIN checks c ON c.task_id = r.task_id AND c.kind = 'doubt'
WHERE t.id IS NULL OR r.unit_id != t.unit_id OR r.run_id != t.run_id
    OR r.task_type != t.task_type OR {outcome} OR r.document_id IS NOT p.document_id
    OR r.decision_id IS NOT (SELECT max(id) FROM decisions
        WHERE task_id = r.task_id AND undone_at IS NULL)
    OR r.edit_id IS NOT (SELECT max(id) FROM decisions
        WHERE task_id = r.task_id AND undone_at IS NULL AND verdict = 'edit')
    OR r.verdict != coalesce((SELECT verdict FROM decisions WHERE id = r.decision_id), '')
    OR r.evidence != coalesce((SELECT evidence_grade FROM decisions WHERE id = r.edit_id),
        t.evidence_grade)
    OR r.doubt != coalesce(c.detail, '') OR r.doubt_place != coalesce(1 - c.value, 2)
ORDER BY 1
"""
_MENDED_SINCE = 1 + STEPS.index(v26_mended)  # version of the tables
_AS_IT_ENDED = "r.outcome != t.outcome"
_AS_IT_ENDED_OR_MENDED = """(r.outcome != iif(r.edit_id IS NULL, t.outcome, 'ok')
    OR r.refused != iif(r.edit_id IS NULL OR t.outcome = 'ok', '', t.outcome))"""
_NOT_QUEUED = "SELECT id FROM tasks WHERE id NOT IN (SELECT task_id FROM reviews) ORDER BY 1"
_MAKE_AGAIN = (
    """
    UPDATE reviews SET (unit_id, run_id, task_type, outcome, document_id) = (
        SELECT t.unit_id, t.run_id, t.task_type, t.outcome, p.document_id
        FROM tasks t JOIN passages p ON p.id = t.passage_id WHERE t.id = task_id)
    """,
    """
    UPDATE reviews SET (decision_id, edit_id) = (
        SELECT max(id), max(iif(verdict = 'edit', id, NULL)) FROM decisions
        WHERE task_id = reviews.task_id AND undone_at IS NULL)
    """,
    """
    UPDATE reviews SET
        verdict = coalesce((SELECT verdict FROM decisions WHERE id = decision_id), ''),
        evidence = coalesce((SELECT evidence_grade FROM decisions WHERE id = edit_id),
            (SELECT evidence_grade FROM tasks WHERE id = task_id))
    """,
    """
    UPDATE reviews SET (doubt, doubt_place) = (
        SELECT coalesce(max(detail), ''), coalesce(1 - max(value), 2) FROM checks
        WHERE task_id = reviews.task_id AND kind = 'doubt')
    """,
)
_MEND_AGAIN = """
UPDATE reviews SET (outcome, refused) = (
    SELECT iif(edit_id IS NULL, t.outcome, 'ok'),
        iif(edit_id IS NULL OR t.outcome = 'ok', '', t.outcome)
    FROM tasks t WHERE t.id = task_id)
"""
_COUNT_AGAIN = (
    "DELETE FROM task_counts",
    """
    INSERT INTO task_counts
    SELECT run_id, task_type, outcome, verdict, count(*) FROM reviews GROUP BY 1, 2, 3, 4
    """,
)
_COUNTED = """
SELECT run_id, task_type, outcome, verdict, count(*) FROM reviews GROUP BY 1, 2, 3, 4
"""
_KEPT = "SELECT run_id, task_type, outcome, verdict, tasks FROM task_counts WHERE tasks != 0"
_COUNTERS = "SELECT name, seq FROM sqlite_sequence"
_LAST = 'SELECT max(id) FROM "{}"'
_LISTED = 5  # numbers of tasks in a sentence


def wrong(connection: Connection) -> Iterator[str]:
    """What does not follow from the project's other rows, in sentences."""
    for check in (_queue, _counts, _counters, _steps):
        try:
            yield from check(connection)
        except ProjectDamaged as error:
            yield str(error)
    for index, what in (("text_index", "documents"), ("task_index", "tasks")):
        try:
            connection.write(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except ProjectDamaged:
            yield f"The index of words in {what} is not what it is made from."


def make_again(connection: Connection) -> None:
    """Make the queue's rows and the counts out of what they follow from; not the indices."""
    mending = (_MEND_AGAIN,) if _knows_mended(connection) else ()
    for statement in (*_MAKE_AGAIN, *mending, *_COUNT_AGAIN):
        connection.write(statement)


def _knows_mended(connection: Connection) -> bool:
    """Not a project of an earlier version, which is looked at as it is."""
    return (connection.number("PRAGMA user_version") or 0) >= _MENDED_SINCE


def _queue(connection: Connection) -> Iterator[str]:
    outcome = _AS_IT_ENDED_OR_MENDED if _knows_mended(connection) else _AS_IT_ENDED
    wrong = connection.numbers(_QUEUE.format(outcome=outcome))
    found = sorted({*wrong, *connection.numbers(_NOT_QUEUED)})
    if found:
        listed = ", ".join(map(str, found[:_LISTED])) + (" …" if len(found) > _LISTED else "")
        yield f"The queue of the review says something else than the project of task {listed}."


def _counts(connection: Connection) -> Iterator[str]:
    if Counter(connection.tuples(_COUNTED)) != Counter(connection.tuples(_KEPT)):
        yield "The counts of tasks are not those of the tasks."


def _counters(connection: Connection) -> Iterator[str]:
    """A number that was given back would be given to something else."""
    tables = set(connection.texts("SELECT name FROM sqlite_master WHERE type = 'table'"))
    for table, last in connection.tuples(_COUNTERS):
        if table not in tables or not isinstance(last, int):
            yield "A counter of numbers is of no table."
        elif last < (connection.number(_LAST.format(table)) or 0):
            yield f"The counter of numbers for {table} stands too low."


def _steps(connection: Connection) -> Iterator[str]:
    version = connection.number("PRAGMA user_version") or 0  # maybe an earlier one than ours
    names = connection.texts("SELECT name FROM _sqlite_migrations ORDER BY name")
    if names != sorted(step.NAME for step in STEPS[:version]):
        yield "The list of the steps that made the tables is not ours."
