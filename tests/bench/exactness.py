"""What the kill loop's run is to be, and whether the project holds exactly that."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from engine.records import Sampling, Task, TaskFilter
from engine.runs.cutting import cut_missing, settings_for
from engine.runs.planner import unit_seed
from engine.store import Project
from engine.tasks.attempts import MOST_ATTEMPTS, attempt_seed
from engine.tasks.types import task_type
from engine.worker import fake
from engine.worker.main import main as real_worker
from models import library
from tests.harbour import NOTICE, harbour
from tests.models.gguf_files import gguf

Key = tuple[int, str, int]


@dataclass(frozen=True)
class Plan:
    """One run: every passage by every type, `samples` times; and how often it is killed."""

    kills: int
    documents: int = 3
    types: tuple[str, ...] = ("exqa", "qa", "ynqa", "te")
    samples: int = 3
    slots: int = 4
    max_tokens: int = 100  # enough for a task: a run without one fails
    fake: bool = False
    seconds: float = 1800.0
    seed: int = 1

    def model(self, folder: Path) -> str:
        """The name of the model; for the script, a tiny file."""
        if not self.fake:
            return "default"
        path = folder / "tiny.gguf"
        path.write_bytes(gguf())
        return str(path)


@dataclass
class Report:
    """What happened, and what stands in the project afterwards."""

    planned: int
    kills: Counter[str] = field(default_factory=Counter)
    while_starting: int = 0
    parents: int = 0
    orphans: int = 0
    seconds: float = 0.0
    tasks: int = 0
    holes: int = 0
    doubles: int = 0
    strangers: int = 0
    forgotten: int = 0  # told as saved, and not there
    wrong_seeds: int = 0
    damage: str = ""
    state: str = ""
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        wrong = (self.holes, self.doubles, self.strangers, self.forgotten, self.wrong_seeds)
        return (
            not any(wrong)
            and not self.orphans
            and not self.damage
            and self.state == "done"
            and self.tasks == self.planned == sum(self.outcomes.values())
        )


def prepare(folder: Path, plan: Plan) -> tuple[Path, int]:
    """A project with its passages cut; its path, and how many units the plan has."""
    plan.model(folder)
    notices = [NOTICE.format(name=f"office {n}") for n in range(plan.documents)]
    with harbour(folder, notices) as project:
        kinds = {task_type(short).reads for short in plan.types}
        worker = fake.main if plan.fake else real_worker
        cut_missing(project, library.find(plan.model(folder)), kinds, worker)
        return project.path, len(expected_keys(project, plan))


def expected_keys(project: Project, plan: Plan) -> set[Key]:
    """The plan's keys, worked out anew from the passages."""
    model = library.find(plan.model(project.path.parent))
    return {
        (passage_id, short, sample)
        for short in plan.types
        for _, passage_id in project.passages.ids(settings_for(model, task_type(short).reads))
        for sample in range(plan.samples)
    }


def inspect(path: Path, plan: Plan, said: dict[int, int], report: Report) -> None:
    """Fill in what stands in the project."""
    with Project.open(path) as project:
        report.damage = project.find_damage()
        (run,) = project.runs.all()
        report.state = run.state.value
        report.outcomes = {k.value: n for k, n in project.runs.outcomes(run.id).items()}
        tasks = project.tasks.page(project.tasks.ids(TaskFilter()))
        expected = expected_keys(project, plan)
    keys = Counter((task.passage_id, task.task_type, task.sample) for task in tasks)
    report.tasks = len(tasks)
    report.holes = len(expected - keys.keys())
    report.strangers = len(keys.keys() - expected)
    report.doubles = keys.total() - len(keys)
    stored = {task.unit_id: task.id for task in tasks}
    report.forgotten = sum(stored.get(unit) != task for unit, task in said.items())
    seed = Sampling().seed
    report.wrong_seeds = sum(task.seed not in _seeds(seed, task) for task in tasks)


def _seeds(run_seed: int, task: Task) -> set[int]:
    """The seeds of a unit's first attempt and of those that may have followed."""
    first = unit_seed(run_seed, task.passage_id, task.task_type, task.sample)
    return {attempt_seed(first, number) for number in range(1, MOST_ATTEMPTS + 1)}


def table(report: Report) -> str:
    """The report for people."""
    kills = ", ".join(f"{kind} {count}" for kind, count in sorted(report.kills.items()))
    outcomes = ", ".join(f"{kind} {count}" for kind, count in sorted(report.outcomes.items()))
    rows = {
        "kills": f"{report.kills.total()} ({kills}; {report.while_starting} while starting)",
        "parents started": report.parents,
        "seconds": f"{report.seconds:.0f}",
        "units planned": report.planned,
        "tasks": report.tasks,
        "holes / doubles / strangers": f"{report.holes} / {report.doubles} / {report.strangers}",
        "told as saved, and gone": report.forgotten,
        "wrong seeds": report.wrong_seeds,
        "orphaned processes": report.orphans,
        "run": report.state,
        "outcomes": outcomes,
        "integrity_check": report.damage or "ok",
        "exact": "yes" if report.is_exact else "NO",
    }
    return "\n".join(f"| {name:<27} | {value} |" for name, value in rows.items())
