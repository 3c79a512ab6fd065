"""Tasks: what each unit produced, one committed row each, never changed afterwards.

A task keeps the model's own words; a reviewer's are kept with the decision (decisions.py).
"""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from json import dumps

from engine.errors import NothingToDo, RequestError
from engine.records import (
    AddedTask,
    Doubt,
    Evidence,
    EvidenceGrade,
    Facets,
    Outcome,
    Task,
    TaskCount,
    TaskDraft,
    TaskFilter,
    Verdict,
)
from engine.store.attempts import Attempts
from engine.store.checks import Checks, agreement_in
from engine.store.clock import now
from engine.store.connection import Connection, Row, Value, storable
from engine.store.counts import task_counts
from engine.store.facets import IsCancelled, facets, never
from engine.store.filters import NOT_REJECTED_FOR_IT, where
from engine.store.log import Log
from engine.store.near import NearDuplicates, best_of_groups
from engine.store.task_ids import TaskIds
from engine.store.task_search import Vocabulary
from engine.store.values import known

_PAGE = 500  # tasks read at once for an export
_COUNTED_AT_ONCE = 10_000
_UNDECIDED_AT_ONCE = 1_000  # ids looked at; about a millisecond
_ALL = TaskFilter()

# The standing verdict `v` and the edit `e` whose text is shown are two rows, because who accepts
# after an edit accepts what is on the screen: the edited text.
_SELECT = """
SELECT t.id, t.run_id, t.unit_id, t.task_type, u.sample, t.outcome, r.refused,
    coalesce((SELECT seed FROM attempts WHERE unit_id = t.unit_id
        ORDER BY number DESC LIMIT 1), u.seed) AS seed,
    coalesce((SELECT is_constrained FROM attempts WHERE unit_id = t.unit_id
        ORDER BY number DESC LIMIT 1), 0) AS is_constrained,
    coalesce(e.input, t.input) AS input, coalesce(e.output, t.output) AS output, t.raw,
    coalesce(e.evidence_grade, t.evidence_grade) AS evidence_grade,
    iif(e.evidence_grade IS NULL, t.evidence_start, e.evidence_start) AS evidence_start,
    iif(e.evidence_grade IS NULL, t.evidence_end, e.evidence_end) AS evidence_end,
    iif(e.evidence_grade IS NULL, t.evidence_places, e.evidence_places) AS evidence_places,
    t.prompt_sha256, d.id AS document_id, d.name AS document_name,
    p.id AS passage_id, p.start AS passage_start, p."end" AS passage_end,
    p.header_start, p.header_end,
    coalesce((SELECT label FROM pages WHERE document_id = d.id
        AND start <= coalesce(
            iif(e.evidence_grade IS NULL, t.evidence_start, e.evidence_start), p.start)
        ORDER BY position DESC LIMIT 1), '') AS page,
    v.verdict, t.created_at, coalesce(v.reason, '') AS reason,
    coalesce(v.who, '') AS decided_by, coalesce(v.at, '') AS decided_at,
    coalesce(e.who, '') AS edited_by, coalesce(e.at, '') AS edited_at,
    t.input AS model_input, t.output AS model_output,
    CASE t.outcome WHEN 'ok' THEN t.detail ELSE '' END AS by_code, r.doubt,
    iif(r.near > 0, (SELECT count(*) - 1 FROM (SELECT 1 FROM reviews
        WHERE near = r.near AND near > 0 AND outcome = 'ok' LIMIT 1000)), 0) AS near,
    (SELECT detail FROM checks WHERE task_id = t.id AND kind = 'agreement') AS agreement
FROM tasks t JOIN units u ON u.id = t.unit_id JOIN passages p ON p.id = t.passage_id
    JOIN documents d ON d.id = p.document_id JOIN reviews r ON r.task_id = t.id
    LEFT JOIN decisions v ON v.id = r.decision_id LEFT JOIN decisions e ON e.id = r.edit_id
"""

