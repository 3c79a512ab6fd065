"""A `TaskFilter` as the WHERE of a query over `reviews`, the narrow rows of the review queue."""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import dumps

from engine.records import REVIEWED, Near, TaskFilter, Verdict
from engine.store.connection import Value
from engine.store.near import best_of_groups, has_near_duplicates

UNREVIEWED = ""  # the verdict of a task that nobody decided on
NOT_SETTLED = (UNREVIEWED, *(verdict for verdict in Verdict if verdict not in REVIEWED))

NOT_REJECTED_FOR_IT = """task_id NOT IN (SELECT h.task_id FROM personal_hits h
    JOIN personal_values v ON v.id = h.value_id WHERE v.choice = 'reject')"""
_IN_SAMPLE = "task_id IN (SELECT task_id FROM audit_samples WHERE audit_id = :audit)"
_GROUP = "near > 0 AND near = (SELECT near FROM reviews WHERE task_id = :near_task)"
LATEST = 20  # tasks that a reviewer decided last, for a second look
_READ_BACK = 400  # decisions among which they are looked for: a task may be decided often
_LATEST = f"""task_id IN (SELECT task_id FROM (SELECT id, task_id FROM decisions
    WHERE undone_at IS NULL AND who = :latest_of ORDER BY id DESC LIMIT {_READ_BACK})
    GROUP BY task_id ORDER BY max(id) DESC LIMIT {LATEST})"""
_AT_ODDS = """EXISTS (SELECT 1 FROM conflicts c
    WHERE c.task_id = r.task_id AND c.decision_id = r.decision_id)"""
_NEAR = {
    Near.WITH: has_near_duplicates("r"),
    Near.WITHOUT: f"NOT ({has_near_duplicates('r')})",
    Near.BEST: f"(near = 0 OR task_id IN ({best_of_groups()}))",
}
_LANGUAGE = "coalesce((SELECT language FROM languages WHERE document_id = r.document_id), '')"


@dataclass(frozen=True, slots=True)
class Where:
    """A condition over `reviews r` with its values."""

    condition: str
    values: Mapping[str, Value]

    def __and__(self, other: "Where") -> "Where":
        """Both conditions; their values have different names."""
        return Where(f"{self.condition} AND {other.condition}", {**self.values, **other.values})


def where(narrow: TaskFilter) -> Where:
    """The tasks that `narrow` means, whatever it searches for: see task_search.py.

    Unless `narrow.reads_tasks`, its columns are those of `task_counts` too, so that it also says
    which counts to add up.
    """
    conditions, values = ["1"], dict[str, Value]()
    if narrow.run_id is not None:
        conditions.append("run_id = :run")
        values["run"] = narrow.run_id
    _one_of("run_id", "runs", narrow.run_ids, conditions, values)
    _one_of("task_type", "task_types", narrow.task_types, conditions, values)
    _one_of("outcome", "outcomes", narrow.outcomes, conditions, values)
    _one_of("verdict", "verdicts", narrow.verdicts, conditions, values)
    _one_of("document_id", "documents", narrow.document_ids, conditions, values)
    _one_of("evidence", "grades", narrow.evidence, conditions, values)
    _one_of("doubt", "doubts", narrow.doubts, conditions, values)
    _one_of(_LANGUAGE, "languages", narrow.languages, conditions, values)
    if narrow.audit_id is not None:
        conditions.append(_IN_SAMPLE)
        values["audit"] = narrow.audit_id
    if narrow.near is not None:
        conditions.append(_NEAR[narrow.near])
    if narrow.near_task is not None:
        conditions.append(_GROUP)
        values["near_task"] = narrow.near_task
    if narrow.at_odds:
        conditions.append(_AT_ODDS)
    if narrow.latest_of is not None:
        conditions.append(_LATEST)
        values["latest_of"] = narrow.latest_of
    if narrow.unreviewed_only:
        _one_of("verdict", "unreviewed", NOT_SETTLED, conditions, values)
    return Where(" AND ".join(conditions), values)


def _one_of(
    column: str, name: str, wanted: Sequence[Value], conditions: list[str], values: dict[str, Value]
) -> None:
    if wanted:
        conditions.append(f"{column} IN (SELECT value FROM json_each(:{name}))")
        values[name] = dumps(wanted)
