"""Read a file of verdicts as people write them, with the signals of each task.

A line is one JSON object; an array of such objects in one file is read too. The names that count:

    verdict     "right" or "wrong" (correct, good, ok, accept, yes, true, 1 and their opposites),
                under verdict, right, is_right, correct, judgment, judgement, decision, label,
                rating, human
    type        under task_type, type, kind, task (where it is a name)
    document    under document, doc, document_name, source, file, passage; without it each task is
                its own
    signals     numbers by name under signals, checks, scores, features; nested ones are joined
                ("input": {"mean": -0.5} is input_mean), pairs {"same": 3, "of": 8} are shares,
                low, some and high are 0, 0.5 and 1, and a list of {"kind": ..., "value": ...} is
                taken as well; without them all other numbers of the line are signals

Tasks that are neither right nor wrong (unsure, flag, skip, nothing) are counted and left out. With
a project beside the file the signals come out of it, by the number of the task (task, task_id, id).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.records import CheckKind, TaskFilter
from engine.store import Project

_RIGHT = frozenset(("right", "correct", "good", "ok", "okay", "accept", "accepted", "yes", "true",
                    "valid", "1", "r", "y", "pass"))  # fmt: skip
_WRONG = frozenset(("wrong", "incorrect", "bad", "reject", "rejected", "no", "false", "invalid",
                    "0", "w", "n", "fail"))  # fmt: skip
_UNDECIDED = frozenset(("", "unsure", "unclear", "undecided", "flag", "flagged", "skip", "skipped",
                        "partly", "none", "null", "?"))  # fmt: skip
_VERDICTS = ("verdict", "right", "is_right", "correct", "judgment", "judgement", "decision",
             "label", "rating", "human")  # fmt: skip
_TYPES = ("task_type", "type", "kind", "task")
_DOCUMENTS = ("document", "doc", "document_name", "source", "file", "passage")
_SIGNALS = ("signals", "checks", "scores", "features")
_NUMBERS = ("task_id", "task", "id")
_NO_SIGNALS = frozenset((*_VERDICTS, *_TYPES, *_DOCUMENTS, *_NUMBERS, "number", "unit", "run",
                         "seed", "sample", "line", "row", "page", "start", "end", "reader",
                         "document_id", "passage_id", "run_id", "unit_id"))  # fmt: skip
_GRADES = {"low": 0.0, "some": 0.5, "high": 1.0}


@dataclass(frozen=True, slots=True)
class Judged:
    """One task that a person has read."""

    task_type: str
    document: str
    is_right: bool
    signals: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The tasks of a file, and how many of its lines decide nothing."""

    tasks: list[Judged]
    undecided: int = 0


def read(path: Path, project: Path | None = None) -> Verdicts:
    """The verdicts of a file; raises `ValueError` that names the line that is none, and why."""
    found = list[Judged]()
    undecided = 0
    stored = _stored(project) if project else {}
    for number, content in _rows(path.read_text(encoding="utf-8-sig")):
        try:
            is_right = _is_right(content)
            if is_right is None:
                undecided += 1
                continue
            found.append(_judged(content, number, stored, is_right=is_right))
        except ValueError as error:
            raise ValueError(
                f"line {number} is no judged task: {error}. What is read is said at the top of "
                "tests/bench/verdicts.py."
            ) from error
    return Verdicts(found, undecided)


def _rows(text: str) -> Iterator[tuple[int, dict]]:
    if text.lstrip().startswith("["):
        yield from enumerate(json.loads(text), 1)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                content = json.loads(line)
            except ValueError as error:
                raise ValueError(
                    f"line {number} is no judged task: it is no JSON ({error})"
                ) from error
            if not isinstance(content, dict):
                raise ValueError(f"line {number} is no judged task: it is no object")
            yield number, content


def _is_right(content: Mapping) -> bool | None:
    """What the line decides; None if nothing."""
    name = next((name for name in _VERDICTS if name in content), None)
    if name is None:
        raise ValueError(f"it has no verdict under {', '.join(_VERDICTS)}")
    said = content[name]
    word = str(said).strip().casefold() if not isinstance(said, float) else f"{said:g}"
    if word in _RIGHT or word in _WRONG:
        return word in _RIGHT
    if word in _UNDECIDED:
        return None
    raise ValueError(f"its {name} is “{said}”, neither right nor wrong")


def _judged(
    content: Mapping, number: int, stored: Mapping[int, dict[str, float]], *, is_right: bool
) -> Judged:
    kinds = (content.get(name) for name in _TYPES)
    documents = (content.get(name) for name in _DOCUMENTS)
    document = next((str(one) for one in documents if one not in (None, "")), f"line {number}")
    signals = _signals(content)
    task = next((content[name] for name in _NUMBERS if isinstance(content.get(name), int)), None)
    if task is not None:
        signals = {**stored.get(task, {}), **signals}
    kind = next((one for one in kinds if isinstance(one, str) and one), "unknown")
    return Judged(kind, document, is_right, signals)


def _signals(content: Mapping) -> dict[str, float]:
    found = dict[str, float]()
    for name in _SIGNALS:
        if isinstance(content.get(name), list):
            pairs = (one for one in content[name] if isinstance(one, Mapping))
            found |= {str(one.get("kind", one.get("name"))): one["value"] for one in pairs}
        elif isinstance(content.get(name), Mapping):
            found |= dict(_numbers(content[name]))
    if not found:
        rest = {name: value for name, value in content.items() if name not in _NO_SIGNALS}
        found = dict(_numbers(rest))
    return {name: float(value) for name, value in found.items() if value is not None}


def _numbers(content: Mapping, before: str = "") -> Iterator[tuple[str, float]]:
    for name, value in content.items():
        whole = f"{before}{name}"
        if isinstance(value, bool | int | float):
            yield whole, float(value)
        elif isinstance(value, str) and value in _GRADES:
            yield whole, _GRADES[value]
        elif isinstance(value, Mapping) and value.keys() >= {"same", "of"}:
            if value["of"]:
                yield whole, value["same"] / value["of"]
        elif isinstance(value, Mapping):
            yield from _numbers(value, f"{whole}_")


def _stored(path: Path) -> dict[int, dict[str, float]]:
    """The signals of every task of a project."""
    with Project.open(path) as project:
        return {
            task: {check.kind.value: check.value for check in project.tasks.checks.of(task)
                   if check.kind is not CheckKind.FORM}
            for task in project.tasks.ids(TaskFilter())
        }  # fmt: skip
