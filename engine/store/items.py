"""What a digest covers: the items of a project, each with all its rows and columns.

An item is what can be named to a person: a document with its text, a task with its attempts and
checks, a decision. Small tables whose rows come and go are one item each. Every column of every
table stands in one of these items, or follows from them (`derived.py`), or is bookkeeping; a test
compares that with the tables.

What a kind covers never changes: digests of earlier versions cover exactly that. A new column gets
a kind of its own, counted like `rights`, so that the next line of the log seals it in every project
that there is; a new table gets one, too, with triggers that note its rows in `unsealed`.
"""

# ruff: noqa: S608 only words of ours are put into the statements

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import JSONEncoder, dumps

from engine.store.connection import Connection

_OF_IDS = "IN (SELECT value FROM json_each(:ids))"
ANY = frozenset({"*"})  # events
_DELETED = frozenset({"deleted"})
_FORGOTTEN = frozenset({"deleted", "read again"})


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table that belong to an item; `x` is the table, `owner` the item's number."""

    table: str
    owner: str
    columns: tuple[str, ...]
    order: str
    source: str

    @property
    def sql(self) -> str:
        """Number and columns of the rows of the items `:ids`, in a fixed order."""
        columns = ", ".join(f'x."{column}"' for column in self.columns)
        condition = "" if self.owner == "0" else f"WHERE {self.owner} {_OF_IDS}"
        order = ", ".join(
            f"{place}" for place in (self.owner, self.order) if place not in {"0", ""}
        )
        return (
            f"SELECT {self.owner}, {columns} FROM {self.source} {condition} ORDER BY {order or 1}"
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item; the first of its parts says which there are.

    `changes_with` and `goes_with` are the events of the log with which a sealed one may change or
    go; any other change was made behind the application's back.
    """

    name: str
    said: str  # for people; {} is its number
    parts: tuple[Part, ...]
    is_counted: bool = True  # new ones have higher numbers; else triggers tell of them
    changes_with: frozenset[str] = frozenset()
    goes_with: frozenset[str] = _DELETED
    at_once: int = 500  # items whose rows are read together

    @property
    def is_whole_table(self) -> bool:
        """It is one item, there even if the table is empty."""
        return self.parts[0].owner == "0"

    @property
    def all_ids(self) -> str:
        """SQL for the numbers of the items that there are."""
        first = self.parts[0]
        return f"SELECT {first.owner} FROM {first.table} x"


def _part(table: str, owner: str, columns: str, order: str = "", join: str = "") -> Part:
    return Part(table, owner, tuple(columns.split()), order, f"{table} x {join}".strip())


def _whole(said: str, part: Part, name: str = "") -> Kind:
    return Kind(
        name or part.table, said, (part,), is_counted=False, changes_with=ANY, goes_with=ANY
    )


def _of_document(name: str, said: str, table: str, columns: str) -> Kind:
    """What is kept of a document on its own, because it comes later or changes."""
    part = _part(table, "x.document_id", columns)
    return Kind(name, said, (part,), is_counted=False, changes_with=ANY, goes_with=ANY)


_TASK = """unit_id run_id passage_id task_type outcome fingerprint input output raw evidence_grade
evidence_start evidence_end prompt_sha256 prompt_tokens generated_tokens seconds detail created_at
evidence_places"""
_DECISION = """task_id batch verdict reason input output who at undone_at evidence_grade
evidence_start evidence_end evidence_places"""
_DOCUMENT = """name path format size_bytes sha256 text_sha256 characters imported_at note options"""
_PASSAGE = """id document_id position start end tokens is_excluded header_start header_end
header_tokens"""
_RUN = """state model_name model_path model_sha256 prompting adapter_sha256 task_types samples
temperature top_p max_tokens seed slots units_planned created_at ended_at app_version failure
rules_off agree labels"""

# In the order of their names, in which an entry of the log seals them.
KINDS = (
    Kind(
        "audit",
        "sample {}",
        (
            _part("audits", "x.id", "seed who at filter newest drawn tasks batch"),
            _part("audit_samples", "x.audit_id", "task_id", "x.task_id"),
        ),
        changes_with=frozenset({"audit", "deleted"}),
    ),
    _whole(
        "the note of what was compared",
        _part("comparisons", "0", "id version tasks newest edits", "x.id"),
    ),
    Kind(
        "computing",
        "the device of run {}",
        (_part("runs", "x.id", "computing"),),
        changes_with=ANY,
    ),
    _whole(
        "the list of what two people decided differently",
        _part("conflicts", "0", "decision_id task_id", "x.decision_id"),
    ),
    _whole(
        "the list of which passages are current",
        _part(
            "current_cuts",
            "0",
            "document_id kind tokenizer cut_id",
            "x.document_id, x.kind, x.tokenizer",
        ),
    ),
    Kind(
        "cut",
        "the passages of cut {}",
        (
            _part("cuts", "x.id", "document_id settings_id revision passages"),
            _part(
                "settings",
                "c.id",
                "id kind max_tokens min_tokens tokenizer",
                join="JOIN cuts c ON c.settings_id = x.id",
            ),
            _part("passages", "x.cut_id", _PASSAGE, "x.position"),
        ),
        goes_with=ANY,
        at_once=100,
    ),
    Kind("decision", "decision {}", (_part("decisions", "x.id", _DECISION),), changes_with=ANY),
    Kind("device", "what run {} computed on", (_part("runs", "x.id", "device"),), changes_with=ANY),
    Kind(
        "document",
        "document {}",
        (
            _part("documents", "x.id", _DOCUMENT),
            _part("texts", "x.document_id", "id start text", "x.start"),
            _part("pages", "x.document_id", "position start label", "x.position"),
        ),
        goes_with=_FORGOTTEN,
        at_once=100,
    ),
    _whole(
        "what a reviewer was writing", _part("drafts", "0", "task_id input output at", "x.task_id")
    ),
    Kind(
        "language",
        "the language of document {}",
        (_part("languages", "x.document_id", "language"),),
        is_counted=False,
        goes_with=_FORGOTTEN,
    ),
    _of_document("marks", "what document {} is compared by", "text_marks", "version marks"),
    _whole(
        "the groups of near-duplicates",
        _part("reviews", "0", "task_id near", "x.task_id", "WHERE x.near > 0"),
        "near",
    ),
    _whole(
        "what this packet was packed from",
        _part(
            "origin",
            "0",
            "id uid kind run_id part parts source head last_unit is_blind who at",
            "x.id",
        ),
    ),
    Kind(
        "packet",
        "what is known of packet {}",
        (
            _part("packets", "x.id", "uid kind run_id part parts name size who at merged_at"),
            _part(
                "packet_lines",
                "x.packet_id",
                "number at who event detail facts salt commitment hash",
                "x.number, x.hash",
            ),
        ),
        changes_with=ANY,
        at_once=10,
    ),
    _whole(
        "the list of packed runs",
        _part("packings", "0", "run_id plan_sha256 first_unit first_task", "x.run_id"),
    ),
    _of_document("part", "the part of document {}", "parts", "part at"),
    _whole(
        "the places of possible personal data",
        _part(
            "personal_hits",
            "0",
            "task_id part start end value_id",
            "x.task_id, x.part, x.start",
        ),
    ),
    _whole(
        "the note of what was looked at",
        _part("personal_looks", "0", "id version tasks newest edits", "x.id"),
    ),
    _whole(
        "the possible personal data and what was decided on it",
        _part("personal_values", "0", "id kind value number choice reason who at", "x.id"),
    ),
    _whole("the own words to look for", _part("personal_words", "0", "id words", "x.id")),
    Kind(
        "pilot",
        "whether run {} is a pilot",
        (_part("runs", "x.id", "limit_units after_run"),),
        changes_with=ANY,
    ),
    Kind(
        "plan",
        "the plan of run {}",
        (
            _part("runs", "x.id", "id"),
            _part("units", "x.run_id", "id passage_id task_type sample seed", "x.id"),
        ),
        changes_with=_DELETED,
        at_once=1,
    ),
    _whole(
        "the list of refused files",
        _part("refusals", "0", "path name status detail at", "x.path"),
    ),
    Kind(
        "rights",
        "the rights in document {}",
        (_part("documents", "x.id", "rights"),),
        changes_with=ANY,
        goes_with=_FORGOTTEN,
    ),
    Kind("run", "run {}", (_part("runs", "x.id", _RUN),), changes_with=ANY),
    Kind(
        "sentences",
        "how the sentences of run {} were chosen",
        (_part("runs", "x.id", "sentence_rule"),),
        changes_with=ANY,
    ),
    Kind(
        "task",
        "task {}",
        (
            _part("tasks", "x.id", _TASK),
            _part(
                "attempts",
                "t.id",
                "number seed is_constrained outcome raw stop generated_tokens seconds",
                "x.number",
                "JOIN tasks t ON t.unit_id = x.unit_id",
            ),
            _part("checks", "x.task_id", "kind version value detail seconds", "x.kind"),
        ),
        changes_with=frozenset({"merged"}),  # which of two duplicates counts, and doubt
    ),
)


def kinds_in(connection: Connection) -> tuple[Kind, ...]:
    """The kinds whose tables there are: a project of an earlier version lacks some."""
    there = set(connection.texts("SELECT name FROM sqlite_master WHERE type = 'table'"))
    return tuple(kind for kind in KINDS if kind.parts[0].table in there)


KIND_OF = {kind.name: kind for kind in KINDS}


_encoded = JSONEncoder(default=repr).encode  # made once, not for each row


def digests(connection: Connection, kind: Kind, salts: Mapping[int, bytes]) -> dict[int, bytes]:
    """SHA-256 over salt and content of those of these items that there are, by number."""
    found = {0: hashlib.sha256(salts[0])} if kind.is_whole_table else {}
    ids = dumps(list(salts))
    for part in kind.parts:
        for owner, *cells in connection.each(part.sql, ids=ids):
            number: int = owner
            if number not in found:
                if part is not kind.parts[0] or number not in salts:
                    continue  # of no item; foreign keys tell
                found[number] = hashlib.sha256(salts[number])
            found[number].update(_line(part.table, cells))
    return {number: found[number].digest() for number in sorted(found)}


def _line(table: str, cells: Iterable[object]) -> bytes:
    """A row in one way only: ASCII JSON on a line; numbers as Python writes them.

    Bytes are in no column; a damaged one can hold them.
    """
    return _encoded([table, *cells]).encode("ascii") + b"\n"
