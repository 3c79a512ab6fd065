"""Measure a project for charts: lengths of texts, and when units ended and tasks were settled.

For the background: everything is read in slices of some milliseconds, between which the connection
is free for others.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from engine.records import Measures
from engine.store.connection import Connection

_TASKS_AT_ONCE = 1_000  # their texts are read to be measured
_AT_ONCE = 5_000
_SECONDS = "CAST(strftime('%s', {}) AS INTEGER)"

# A question that holds a copy of its passage is measured without it.
_TASKS = f"""
SELECT t.run_id, {_SECONDS.format("t.created_at")}, t.outcome = 'ok',
    length(coalesce(e.input, t.input)), length(coalesce(e.output, t.output)), p."end" - p.start
FROM tasks t JOIN passages p ON p.id = t.passage_id JOIN reviews r ON r.task_id = t.id
    LEFT JOIN decisions e ON e.id = r.edit_id
WHERE t.id > :after AND t.id <= :until
"""  # noqa: S608 only constants of ours are put together
_PASSAGES = """
SELECT tokens, count(*) FROM passages p WHERE id > :after AND id <= :until
    AND EXISTS (SELECT 1 FROM tasks WHERE passage_id = p.id)
GROUP BY 1
"""
_DECISIONS = f"""
SELECT {_SECONDS.format("at")}, verdict != 'reject', count(*) FROM decisions
WHERE id > :after AND id <= :until AND undone_at IS NULL
    AND verdict IN ('accept', 'reject', 'edit')
    AND batch NOT IN (SELECT batch FROM audits WHERE batch IS NOT NULL)
GROUP BY 1, 2
"""  # noqa: S608 as above
_NEWEST = "SELECT max(run_id) FROM task_counts WHERE tasks > 0"


def measures(connection: Connection, is_cancelled: Callable[[], bool]) -> Measures:
    """What there is now; a part of it once it is cancelled.

    Decisions that were made together on the strength of a sample are not counted: nobody read them.
    """
    passages, questions, answers, made = (Counter[int]() for _ in range(4))
    run_id = connection.number(_NEWEST) or 0
    for row in _slices(connection, "tasks", _TASKS, _TASKS_AT_ONCE, is_cancelled):
        run, second, is_well_formed, question, answer, passage = row
        made[second] += run == run_id
        if is_well_formed:
            questions[question - passage if question > passage else question] += 1
            answers[answer] += 1
    for tokens, count in _slices(connection, "passages", _PASSAGES, _AT_ONCE, is_cancelled):
        passages[tokens] += count
    settled, kept = Counter[int](), Counter[int]()
    for second, is_kept, count in _slices(
        connection, "decisions", _DECISIONS, _AT_ONCE, is_cancelled
    ):
        settled[second] += count
        kept[second] += count * is_kept
    return Measures(passages, questions, answers, run_id, +made, settled, kept)


def _slices(
    connection: Connection, table: str, sql: str, size: int, is_cancelled: Callable[[], bool]
) -> Iterator[tuple[int, ...]]:
    """The rows of a query over a table's ids, slice by slice."""
    newest = connection.number(f"SELECT max(id) FROM {table}") or 0  # noqa: S608 a name of ours
    for after in range(0, newest, size):
        if is_cancelled():
            return
        yield from connection.tuples(sql, after=after, until=after + size)
