"""What of a task depends on other tasks of its run: made again after a merge, in plan order."""

from engine.store import Project
from engine.tasks.doubt import Peers
from engine.tasks.nearness import first_near


def grade_again(project: Project, run_id: int) -> None:
    """The doubt about each task of a whole run, as if one computer had written all in plan order.

    In a packet tasks were held against those of the packet. Read in slices; a task whose doubt
    stays the same is not written.
    """
    peers = Peers()
    for tasks in project.regrading.graded(run_id):
        changed = [
            (task.id, doubt)
            for task in tasks
            if (doubt := peers.grade(task.task_type, task.signals)) and doubt != task.doubt
        ]
        project.regrading.regrade(changed)


def mark_near(project: Project, packet: Project, run_id: int) -> None:
    """Which tasks of a packet say nearly the same as a task that was never in the packet."""
    for passage_id, own in project.regrading.beside_others(packet.regrading, run_id):
        tasks = project.tasks.near.beside(passage_id)
        text = project.passages.read(passage_id).shown
        for place, task in enumerate(tasks):
            others = [one for one in tasks[:place] if (one.id in own) != (task.id in own)]
            if near := first_near(task.input, task.output, others, text):
                project.regrading.join_near(task.id, near)
