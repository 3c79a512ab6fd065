"""What an export is: what was asked for, what went in, and what came out. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.records import Audit, Document, Kinship, ProjectStatus, Run, TaskFilter
from engine.store.personal import Settled

ALL_TASKS = TaskFilter()


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What the user asks for. A target that ends in `.jsonl` is a file, any other a folder."""

    target: Path
    format: str = "bonito"
    only_accepted: bool = True  # otherwise every ok task that was not rejected
    split: tuple[int, ...] | None = None  # percentages of train, validation and test
    with_provenance: bool = True
    licence: str = ""  # of the rows, as whoever passes them on states it
    one_of_each: bool = True  # of near-duplicates; otherwise all of them
    personal_reason: str = ""  # why possible personal data may leave undecided; empty: it may not
    instructions: tuple[tuple[str, str], ...] = ()  # in front of inputs, by task type
    instead: str = ""  # of the tasks: "rejected", or "decided" (accepted and rejected)
    with_passage: bool = False  # its text, in the provenance
    with_model_words: bool = False  # of edited tasks, what the model wrote, in the provenance
    system: str = ""  # a system message, in the formats that have a place for it
    columns: tuple[tuple[str, str], ...] = ()  # own names: the format's, and what to call it
    narrow: TaskFilter = ALL_TASKS  # of those tasks only these: by type, document, run, doubt

    @property
    def only(self) -> str:
        """Which tasks, in the word of the manifest and the command line."""
        return self.instead or ("accepted" if self.only_accepted else "all")


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file of rows as it lies on the disk."""

    path: Path
    rows: int
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class LogHead:
    """An entry of the project's log and its hash, which stands for everything up to it."""

    entry: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written; `warnings` are sentences for people.

    `manifest_sha256` ties a folder to the project's log; empty for a single file.
    """

    target: Path
    files: tuple[ExportedFile, ...]
    rows: int
    warnings: tuple[str, ...] = ()
    manifest_sha256: str = ""
    near_left_out: int = 0  # tasks of which a near-duplicate was written
    log_head: LogHead = LogHead()  # the entry that tells of this export
    settled: tuple[str, ...] = ()  # those warnings that only say what was asked for

    @property
    def anchor(self) -> str:
        """One line to note elsewhere: on paper, or for a colleague to sign."""
        return anchor_line(self.manifest_sha256, self.log_head.entry, self.log_head.hash)


def anchor_line(manifest_sha256: str, entry: int, entry_hash: str) -> str:
    """The line that proves an export: its manifest, if it is a folder, and its entry of the log."""
    manifest = f"manifest.json SHA-256 {manifest_sha256}, " if manifest_sha256 else ""
    return f"{manifest}log entry {entry} {entry_hash}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What went in: the sources by id, and how many rows came of each."""

    files: tuple[ExportedFile, ...]
    documents: Mapping[int, Document]
    runs: Mapping[int, Run]
    part_of_document: Mapping[int, str]
    rows_of_document: Mapping[int, int]
    rows_of_type: Mapping[str, int]
    rows_with_control_text: int = 0
    near_left_out: int = 0  # tasks of which a near-duplicate is there
    passage_rate: int = 1  # of how many marks of a passage one was looked up for that; 1 is all
    masked: int = 0  # pseudonyms in the rows
    personal: tuple[Settled, ...] = ()  # what the rows held, and what was decided on it
    rejected_for_it: int = 0  # tasks left out because of possible personal data
    given_before: Mapping[int, str] = field(default_factory=dict[int, str])  # earlier parts
    held_back: int = 0  # passages and model's words left out for possible personal data
    passages_in_two_parts: int = 0  # long ones, word for word the same
    unpaired: int = 0  # accepted tasks without another answer, where pairs are written
    mended: Mapping[str, int] = field(default_factory=dict[str, int])  # rows, by why refused
    kinship: Kinship | None = None  # which documents share text; None where nothing is split


@dataclass(frozen=True, slots=True)
class ExportContext:
    """When and by what the export was made, and the whole project in numbers."""

    made_at: str
    app_version: str
    status: ProjectStatus
    audits: tuple[Audit, ...] = ()
    notes: str = ""  # the reader's own part of the card
    log_head: LogHead = LogHead()  # before the export itself is told of
