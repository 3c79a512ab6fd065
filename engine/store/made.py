"""What earlier runs have made, so that nothing is made twice unless somebody wants that."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from json import dumps, loads

from engine.records import Labels, Made, MadeUnits, Narrowing, Outcome, PlannedUnit, Way
from engine.store.asked import narrowing
from engine.store.connection import Connection, Row

_TOGETHER = 5  # documents: nobody waits long for the lock, which the window needs too
_WAYS = ("model_sha256", "adapter_sha256", "prompting")
_IS_MADE = f"""t.id NOT IN (
    SELECT f.id FROM runs every
    CROSS JOIN tasks f ON f.run_id = every.id AND f.outcome = '{Outcome.ENGINE_FAILED.value}'
)"""  # noqa: S608
"""SQL: not a unit that llama.cpp failed at, of which nobody has seen what the model would write.

Those are few and found by an index: so no row of a task is read, which holds all its text.
"""


def _labels(run: str, unit: str) -> str:
    """SQL for the own labels that a run has for the type of a unit; [] if it has none."""
    return (
        f"coalesce((SELECT json_extract(l.value, '$[1]') FROM json_each({run}.labels) l"  # noqa: S608
        f" WHERE json_extract(l.value, '$[0]') = {unit}.task_type), '[]')"
    )


_MADE = f"""
FROM passages p
JOIN current_cuts c ON c.cut_id = p.cut_id AND c.tokenizer = :tokenizer
JOIN units u ON u.passage_id = p.id
JOIN tasks t ON t.unit_id = u.id
JOIN runs r ON r.id = u.run_id
WHERE NOT p.is_excluded AND p.document_id IN (SELECT value FROM json_each(:documents))
    AND p.id NOT IN (SELECT value FROM json_each(:without)) AND {_IS_MADE}
"""  # noqa: S608
_WAY = ", ".join(f"r.{name}" for name in _WAYS)
_BY_WAY = f"""
SELECT u.task_type, u.sample, count(DISTINCT u.passage_id) AS passages,
    {_WAY}, {_labels("r", "u")} AS labels
{_MADE} GROUP BY u.task_type, u.sample, {_WAY}, {_labels("r", "u")}
"""
_IN_ANY_WAY = f"""
SELECT u.task_type, u.sample, count(DISTINCT u.passage_id) AS passages
{_MADE} GROUP BY u.task_type, u.sample
"""
_KEYS = f"""
SELECT u.passage_id, u.task_type, u.sample, {_labels("r", "u")} AS labels
FROM runs r JOIN units u ON u.run_id = r.id JOIN tasks t ON t.unit_id = u.id
WHERE r.model_sha256 = :sha256 AND r.adapter_sha256 = :adapter AND r.prompting = :prompting
    AND {_IS_MADE}
"""  # noqa: S608
_FAILED = """
SELECT u.passage_id, u.task_type, u.sample FROM units u JOIN tasks t ON t.unit_id = u.id
WHERE u.run_id = :run AND t.outcome = :failed
"""
_REPEATED = f"""
SELECT count(*) FROM units u JOIN runs r ON r.id = u.run_id
WHERE u.run_id = :run AND EXISTS (
    SELECT 1 FROM units o JOIN runs e ON e.id = o.run_id JOIN tasks t ON t.unit_id = o.id
    WHERE o.passage_id = u.passage_id AND o.task_type = u.task_type AND o.sample = u.sample
        AND e.id < r.id AND {_IS_MADE} AND {" AND ".join(f"e.{name} = r.{name}" for name in _WAYS)}
        AND {_labels("e", "o")} = {_labels("r", "u")}
)
"""  # noqa: S608


class MadeBefore:
    """The units that a model has answered, by the model that made them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(
        self, tokenizer: str, document_ids: Collection[int], without: Collection[int] = ()
    ) -> Made:
        """What was made of the current passages of these documents in a model's vocabulary.

        `without` are passages that a new run would not read.
        """
        found = Counter[MadeUnits]()
        ids = sorted(document_ids)
        for start in range(0, len(ids), _TOGETHER):
            some = ids[start : start + _TOGETHER]
            for row in self._rows(_BY_WAY, tokenizer, some, without):
                found[_made(row, _way(row), _own_labels(row))] += row["passages"]
            for row in self._rows(_IN_ANY_WAY, tokenizer, some, without):
                found[_made(row)] += row["passages"]
        return Made(tuple(replace(one, passages=number) for one, number in found.items()))

    def keys(self, way: Way, labels: Mapping[str, Labels]) -> frozenset[tuple[int, str, int]]:
        """Passage, task type and sample of all that was made with this model."""
        rows = self._connection.rows(
            _KEYS, sha256=way.sha256, adapter=way.adapter_sha256, prompting=way.prompting
        )
        return frozenset(
            (row["passage_id"], row["task_type"], row["sample"])
            for row in rows
            if _own_labels(row) == labels.get(row["task_type"], ())
        )

    def failed(self, run_id: int) -> frozenset[tuple[int, str, int]]:
        """Passage, task type and sample of the units of a run that llama.cpp failed at."""
        rows = self._connection.rows(_FAILED, run=run_id, failed=Outcome.ENGINE_FAILED.value)
        return frozenset((row["passage_id"], row["task_type"], row["sample"]) for row in rows)

    def repeated(self, run_id: int) -> int:
        """How many units of a run had been made before with the same model, by runs before it."""
        return self._connection.number(_REPEATED, run=run_id)

    def narrowing(self, run_id: int) -> Narrowing | None:
        """What a run was asked to leave out; None for one of an earlier version."""
        return narrowing(self._connection, run_id)

    def first_unit(self, run_id: int) -> PlannedUnit | None:
        """The unit that a run's plan begins with."""
        row = self._connection.row(
            "SELECT passage_id, task_type, sample, seed FROM units WHERE run_id = :run"
            " ORDER BY id LIMIT 1",
            run=run_id,
        )
        return None if row is None else PlannedUnit(**row)

    def _rows(
        self, sql: str, tokenizer: str, document_ids: list[int], without: Collection[int]
    ) -> list[Row]:
        return self._connection.rows(
            sql, tokenizer=tokenizer, documents=dumps(document_ids), without=dumps(list(without))
        )


def _made(row: Row, way: Way | None = None, labels: Labels = ()) -> MadeUnits:
    return MadeUnits(row["task_type"], row["sample"], 0, way, labels)


def _way(row: Row) -> Way:
    return Way(row["model_sha256"], row["prompting"], row["adapter_sha256"])


def _own_labels(row: Row) -> Labels:
    return tuple(loads(row["labels"]))
