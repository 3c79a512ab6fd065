"""Projects with a planned run, and answers that follow from the unit alone, as a model's would."""

from dataclasses import replace
from pathlib import Path

from engine.packets import pack
from engine.records import (
    Attempt,
    Check,
    CheckKind,
    Evidence,
    EvidenceGrade,
    Extract,
    ModelIdentity,
    Outcome,
    PageMark,
    PassageSettings,
    PlannedUnit,
    Run,
    RunRequest,
    RunState,
    Span,
    TaskDraft,
    Unit,
)
from engine.store import Project
from engine.tasks.doubt import MOST_COMPARED, Peers
from engine.tasks.nearness import first_near

MODEL = ModelIdentity("tiny", "/models/tiny.gguf", "a" * 64, "bonito")
TYPES = ("exqa", "ynqa")
CANARIES = ("Zanzibar-7781", "zanzibar-note", "Quokka", "Ann Onymous")


def planned(path: Path, documents: int = 4, passages: int = 3, samples: int = 2) -> Run:
    """A project with a run of documents x passages x samples x 2 units; `path` is its file."""
    with Project.create(path, who="Ann Onymous") as project:
        for number in range(documents):
            add_document(project, number, passages)
        return plan(project, samples)


def add_document(project: Project, number: int, passages: int = 3) -> int:
    """A document of so many passages of 20 characters, each with its own word."""
    text = "".join(f"Text {number:02} passage {place:02}. " for place in range(passages))
    size = len(text) // passages
    report = project.documents.add(
        f"/secret-folder/d{number}.txt", f"d{number}.txt", "txt", 50, f"{number:064x}",
        Extract(text, (PageMark(0, "1"),)),
    )  # fmt: skip
    assert report.document_id is not None
    spans = [Span(place * size, (place + 1) * size - 1, 6) for place in range(passages)]
    project.passages.save(report.document_id, PassageSettings(), spans)
    return report.document_id


def plan(project: Project, samples: int = 2, seed: int = 7) -> Run:
    """Plan a run over all passages."""
    passages = [passage_id for _document, passage_id in project.passages.ids(PassageSettings())]
    units = [
        PlannedUnit(passage, kind, sample, seed + 100 * passage + sample)
        for kind in TYPES
        for passage in passages
        for sample in range(samples)
    ]
    request = RunRequest("tiny", TYPES, samples=samples)
    return project.runs.create(request, MODEL, units, RunState.PLANNED)


def draft(unit: Unit) -> TaskDraft:
    """What a model writes for a unit: some say the same, some fail, some were tried twice."""
    number = unit.seed % 7
    is_ok = number != 0
    about = unit.task_type if unit.passage_id % 3 else "any"
    asked = ("ask", "ask exactly")[unit.sample % 2] if unit.passage_id % 4 == 1 else "ask"
    said = f"Question {unit.passage_id} {about}: what does the harbour office {asked}?"
    attempts = (
        (Attempt(1, unit.seed, False, Outcome.ECHO, "raw", "eos", 3, 0.5),) if number == 1 else ()
    )
    mean = -((unit.seed * 37) % 100) / 100
    checks = (
        Check(CheckKind.FORM, 0.0, detail=said),
        Check(CheckKind.OUTPUT_LOWEST, mean * 2),
        Check(CheckKind.OUTPUT_MEAN, mean),
    )
    return TaskDraft(
        unit_id=unit.id,
        outcome=Outcome.OK if is_ok else Outcome.NO_PIPE,
        raw=f"{said} <|pipe|> yes",
        input=said if is_ok else "",
        output="yes" if is_ok else "",
        evidence=Evidence(EvidenceGrade.EXACT, 1, 3, 1) if is_ok else Evidence(EvidenceGrade.NONE),
        prompt_sha256="b" * 64,
        detail="by code" if number == 3 else "",
        attempts=attempts,
        checks=checks if is_ok else (),
    )


def answer(
    project: Project, run_id: int = 1, most: int = 10_000, *, backwards: bool = False
) -> int:
    """Answer open units as a run would, and end it; gives how many."""
    units = project.runs.open_units(run_id, 10_000)
    units = (units[::-1] if backwards else units)[:most]
    peers = Peers(project.tasks.checks.first_of_run(run_id, MOST_COMPARED))
    for unit in units:
        made = draft(unit)
        doubt = peers.grade(unit.task_type, made.checks)
        checks = (*made.checks, *([doubt] if doubt else []))
        project.tasks.save(replace(made, checks=checks, near_task=_near(project, unit, made)))
    is_done = not project.runs.open_units(run_id, 1)
    project.runs.note_device(run_id, "CPU")
    project.runs.set_state(run_id, RunState.DONE if is_done else RunState.STOPPED)
    return len(units)


def _near(project: Project, unit: Unit, made: TaskDraft) -> int:
    """The task of the passage that says nearly the same, as a run looks for it."""
    beside = project.tasks.near.beside(unit.passage_id)
    text = project.passages.read(unit.passage_id).shown
    return first_near(made.input, made.output, beside, text) or 0


def packed(work: Path, parts: int = 3, *, by_documents: bool = False) -> list[Path]:
    """The packets of run 1, in a folder of their own."""
    folder = work.parent / "stick"
    folder.mkdir(exist_ok=True)
    with Project.open(work) as project:
        files = pack(project, 1, parts, folder, by_documents=by_documents).files
    return [one.path for one in files]


def answered(paths: list[Path], *, backwards: bool = False) -> list[Path]:
    """The same packets, with all their units answered."""
    for path in paths:
        with Project.open(path) as packet:
            assert answer(packet, backwards=backwards)
    return paths


NOT_COMPARED = {"log", "digests", "unsealed", "_sqlite_migrations", "stale_copies"}
_TIMES = {
    "created_at", "ended_at", "merged_at", "at", "seconds", "hash", "salt", "commitment", "uid",
    "facts", "head",
}  # fmt: skip


def tables(path: Path, passphrase: str = "") -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a project, without times, salts and the log."""
    with Project.open(path, passphrase) as project:
        connection = project._connection
        names = connection.texts("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = dict[str, list[tuple[object, ...]]]()
        for name in names:
            if name in NOT_COMPARED or name.startswith(("text_index", "task_index_")):
                continue
            columns = connection.texts("SELECT name FROM pragma_table_info(:t)", t=name)
            kept = ", ".join(f'"{one}"' for one in columns if one not in _TIMES)
            rows = connection.tuples(f'SELECT {kept} FROM "{name}"')  # noqa: S608 our own names
            found[name] = sorted(rows, key=repr)
    return found