# Run, passage and task type are the unit's: copied here for the indices, never given by a caller.
# What says the same as another task of its passage is its duplicate. No row for a closed unit.
# Where a run was packed, the number of a task follows from its unit; else it is the next one.
_INSERT = """
INSERT INTO tasks (id, unit_id, run_id, passage_id, task_type, outcome, fingerprint, input, output,
    raw, evidence_grade, evidence_start, evidence_end, evidence_places, prompt_sha256,
    prompt_tokens, generated_tokens, seconds, detail, created_at)
SELECT (SELECT first_task + u.id - first_unit FROM packings WHERE packings.run_id = u.run_id),
    id, run_id, passage_id, task_type, iif(twin IS NULL, :outcome, 'duplicate'),
    iif(twin IS NULL, :fingerprint, NULL), :input, :output, :raw, :evidence_grade,
    :evidence_start, :evidence_end, :evidence_places, :prompt_sha256, :prompt_tokens,
    :generated_tokens, :seconds,
    iif(twin IS NULL, :detail, 'The same as task ' || twin || '.'), :created_at
FROM (SELECT units.*, (SELECT id FROM tasks WHERE passage_id = units.passage_id
    AND fingerprint = :fingerprint) AS twin FROM units WHERE id = :unit_id) u
WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE unit_id = :unit_id)
RETURNING id, task_type, outcome
"""


