"""Count what each entry of a filter would leave: once over the narrow rows of the queue, in slices.

For the background: between two slices the connection is free for others.
"""

from collections import Counter
from collections.abc import Callable, Collection
from json import dumps

from engine.records import Doubt, EvidenceGrade, Facets, Near, Outcome, TaskFilter, Verdict
from engine.store.connection import Connection, Row
from engine.store.filters import NOT_SETTLED
from engine.store.near import best_of_groups, has_near_duplicates
from engine.store.task_ids import SLICE
from engine.store.values import known

IsCancelled = Callable[[], bool]
_COLUMNS = (
    "task_type",
    "document_id",
    "evidence",
    "outcome",
    "verdict",
    "doubt",
    "language",
    "near",
)
_COMBINATIONS = """
SELECT r.task_type, r.document_id, r.evidence, r.outcome, r.verdict, r.doubt,
    coalesce(l.language, '') AS language, {near} AS near, count(*) AS tasks
FROM reviews r LEFT JOIN languages l ON l.document_id = r.document_id
WHERE task_id > :after AND task_id <= :until AND coalesce(run_id = :run, 1)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


# A task has near-duplicates and shows for them, has some and does not, or has none.
_BEST, _OTHER, _SINGLE = "best", "other", "single"
_NEAR = {
    None: (),
    Near.WITH: (_BEST, _OTHER),
    Near.WITHOUT: (_SINGLE,),
    Near.BEST: (_BEST, _SINGLE),
}
_NEAR_OF_ROW = (
    f"iif({has_near_duplicates('r')}, iif(r.task_id IN ({best_of_groups()}), '{_BEST}',"
    f" '{_OTHER}'), '{_SINGLE}')"
)


def never() -> bool:
    """Nobody cancels."""
    return False


def facets(connection: Connection, narrow: TaskFilter, is_cancelled: IsCancelled) -> Facets:
    """What each entry would leave, of tasks up to the newest now; incomplete if it is cancelled."""
    wanted = _wanted(narrow)
    counts = {column: Counter[object]() for column in _COLUMNS}
    newest = connection.number("SELECT max(task_id) FROM reviews") or 0
    for after in range(0, newest, SLICE):
        if is_cancelled():
            break
        for row in connection.rows(
            _COMBINATIONS.format(near=_NEAR_OF_ROW),
            after=after,
            until=after + SLICE,
            run=narrow.run_id,
        ):
            _add(row, wanted, counts)
    return _facets(connection, counts)


def _wanted(narrow: TaskFilter) -> dict[str, Collection[object]]:
    verdicts: Collection[object] = NOT_SETTLED if narrow.unreviewed_only else narrow.verdicts
    return {
        "task_type": narrow.task_types,
        "document_id": narrow.document_ids,
        "evidence": narrow.evidence,
        "outcome": narrow.outcomes,
        "verdict": verdicts,
        "doubt": narrow.doubts,
        "language": narrow.languages,
        "near": _NEAR[narrow.near],
    }


def _add(
    row: Row, wanted: dict[str, Collection[object]], counts: dict[str, Counter[object]]
) -> None:
    """Count a row for the filters that no other filter keeps it from."""
    missed = [name for name in _COLUMNS if wanted[name] and row[name] not in wanted[name]]
    for name in _COLUMNS if not missed else missed if len(missed) == 1 else ():
        counts[name][row[name]] += row["tasks"]


def _facets(connection: Connection, counts: dict[str, Counter[object]]) -> Facets:
    def of(column: str) -> dict[str, int]:
        return {str(word): count for word, count in counts[column].items()}

    documents = {int(word): count for word, count in of("document_id").items()}
    names = connection.rows(
        "SELECT id, name FROM documents WHERE id IN (SELECT value FROM json_each(:ids))",
        ids=dumps(list(documents)),
    )
    return Facets(
        task_types=of("task_type"),
        documents=documents,
        evidence={known(EvidenceGrade, word): count for word, count in of("evidence").items()},
        outcomes={known(Outcome, word): count for word, count in of("outcome").items()},
        verdicts={known(Verdict, w) if w else None: count for w, count in of("verdict").items()},
        doubts={known(Doubt, w) if w else None: count for w, count in of("doubt").items()},
        near={word: sum(of("near").get(one, 0) for one in _NEAR[word]) for word in Near},
        languages=of("language"),
        names={row["id"]: row["name"] for row in names},
    )
