"""Write a packet: a new project with some documents, passages and open units, and nothing else.

Everything keeps its number, so that merging finds it again. Only rows that are meant to travel are
ever written into the new file, so that none of its pages can hold anything else.
"""

# ruff: noqa: S608 only words of ours are put into the statements

from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from glob import escape
from json import dumps
from pathlib import Path

from engine.errors import ProjectExists
from engine.records import PacketKind, PacketOrigin, RunState
from engine.store import schema
from engine.store.connection import Connection, Value
from engine.store.files import all_files, move, remove, said, sync_file
from engine.store.log import Log
from engine.store.opening import make_file
from engine.store.verified_copy import DRAFT, free_name

_PASSAGES = "(SELECT value FROM json_each(:passages))"
_CUTS = f"(SELECT cut_id FROM passages WHERE id IN {_PASSAGES})"
_DOCUMENTS = f"(SELECT document_id FROM passages WHERE id IN {_PASSAGES})"
_OF_DOCUMENTS = f"document_id IN {_DOCUMENTS}"
_OPEN = "NOT EXISTS (SELECT 1 FROM tasks WHERE unit_id = x.id)"
# Tables with the condition on their rows, parents first; `x` is the table.
_TABLES = (
    ("documents", f"id IN {_DOCUMENTS}"),
    ("texts", _OF_DOCUMENTS),
    ("pages", _OF_DOCUMENTS),
    ("languages", _OF_DOCUMENTS),
    ("parts", _OF_DOCUMENTS),
    ("settings", f"id IN (SELECT settings_id FROM cuts WHERE id IN {_CUTS})"),
    ("cuts", f"id IN {_CUTS}"),
    ("current_cuts", f"cut_id IN {_CUTS}"),
    ("passages", f"cut_id IN {_CUTS}"),
    ("runs", "id = :run"),
    ("units", f"run_id = :run AND passage_id IN {_PASSAGES} AND {_OPEN}"),
    ("packings", "run_id = :run"),
)
# The folders of the documents stay at home; a run's pilot is not in the packet.
_CHANGED = {"documents": {"path": "name"}, "runs": {"after_run": "0", "limit_units": "0"}}
_BEGIN_AGAIN = """
UPDATE runs SET state = :planned, failure = '', ended_at = NULL, device = '', computing = '[]',
    units_planned = (SELECT count(*) FROM units WHERE run_id = runs.id)
"""


@dataclass(frozen=True, slots=True)
class PacketDraft:
    """A packet that is whole and on the disk, under a temporary name."""

    path: Path
    target: Path
    uid: str
    documents: int
    size: int  # units, or tasks to review

    def put_in_place(self) -> None:
        """Give it its name; raises `ProjectExists` if that was taken meanwhile."""
        if self.target.exists():
            raise ProjectExists(f"“{self.target.name}” was made meanwhile; pack again.")
        move(self.path, self.target)


def check_free(path: Path) -> None:
    """Raise `ProjectExists` if something stands where a packet would.

    Removes what an earlier process left that died while it wrote packets of the same name.
    """
    if found := next((file for file in all_files(path) if file.exists()), None):
        raise ProjectExists(f"“{found.name}” exists already; choose another folder or remove it.")
    begin, is_part, _rest = path.stem.partition("-part-")
    others = f"{is_part}*" if is_part else ""  # however many parts there were to be
    for draft in path.parent.glob(f"{escape(begin)}{others} ({DRAFT}*).bonito"):
        for file in all_files(draft):
            remove(file)


@contextmanager
def draft_of(target: Path, passphrase: str) -> Generator[tuple[Connection, Path]]:
    """A new project under a temporary name beside `target`, on the disk and closed at the end.

    It is removed if the block raises.
    """
    draft = free_name(target, DRAFT)
    make_file(draft)
    with ExitStack() as undo:
        for leftover in all_files(draft):
            undo.callback(leftover.unlink, missing_ok=True)
        connection = Connection(draft, passphrase)
        undo.callback(connection.close)
        schema.upgrade(connection, schema.migrations, schema.VERSION)
        yield connection, draft
        connection.close()
        with said(draft):
            sync_file(draft)
        undo.pop_all()


def fill_run(
    source: Connection, target: Connection, run_id: int, passages: Sequence[int]
) -> tuple[int, int]:
    """Put a run's open units of these passages into a new project, with all that they need.

    Gives the documents and the units that are in it.
    """
    values = {"run": run_id, "passages": dumps(list(passages))}
    with target.without_foreign_keys(), target.transaction():
        for table, condition in _TABLES:
            copy(source, target, table, condition, values)
        target.write(_BEGIN_AGAIN, planned=RunState.PLANNED.value)
        keep_counters(source, target)
    documents = target.number("SELECT count(*) FROM documents")
    return documents, target.number("SELECT count(*) FROM units")


def begin_log(target: Connection, origin: PacketOrigin, name: str, plan: str, size: int) -> None:
    """Say in the packet what it is; the first entries of its own log."""
    log = Log(target)
    log.who = origin.who
    log.add("created", f"{name} was created")
    target.write(
        "INSERT INTO origin VALUES (1, :uid, :kind, :run, :part, :parts, :source, :head,"
        " (SELECT max(id) FROM units), :blind, :who, :at)",
        uid=origin.uid, kind=origin.kind.value, run=origin.run_id, part=origin.part,
        parts=origin.parts, source=origin.source, head=origin.head, blind=int(origin.is_blind),
        who=origin.who, at=origin.at,
    )  # fmt: skip
    what = f"run {origin.run_id}" if origin.kind is PacketKind.RUN else "tasks to review"
    many = f"{size:,} units" if origin.kind is PacketKind.RUN else f"{size:,} tasks"
    log.add(
        "packed",
        f"Packet {origin.part} of {origin.parts} of {what} from {origin.source}: {many}",
        facts={"packet": origin.uid, "plan_sha256": plan, "from_head": origin.head},
    )


def copy(
    source: Connection, target: Connection, table: str, condition: str, values: Mapping[str, Value]
) -> None:
    """Copy the rows of a table that meet a condition, one at a time, with their numbers."""
    columns = source.texts("SELECT name FROM pragma_table_info(:table)", table=table)
    changed = _CHANGED.get(table, {})
    chosen = ", ".join(changed.get(name, f'x."{name}"') for name in columns)
    used = {name: value for name, value in values.items() if f":{name}" in condition}
    rows = source.each(f"SELECT {chosen} FROM {table} x WHERE {condition} ORDER BY 1, 2", **used)
    target.write_many(
        f"INSERT INTO {table} VALUES ({', '.join(f':{name}' for name in columns)})",
        (dict(zip(columns, row, strict=True)) for row in rows),
    )


def keep_counters(source: Connection, target: Connection) -> None:
    """Go on counting: what is made in the packet gets numbers that nothing of the project has."""
    counters = source.tuples("SELECT name, seq FROM sqlite_sequence WHERE name != 'packets'")
    for name, last in counters:
        target.write("DELETE FROM sqlite_sequence WHERE name = :name", name=name)
        target.write("INSERT INTO sqlite_sequence VALUES (:name, :last)", name=name, last=last)
