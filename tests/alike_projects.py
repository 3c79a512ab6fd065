"""Projects whose documents share text, with tasks for each."""

from collections.abc import Mapping
from random import Random

from engine.records import Decision, Verdict
from engine.store import Project
from tests.near_projects import with_tasks

_SYLLABLES = [f"{first}{last}" for first in "bdfgklmnprst" for last in ("ara", "eso", "ilu", "omi")]
QUESTIONS = (("Who pays the rent?", "The tenant"), ("Until when does it run?", "Until spring"))


def prose(seed: int, words: int = 60) -> str:
    """So many words by chance: texts of different seeds share no stretch."""
    draw = Random(seed)  # noqa: S311 - it must be repeatable
    return " ".join(draw.choice(_SYLLABLES) for _ in range(words))


def with_documents(project: Project, texts: Mapping[int, str]) -> None:
    """Add a document with two tasks for each text, by its number, and accept the tasks."""
    with project._connection.transaction():
        for number, text in texts.items():
            questions = [(f"{asked} ({number})", f"{said} {number}") for asked, said in QUESTIONS]
            ids = with_tasks(project, questions, text, number)
            project.decisions.add([Decision(task, Verdict.ACCEPT) for task in ids], "me")


def with_strangers(project: Project, count: int, first: int = 1) -> None:
    """Add so many documents that share nothing."""
    with_documents(project, {first + n: prose(first + n) for n in range(count)})


def parts_by_name(project: Project) -> dict[str, str]:
    """The part of each document that has one, by the document's name."""
    parts = project.parts.all()
    return {one.name: parts[one.id] for one in project.documents.all() if one.id in parts}
