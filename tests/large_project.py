"""A project as large as one wants, made by SQL in seconds: documents, passages, one run, decisions.

The words are drawn from a vocabulary of which some are frequent and most are rare, as in any
language; the same sizes give the same project.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import gettempdir

from engine.records import (
    Extract,
    ModelIdentity,
    PassageKind,
    PassageSettings,
    PlannedUnit,
    RunRequest,
    RunState,
    Span,
)
from engine.runs.cutting import settings_for
from engine.store import Project
from engine.store.schema import VERSION
from models import library

TYPES = ("exqa", "ynqa", "qg", "te")  # one task of each for every passage
WORDS = 90  # in a passage
DECIDED = 4  # each so-manieth usable task has been accepted
_FAILED = {7: "bad_label", 13: "no_pipe", 17: "duplicate"}  # of twenty tasks
_INSERT_TASK = """
INSERT INTO tasks (unit_id, run_id, passage_id, task_type, outcome, input, output, raw,
    evidence_grade, prompt_sha256, prompt_tokens, generated_tokens, seconds, detail, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'none', '', 10, 10, 0.1, '', '2026-01-01T00:00:00+00:00')
"""
_INSERT_DECISION = """
INSERT INTO decisions (task_id, batch, verdict, reason, who, at)
SELECT id, 1, 'accept', '', 'bench', '2026-01-01T00:00:00+00:00'
FROM tasks WHERE outcome = 'ok' AND id % ? = 0
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; of each passage there are four tasks a sample.

    Without an index of the tasks' words it is made in half the time, and nothing is found in it.
    """

    tasks: int
    documents: int
    is_searchable: bool = True
    samples: int = 1

    @property
    def passages(self) -> int:
        """Passages of one document."""
        return max(1, self.tasks // len(TYPES) // self.samples // self.documents)


def large_project(size: Size) -> Path:
    """A project of this size in the temporary folder, made once; copy it before you change it."""
    folder = Path(gettempdir()) / f"bonito-large-{os.getuid() if hasattr(os, 'getuid') else 0}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    kind = "" if size.is_searchable and size.samples == 1 else f"-{size.samples}-unsearchable"
    path = folder / f"{size.tasks}-{size.documents}{kind}-v{VERSION}-{made}.bonito"
    if not path.exists():
        draft = path.with_suffix(".draft")
        for ending in ("", "-wal", "-journal"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
        make(draft, size)
        draft.rename(path)
    return path


def make(path: Path, size: Size) -> None:
    """Make it at `path`."""
    texts, model = _Texts(), library.find("")
    cuts = {kind: settings_for(model, kind) for kind in PassageKind}
    passages: list[tuple[int, str]] = []
    with Project.create(path) as project:
        for number in range(size.documents):
            parts = [texts.passage() for _ in range(size.passages)]
            passages += _add_document(project, number, parts, cuts)
        with nullcontext() if size.is_searchable else _without_index(project):
            _add_run(project, passages, size, texts)


@contextmanager
def _without_index(project: Project) -> Iterator[None]:
    """Rows of the queue go into no index meanwhile; the triggers are put back as they were."""
    connection = project._connection
    (trigger,) = connection.texts("SELECT sql FROM sqlite_master WHERE name = 'review_added'")
    without = re.sub(r"INSERT INTO task_index [^;]*;", "", trigger)
    assert without != trigger
    connection.write("DROP TRIGGER review_added")
    connection.write(without)
    yield
    connection.write("DROP TRIGGER review_added")
    connection.write(trigger)


class _Texts:
    """Words by chance, the n-th of the vocabulary about 1/n as often as the first."""

    def __init__(self) -> None:
        self._random = Random(7)  # noqa: S311 - it must be repeatable
        letters = "aeiou", "bdfghklmnprstvwz"
        self._vocabulary = ["the", "of", "and", "to", "in", "is"] + [
            "".join(self._random.choice(letters[place % 2]) for place in range(3 + n % 8))
            for n in range(20_000)
        ]
        self._weights = list(accumulate(1 / (n + 3) for n in range(len(self._vocabulary))))

    def words(self, count: int) -> str:
        """So many words, a space between each two."""
        return " ".join(self._random.choices(self._vocabulary, cum_weights=self._weights, k=count))

    def passage(self) -> str:
        """One paragraph."""
        return f"{self.words(WORDS).capitalize()}."


def _add_document(
    project: Project, number: int, parts: list[str], cuts: Mapping[PassageKind, PassageSettings]
) -> list[tuple[int, str]]:
    text = "\n\n".join(parts)
    sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
    name = f"document {number:04}.txt"
    report = project.documents.add(f"/in/{name}", name, "txt", len(text), sha256, Extract(text))
    assert report.document_id is not None
    spans, start = list[Span](), 0
    for part in parts:
        spans.append(Span(start, start + len(part), WORDS))
        start += len(part) + 2
    for settings in cuts.values():
        project.passages.save(report.document_id, settings, spans)
    ids = project.passages.ids(cuts[PassageKind.PARAGRAPH], [report.document_id])
    return [(passage, part) for (_document, passage), part in zip(ids, parts, strict=True)]


def _add_run(project: Project, passages: list[tuple[int, str]], size: Size, texts: _Texts) -> None:
    units = [
        PlannedUnit(passage, kind, sample, 7)
        for passage, _text in passages
        for sample in range(size.samples)
        for kind in TYPES
    ]
    model = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
    request = RunRequest("tiny", TYPES, size.samples)
    run = project.runs.create(request, model, units[: size.tasks])
    passages = [passage for passage in passages for _sample in range(size.samples)]
    connection = project._connection
    first = connection.number("SELECT min(id) FROM units WHERE run_id = :run", run=run.id)
    with connection.transaction():
        raw = connection.database.conn
        raw.executemany(_INSERT_TASK, _tasks(run.id, first, passages, texts))
        raw.execute(_INSERT_DECISION, (DECIDED,))
    project.runs.set_state(run.id, RunState.DONE)


def _tasks(
    run_id: int, first_unit: int, passages: list[tuple[int, str]], texts: _Texts
) -> Iterator[tuple[object, ...]]:
    number = 0
    for passage, text in passages:
        for kind in TYPES:
            question = f"What of {texts.words(3)}?"
            answer = " ".join(text.split()[number % 50 : number % 50 + 4])
            outcome = _FAILED.get(number % 20, "ok")
            shown = f"{text}\n\n{question}"
            yield (first_unit + number, run_id, passage, kind, outcome, shown, answer,
                   f"{question}<|pipe|>{answer}")  # fmt: skip
            number += 1
