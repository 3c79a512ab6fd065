"""A `TaskFilter` as the WHERE of a query over tasks."""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps

from engine.records import TaskFilter
from engine.store.connection import Value

# Of a task `t`: its standing verdict `v`, and the edit `e` whose text is shown. They are two rows,
# because who accepts after an edit accepts what is on the screen: the edited text.
STANDING = """
LEFT JOIN decisions v ON v.id = (
    SELECT max(id) FROM decisions WHERE task_id = t.id AND undone_at IS NULL)
LEFT JOIN decisions e ON e.id = (
    SELECT max(id) FROM decisions WHERE task_id = t.id AND undone_at IS NULL AND verdict = 'edit')
"""

SHOWN_INPUT = "coalesce(e.input, t.input)"
SHOWN_OUTPUT = "coalesce(e.output, t.output)"


@dataclass(frozen=True, slots=True)
class Where:
    """Joins, condition and values that narrow `FROM tasks t`."""

    joins: str
    condition: str
    values: Mapping[str, Value]


def where(narrow: TaskFilter) -> Where:
    """The tasks that `narrow` means. Joins the decisions only if they are asked about."""
    conditions, values = ["1"], dict[str, Value]()
    if narrow.run_id is not None:
        conditions.append("t.run_id = :run")
        values["run"] = narrow.run_id
    _one_of("t.task_type", "task_types", narrow.task_types, conditions, values)
    _one_of("t.outcome", "outcomes", narrow.outcomes, conditions, values)
    _one_of("v.verdict", "verdicts", narrow.verdicts, conditions, values)
    if narrow.unreviewed_only:
        conditions.append("v.id IS NULL")
    if narrow.search.strip():
        conditions.append(_FOUND)
        values["search"] = narrow.search.strip().casefold()
    asks_decisions = narrow.verdicts or narrow.unreviewed_only or "search" in values
    return Where(STANDING if asks_decisions else "", " AND ".join(conditions), values)


# What stands on the screen: the shown input and output; the raw text only where nothing came of it.
_FOUND = f"""(holds({SHOWN_INPUT}, :search) OR holds({SHOWN_OUTPUT}, :search)
    OR (t.outcome != 'ok' AND holds(t.raw, :search)))"""


def _one_of(
    column: str, name: str, wanted: tuple[str, ...], conditions: list[str], values: dict[str, Value]
) -> None:
    if wanted:
        conditions.append(f"{column} IN (SELECT value FROM json_each(:{name}))")
        values[name] = dumps(wanted)
