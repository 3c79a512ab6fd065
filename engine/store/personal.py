"""Possible personal data: where rules found it, and what a person decided on each value."""

# ruff: noqa: S608 only constants of ours are put together; every value is bound

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import dumps

from engine.errors import BadSetting, NothingToDo
from engine.records import (
    Decision,
    PersonalChoice,
    PersonalKind,
    PersonalValue,
    PlacedMask,
    TaskHit,
    Verdict,
)
from engine.store.clock import now
from engine.store.connection import Connection, Row
from engine.store.decisions import Decisions
from engine.store.filters import NOT_REJECTED_FOR_IT
from engine.store.log import Log
from engine.store.near import Seen
from engine.store.values import known

REJECTED = "possible personal data"  # the reason that a rejected task gets
_VALUES = """
SELECT v.id, v.kind, v.value, v.number, v.choice, v.reason, count(DISTINCT h.task_id) AS tasks
FROM personal_values v JOIN personal_hits h ON h.value_id = v.id
    JOIN reviews r ON r.task_id = h.task_id
WHERE r.outcome = 'ok' AND (r.verdict != 'reject' OR v.choice = 'reject')
GROUP BY v.id ORDER BY v.kind, v.number
"""
_ADD_VALUE = """
INSERT INTO personal_values (kind, value, number)
SELECT :kind, :value, coalesce(max(number), 0) + 1 FROM personal_values WHERE kind = :kind
"""
_STALE_HITS = """
DELETE FROM personal_hits WHERE task_id IN (SELECT value FROM json_each(:tasks))
    AND (task_id, part, start) NOT IN
        (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:rows))
"""
_MASKS = """
SELECT h.task_id, h.part, h.start, h."end", v.kind, v.number, v.choice
FROM personal_hits h JOIN personal_values v ON v.id = h.value_id
WHERE h.task_id IN (SELECT value FROM json_each(:tasks)) ORDER BY h.task_id, h.part, h.start
"""
_VALUES_OF_TASKS = """
SELECT DISTINCT value_id FROM personal_hits
WHERE task_id IN (SELECT value FROM json_each(:tasks))
"""
_COUNTED = """
SELECT kind, choice, reason, count(*) AS n FROM personal_values
WHERE id IN (SELECT value FROM json_each(:values)) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_TASKS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Settled:
    """How many values of one kind some tasks hold, under one choice and reason."""

    kind: PersonalKind
    choice: PersonalChoice | None
    reason: str
    values: int


class Personal:
    """The possible personal data of a project."""

    def __init__(self, connection: Connection, decisions: Decisions, log: Log) -> None:
        self._connection, self._decisions, self._log = connection, decisions, log

    def words(self) -> str:
        """The user's own words, one a line."""
        return next(iter(self._connection.texts("SELECT words FROM personal_words")), "")

    def set_words(self, words: str) -> None:
        """Look for these words from now on; everything has to be looked at again."""
        if words == self.words():
            return
        with self._connection.transaction():
            self._connection.write(
                "INSERT OR REPLACE INTO personal_words VALUES (1, :words)", words=words
            )
            self._connection.write("DELETE FROM personal_looks")
            lines = sum(bool(line.strip()) for line in words.splitlines())
            self._log.add("personal", f"{lines:,} own words are looked for")

    def is_current(self, version: int, seen: Seen) -> bool:
        """Everything there is was looked at by these rules and words."""
        row = self._connection.row("SELECT * FROM personal_looks WHERE version = :v", v=version)
        return row is not None and seen == Seen(row["tasks"], row["newest"], row["edits"])

    def save(self, tasks: Sequence[int], hits: Iterable[TaskHit]) -> None:
        """Store what was found in some tasks, in place of what was found in them before."""
        with self._connection.transaction():
            rows = [
                (one.task_id, one.part, one.hit.start, one.hit.end,
                 self._value_id(one.hit.kind, one.hit.value))
                for one in hits
            ]  # fmt: skip
            # Not REPLACE: that deletes the row first, and the last hit of a value takes it along.
            self._connection.write(
                "INSERT INTO personal_hits SELECT value ->> 0, value ->> 1,"
                " value ->> 2, value ->> 3, value ->> 4 FROM json_each(:rows) WHERE true"
                ' ON CONFLICT DO UPDATE SET "end" = excluded."end",'
                " value_id = excluded.value_id",
                rows=dumps(rows),
            )
            self._connection.write(_STALE_HITS, tasks=dumps(list(tasks)), rows=dumps(rows))

    def finish(self, seen: Seen, version: int) -> None:
        """Everything was looked at; values that nothing holds any more go."""
        with self._connection.transaction():
            self._connection.write(
                "DELETE FROM personal_values WHERE id NOT IN (SELECT value_id FROM personal_hits)"
            )
            self._connection.write(
                "INSERT OR REPLACE INTO personal_looks"
                " VALUES (1, :version, :tasks, :newest, :edits)",
                version=version, tasks=seen.tasks, newest=seen.newest, edits=seen.edits,
            )  # fmt: skip

    def values(self) -> list[PersonalValue]:
        """Every value that a task holds which is not rejected, by kind."""
        return [_value(row) for row in self._connection.rows(_VALUES)]

    def choices(self) -> dict[tuple[PersonalKind, str], tuple[int, PersonalChoice | None]]:
        """The number and the choice of every value that was ever found, by kind and value."""
        rows = self._connection.rows("SELECT kind, value, number, choice FROM personal_values")
        found = dict[tuple[PersonalKind, str], tuple[int, PersonalChoice | None]]()
        for row in rows:
            kind = known(PersonalKind, row["kind"])
            found[kind, row["value"]] = (row["number"], _choice(row["choice"]))
        return found

    def tasks_of(self, value_id: int) -> list[int]:
        """The well-formed tasks that hold a value."""
        return self._connection.numbers(
            "SELECT DISTINCT h.task_id FROM personal_hits h JOIN reviews r ON r.task_id = h.task_id"
            " WHERE h.value_id = :id AND r.outcome = 'ok' ORDER BY 1",
            id=value_id,
        )

    def masks(self, tasks: Sequence[int]) -> dict[int, list[PlacedMask]]:
        """What was found in these tasks, and what is to become of it."""
        found = dict[int, list[PlacedMask]]()
        for row in self._connection.rows(_MASKS, tasks=dumps(list(tasks))):
            mask = PlacedMask(
                row["part"], row["start"], row["end"], known(PersonalKind, row["kind"]),
                row["number"], _choice(row["choice"]),
            )  # fmt: skip
            found.setdefault(row["task_id"], []).append(mask)
        return found

    def settled(self, tasks: Sequence[int]) -> list[Settled]:
        """How many values these tasks hold, by kind, choice and reason."""
        found = set[int]()
        for start in range(0, len(tasks), _TASKS_AT_ONCE):
            part = dumps(list(tasks[start : start + _TASKS_AT_ONCE]))
            found.update(self._connection.numbers(_VALUES_OF_TASKS, tasks=part))
        rows = self._connection.rows(_COUNTED, values=dumps(list(found)))
        return [
            Settled(
                known(PersonalKind, row["kind"]), _choice(row["choice"]), row["reason"], row["n"]
            )
            for row in rows
        ]

    def rejected_tasks(self) -> int:
        """How many well-formed tasks hold a value that was decided to be rejected."""
        return self._connection.number(
            "SELECT count(*) FROM reviews WHERE outcome = 'ok' AND NOT ("
            + NOT_REJECTED_FOR_IT
            + ")"
        )

    def decide(self, ids: Sequence[int], choice: PersonalChoice, who: str, reason: str = "") -> int:
        """Decide on some values at once; gives how many. KEEP needs a reason.

        REJECT rejects their tasks, too, in one batch. The log tells how many of which kind, and not
        what they are.
        """
        if choice is PersonalChoice.KEEP and not reason.strip():
            raise BadSetting(
                "Say why it may stay; the reason is written into the log and the card."
            )
        with self._connection.transaction():
            kinds = self._kinds(ids)
            if not kinds:
                raise NothingToDo("Nothing of that was found; look at the list again.")
            self._connection.write(
                "UPDATE personal_values SET choice = :choice, reason = :reason, who = :who,"
                " at = :at WHERE id IN (SELECT value FROM json_each(:ids))",
                choice=choice.value, reason=reason.strip(), who=who, at=now(),
                ids=dumps(list(ids)),
            )  # fmt: skip
            if choice is PersonalChoice.REJECT:
                self._reject(ids, who)
            said = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(kinds.items()))
            self._log.add("personal", f"{choice.value}: {said}. {reason}".strip(), who)
        return kinds.total()

    def _reject(self, ids: Sequence[int], who: str) -> None:
        tasks = self._connection.numbers(
            "SELECT DISTINCT h.task_id FROM personal_hits h JOIN reviews r ON r.task_id = h.task_id"
            " WHERE h.value_id IN (SELECT value FROM json_each(:ids))"
            " AND r.outcome = 'ok' AND r.verdict != 'reject' ORDER BY 1",
            ids=dumps(list(ids)),
        )
        self._decisions.add_together(
            [Decision(one, Verdict.REJECT, REJECTED) for one in tasks], who
        )

    def _kinds(self, ids: Sequence[int]) -> Counter[str]:
        return Counter(
            self._connection.texts(
                "SELECT kind FROM personal_values WHERE id IN (SELECT value FROM json_each(:ids))",
                ids=dumps(list(ids)),
            )
        )

    def _value_id(self, kind: PersonalKind, value: str) -> int:
        known_id = self._connection.number(
            "SELECT id FROM personal_values WHERE kind = :kind AND value = :value",
            kind=kind.value, value=value,
        )  # fmt: skip
        return known_id or self._connection.write(_ADD_VALUE, kind=kind.value, value=value)


def _choice(word: str) -> PersonalChoice | None:
    return known(PersonalChoice, word) if word else None


def _value(row: Row) -> PersonalValue:
    return PersonalValue(
        row["id"], known(PersonalKind, row["kind"]), row["value"], row["number"], row["tasks"],
        _choice(row["choice"]), row["reason"],
    )  # fmt: skip
