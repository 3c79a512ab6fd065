"""Agreement of the people who decided on the same tasks: each two of them, by type and of all."""

from collections import Counter, defaultdict
from itertools import combinations, groupby

from engine.packets.kappa import kappa
from engine.records import Agreement, Conflict
from engine.store import Project


def conflicts(project: Project) -> list[Conflict]:
    """The tasks that two people decided differently and nobody settled yet, in plan order."""
    return project.packets.conflicts()


def agreement(project: Project) -> list[Agreement]:
    """How far each two people agree on what both decided: of all types, then of each.

    What each said last counts, before anybody settled a conflict.
    """
    tables = defaultdict[tuple[str, str, str], Counter[tuple[str, str]]](Counter)
    for _task, group in groupby(project.packets.judged(), key=lambda one: one.task_id):
        for one, other in combinations(list(group), 2):
            for task_type in ("", one.task_type):
                tables[one.who, other.who, task_type][one.verdict, other.verdict] += 1
    return [_agreement(names, table) for names, table in sorted(tables.items())]


def _agreement(names: tuple[str, str, str], table: Counter[tuple[str, str]]) -> Agreement:
    same = sum(count for (one, other), count in table.items() if one == other)
    found = kappa(table)
    return Agreement(
        *names,
        tasks=table.total(),
        same=same,
        kappa=found.value if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
    )