class Tasks:
    """The tasks of a project."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection, self._log = connection, log
        self.attempts = Attempts(connection)
        self.checks = Checks(connection)
        self.near = NearDuplicates(connection)
        self._vocabulary = Vocabulary(connection)

    def add(self, draft: TaskDraft) -> Task:
        """As `save`; gives the task as it is shown."""
        return self.get(self.save(draft).id)

    def save(self, draft: TaskDraft) -> AddedTask:
        """Store how a unit ended, committed on return.

        OK becomes DUPLICATE if an OK task of the same passage says the same, white space and case
        aside. Raises `RequestError` for an unknown unit or one that has its task already.
        """
        said = fingerprint(draft.input, draft.output) if draft.outcome is Outcome.OK else None
        with self._connection.transaction():
            row = self._connection.written(_INSERT, **_columns(draft, said))
            if row is None:
                raise self._refusal(draft.unit_id)
            task = AddedTask(
                row["id"], draft.unit_id, row["task_type"], known(Outcome, row["outcome"])
            )
            if draft.attempts:
                self.attempts.add(draft.unit_id, draft.attempts)
            if draft.checks:
                self.checks.add(task.id, draft.checks)
            if draft.near_task and task.outcome is Outcome.OK:
                self.near.mark(task.id, draft.near_task)
        self._log.seal_now_and_then()
        return task

    def get(self, task_id: int) -> Task:
        """One task as it is shown; raises `NothingToDo` if there is none of that number."""
        return self.page([task_id])[0]

    def ids(self, narrow: TaskFilter) -> list[int]:
        """The tasks a filter means, in its order."""
        return [task_id for ids in self.slices(narrow) for task_id in ids]

    def slices(self, narrow: TaskFilter) -> TaskIds:
        """`ids` in slices, so that nobody waits long for the connection."""
        return TaskIds(self._connection, self._vocabulary, narrow)

    def last_of_run(self, run_id: int, count: int) -> list[int]:
        """The newest tasks of a run, newest first."""
        return self._connection.numbers(
            "SELECT task_id FROM reviews WHERE run_id = :run ORDER BY task_id DESC LIMIT :count",
            run=run_id, count=count,
        )  # fmt: skip

    def count(self, narrow: TaskFilter) -> int:
        """How many tasks a filter means; where it can, it adds up what is counted already."""
        if narrow.reads_tasks:
            return sum(map(len, self.slices(narrow)))
        wanted = where(narrow)
        return self._connection.number(
            f"SELECT coalesce(sum(tasks), 0) FROM task_counts WHERE {wanted.condition}",
            **wanted.values,
        )

    def counts(self) -> tuple[TaskCount, ...]:
        """How many tasks there are of each run, type, outcome and verdict; one short read."""
        return task_counts(self._connection)

    def facets(self, narrow: TaskFilter, is_cancelled: IsCancelled = never) -> Facets:
        """How many tasks each entry of the filter would leave; read in slices."""
        return facets(self._connection, narrow, is_cancelled)

    def existing(self, ids: Sequence[int]) -> list[int]:
        """Those of these tasks that there are, in the order given."""
        sql = "SELECT id FROM tasks WHERE id IN (SELECT value FROM json_each(:ids))"
        found = set(self._connection.numbers(sql, ids=dumps(list(ids))))
        return [one for one in ids if one in found]

    def page(self, ids: Sequence[int]) -> list[Task]:
        """These tasks in this order; raises `NothingToDo` if one of them does not exist."""
        rows = self._connection.rows(
            _SELECT + "WHERE t.id IN (SELECT value FROM json_each(:ids))", ids=dumps(list(ids))
        )
        found = {row["id"]: _task(row) for row in rows}
        for task_id in ids:
            if task_id not in found:
                raise NothingToDo(f"There is no task {task_id} in this project.")
        return [found[task_id] for task_id in ids]

    def export_rows(
        self,
        only_accepted: bool,  # noqa: FBT001 as agreed
        *,
        one_of_each: bool = False,
    ) -> Iterator[Task]:
        """The OK tasks to export, in plan order so that the same run exports the same bytes.

        Only those accepted or edited, or all that are not rejected; `one_of_each` leaves out all
        near-duplicates but the best of those. Which ones is settled at the first step.
        """
        ids = self.export_ids(only_accepted, one_of_each=one_of_each)
        yield from self.in_slices(ids)

    def export_ids(
        self,
        only_accepted: bool,  # noqa: FBT001 as `export_rows` has it
        *,
        one_of_each: bool = False,
        narrow: TaskFilter = _ALL,
        instead: str = "",
    ) -> Sequence[int]:
        """The tasks of `export_rows`, without reading their texts; of those only what is meant.

        `instead` means others: "rejected", or "decided" for those accepted and those rejected.

        `narrow` has nothing that reads tasks but documents and doubt. Eight bytes a task: each
        verdict's tasks come in plan order out of an index, so nothing is sorted.
        """
        verdicts = _VERDICTS[instead or ("accepted" if only_accepted else "all")]
        wanted = where(narrow)
        kept = f"{NOT_REJECTED_FOR_IT} AND {wanted.condition}"
        best = ""
        if one_of_each:
            listed = ", ".join(f"'{one}'" for one in verdicts)
            best = (
                f"WITH best AS MATERIALIZED ({best_of_groups(f'verdict IN ({listed}) AND {kept}')})"
            )
            kept += " AND (near = 0 OR task_id IN best)"
        each = " UNION ALL ".join(_OF_VERDICT.format(verdict=one) + kept for one in verdicts)
        return self._connection.packed(
            f"{best} SELECT task_id FROM ({each} ORDER BY unit_id)", **wanted.values
        )

    def of_documents(self, ids: Sequence[int]) -> dict[int, int]:
        """How many of these tasks there are of each document."""
        found = Counter[int]()
        for start in range(0, len(ids), _COUNTED_AT_ONCE):
            rows = self._connection.tuples(
                "SELECT document_id, count(*) FROM tasks t JOIN passages p"
                " ON p.id = t.passage_id WHERE t.id IN (SELECT value FROM json_each(:ids))"
                " GROUP BY document_id",
                ids=dumps(list(ids[start : start + _COUNTED_AT_ONCE])),
            )
            found.update(dict(rows))
        return dict(sorted(found.items()))

    def decided_beside(self, passage_id: int, task_type: str, *verdicts: Verdict) -> list[Task]:
        """The well-formed tasks of a passage and a type on which a person decided so."""
        ids = self._connection.numbers(
            "SELECT t.id FROM tasks t JOIN reviews r ON r.task_id = t.id"
            " WHERE t.passage_id = :passage AND t.task_type = :type AND r.outcome = 'ok'"
            " AND r.verdict IN (SELECT value FROM json_each(:verdicts)) ORDER BY t.id",
            passage=passage_id, type=task_type, verdicts=dumps([one.value for one in verdicts]),
        )  # fmt: skip
        return self.page(ids) if ids else []

    def is_undecided(self, task_id: int) -> bool:
        """Nobody has said anything on this task; quicker than looking through several."""
        sql = "SELECT 1 FROM reviews WHERE task_id = :id AND verdict = ''"
        return bool(self._connection.number(sql, id=task_id))

    def first_undecided(self, ids: Sequence[int]) -> int | None:
        """The first of these tasks, in this order, on which nobody has said anything."""
        return self._first(ids, "")

    def first_skipped(self, ids: Sequence[int]) -> int | None:
        """The first of these tasks, in this order, that was put off for later."""
        return self._first(ids, Verdict.SKIP.value)

    def _first(self, ids: Sequence[int], verdict: str) -> int | None:
        for start in range(0, len(ids), _UNDECIDED_AT_ONCE):
            part = ids[start : start + _UNDECIDED_AT_ONCE]
            found = self._connection.numbers(
                "SELECT e.value FROM json_each(:ids) e JOIN reviews r ON r.task_id = e.value"
                " WHERE r.verdict = :verdict ORDER BY e.key LIMIT 1",
                ids=dumps(list(part)), verdict=verdict,
            )  # fmt: skip
            if found:
                return found[0]
        return None

    def in_slices(self, ids: Sequence[int]) -> Iterator[Task]:
        """These tasks in this order, read in slices; as `page`."""
        for start in range(0, len(ids), _PAGE):
            yield from self.page(ids[start : start + _PAGE])

    def export_preview(
        self, count: int, *, only_accepted: bool = True, only: str = ""
    ) -> list[Task]:
        """The first `count` of `export_rows`, near-duplicates and all, without the others.

        `only` says which in the words of an export: accepted, all, rejected, decided.
        """
        verdicts = _VERDICTS[only or ("accepted" if only_accepted else "all")]
        each = " UNION ALL ".join(_FIRST_OF_VERDICT.format(verdict=one) for one in verdicts)
        ids = self._connection.numbers(
            f"SELECT task_id FROM ({each}) ORDER BY unit_id LIMIT :count", count=count
        )
        return self.page(ids)

    def _refusal(self, unit_id: int) -> RequestError:
        """Why a unit takes no task."""
        if self._connection.number("SELECT id FROM units WHERE id = :id", id=unit_id):
            return RequestError(f"Unit {unit_id} has its task already; nothing was saved.")
        return RequestError(f"There is no unit {unit_id} in this project; nothing was saved.")


_OF_VERDICT = (
    "SELECT task_id, unit_id FROM reviews WHERE outcome = 'ok' AND verdict = '{verdict}' AND "
)
_FIRST_OF_VERDICT = """
SELECT * FROM (SELECT task_id, unit_id FROM reviews
    WHERE outcome = 'ok' AND verdict = '{verdict}' ORDER BY unit_id LIMIT :count)
