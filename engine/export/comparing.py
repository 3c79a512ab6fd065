"""Compare all well-formed tasks of a project with each other, and mark near-duplicates.

While tasks are generated each is compared with those of its passage (`runs/generation.py`); here
with all, over passages, documents and runs, and with the texts that reviewers wrote.
"""

from collections.abc import Callable

from engine.likeness.winnowing import families
from engine.records import NearCounts
from engine.store import Project
from engine.tasks.nearness import HELD, NOWHERE, VERSION, Likened, groups, likened


def never() -> bool:
    """Nobody cancels."""
    return False


def compare(project: Project, is_cancelled: Callable[[], bool] = never) -> NearCounts:
    """Find the groups of near-duplicates, unless they are known; gives what is known then.

    30 s of processor time for 100,000 tasks; the project is free for others meanwhile.
    """
    near = project.tasks.near
    if not near.is_current(VERSION):
        _compare(project, is_cancelled)
    return near.counts(VERSION)


def counts(project: Project) -> NearCounts:
    """What is known of near-duplicates, without looking for more."""
    return project.tasks.near.counts(VERSION)


def _compare(project: Project, is_cancelled: Callable[[], bool]) -> None:
    near = project.tasks.near
    seen = near.seen()
    texts = _passages(project, is_cancelled)
    place_of = dict(zip(texts, families(list(texts.values()), HELD), strict=True))
    ids, tasks = list[int](), list[Likened]()
    for part in near.all():
        if is_cancelled():
            return
        for task in part:
            text, place = texts.get(task.passage_id, ""), place_of.get(task.passage_id, NOWHERE)
            ids.append(task.id)
            tasks.append(likened(task.input, task.output, text, place))
    found = groups(tasks)
    if not is_cancelled():
        near.save([[ids[place] for place in group] for group in found], seen, VERSION)


def _passages(project: Project, is_cancelled: Callable[[], bool]) -> dict[int, str]:
    """What the model read for each passage that has a well-formed task."""
    found = dict[int, str]()
    for passage_id in project.tasks.near.passages():
        if is_cancelled():
            break
        found[passage_id] = project.passages.read(passage_id).shown
    return found
