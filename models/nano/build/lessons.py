"""The lessons of the experiment in `adapt.py`, as files: who learns from what."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from models.nano.build import domain

Record = dict[str, Any]

DOMAIN, TASK_TYPE = "policy_qa", "exqa"


def write_lines(path: Path, records: Iterable[object]) -> None:
    """JSON lines, complete or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    part.write_text("".join(lines), encoding="utf-8")
    part.replace(path)


def read_lines(path: Path) -> list[Record]:
    """The records of `write_lines`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without(records: Iterable[Record], dataset: str, task: str) -> list[Record]:
    """The pairs of one task type that come from other datasets."""
    return [r for r in records if r["dataset"] != dataset and r["task"] == task]


def prepare(pairs: Path, data: Path, out: Path, units: int, asked: int) -> list[str]:
    """Write the first Nano's pairs and the questions; gives the domain's plain texts."""
    articles = [
        article
        for path in sorted((data / DOMAIN).glob("*.json"))
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
    ]
    if not (out / "questions.jsonl").exists():
        for name in ("train.jsonl", "dev.jsonl"):
            write_lines(out / "nano" / name, without(read_lines(pairs / name), DOMAIN, TASK_TYPE))
        chosen = domain.questions(articles, asked)
        write_lines(out / "questions.jsonl", map(dataclasses.asdict, chosen))
    return domain.texts(articles, units)


def labelled(out: Path) -> list[domain.Question]:
    """The questions as `prepare` chose them."""
    records = read_lines(out / "questions.jsonl")
    return [
        domain.Question(r["document"], r["context"], r["question"], tuple(r["answers"]))
        for r in records
    ]


def prepare_students(out: Path, texts: Sequence[str]) -> None:
    """The two kinds of lessons: tasks with their answers, and the bare texts."""
    tasks = [domain.task_pair(t["input"], t["output"]) for t in read_lines(out / "tasks.jsonl")]
    for name, pairs in (("tasks", tasks), ("raw", [domain.raw_pair(text) for text in texts])):
        write_lines(out / f"lessons-{name}.jsonl", pairs)


def student_folder(out: Path, kind: str, seed: int) -> Path:
    """Where a student is trained, with its lessons inside."""
    folder = out / f"student-{kind}-{seed}"
    lessons = read_lines(out / f"lessons-{kind}.jsonl")
    if not (folder / "train.jsonl").exists():
        write_lines(folder / "dev.jsonl", lessons[:8])  # train.py reports a loss on them; unused
        write_lines(folder / "train.jsonl", lessons)
    return folder