"""


_VERDICTS = {
    "accepted": ("accept", "edit"),
    "all": ("accept", "edit", "", "flag", "skip"),
    "rejected": ("reject",),
    "decided": ("accept", "edit", "reject"),
}


def fingerprint(input: str, output: str) -> str:  # noqa: A002 as in `TaskDraft`
    """The same for answers that differ only in case and white space."""
    parts = (" ".join(storable(text).casefold().split()) for text in (input, output))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _columns(draft: TaskDraft, said: str | None) -> dict[str, Value]:
    return {
        "unit_id": draft.unit_id,
        "outcome": draft.outcome.value,
        "fingerprint": said,
        "input": draft.input,
        "output": draft.output,
        "raw": draft.raw,
        "evidence_grade": draft.evidence.grade.value,
        "evidence_start": draft.evidence.start,
        "evidence_end": draft.evidence.end,
        "evidence_places": draft.evidence.places,
        "prompt_sha256": draft.prompt_sha256,
        "prompt_tokens": draft.prompt_tokens,
        "generated_tokens": draft.generated_tokens,
        "seconds": draft.seconds,
        "detail": draft.detail,
        "created_at": now(),
    }


def _task(row: Row) -> Task:
    cells = dict(row)
    cells["outcome"] = known(Outcome, row["outcome"])
    cells["refused"] = None
    if row["refused"]:  # an edit made a task of it
        cells["outcome"], cells["refused"] = Outcome.OK, cells["outcome"]
    cells["is_constrained"] = bool(row["is_constrained"])
    cells["verdict"] = known(Verdict, row["verdict"]) if row["verdict"] else None
    cells["doubt"] = known(Doubt, row["doubt"]) if row["doubt"] else None
    cells["agreement"] = agreement_in(row["agreement"])
    cells["evidence"] = Evidence(
        known(EvidenceGrade, cells.pop("evidence_grade")),
        cells.pop("evidence_start"),
        cells.pop("evidence_end"),
        cells.pop("evidence_places"),
    )
    return Task(**cells)
