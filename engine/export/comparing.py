"""Compare all well-formed tasks of a project with each other, and mark near-duplicates.

While tasks are generated each is compared with those of its passage (`runs/generation.py`); here
with all, over passages, documents and runs, and with the texts that reviewers wrote.

Memory is bounded, whatever the number of tasks: of more than half a million those that could be
near one another are compared in parts, for which texts are read again. A task takes 20 bytes.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from engine.errors import NothingToDo
from engine.likeness.families import families, rate_for
from engine.records import ComparedTask, NearCounts
from engine.store import Project
from engine.store.near import Seen
from engine.tasks.near_groups import NearGroups, kind_of
from engine.tasks.nearness import HELD, NOWHERE, VERSION, Likened, likened

_AT_ONCE = 500_000  # tasks whose signatures are held
_READ_AT_ONCE = 1_000
_MOST_TEXTS = 2_000  # passages that are held: tasks of one follow each other


def never() -> bool:
    """Nobody cancels."""
    return False


def compare(project: Project, is_cancelled: Callable[[], bool] = never) -> NearCounts:
    """Find the groups of near-duplicates, unless they are known; gives what is known then.

    30 s of processor time for 100,000 tasks; the project is free for others meanwhile.
    """
    near = project.tasks.near
    if not near.is_current(VERSION):
        seen = near.seen()
        firsts = _Comparison(project, seen, is_cancelled).firsts()
        if not is_cancelled():
            near.save(firsts, seen, VERSION)
    return near.counts(VERSION)


def counts(project: Project) -> NearCounts:
    """What is known of near-duplicates, without looking for more."""
    return project.tasks.near.counts(VERSION)


def passage_rate(project: Project) -> int:
    """Of how many marks of a passage one is looked up; 1 (all of them) but for huge projects."""
    return rate_for(project.tasks.near.letters())


class _Comparison:
    """The tasks that were seen, in the order of their numbers; a task's place is its rank there."""

    def __init__(self, project: Project, seen: Seen, is_cancelled: Callable[[], bool]) -> None:
        self._near, self._seen, self._is_cancelled = project.tasks.near, seen, is_cancelled
        self._parts = max(1, -(-seen.tasks // _AT_ONCE))
        self._passages = _Passages(project, is_cancelled)
        self._ids, self._kinds = array("q"), array("I")
        self._groups = NearGroups(seen.tasks, self._read)

    def firsts(self) -> Iterator[tuple[int, int]]:
        """The tasks that are in groups, each with the first of its group."""
        self._sign_first_part()
        self._groups.join(self._is_cancelled)
        for number in range(1, self._parts):
            self._sign_part(number)
            self._groups.join(self._is_cancelled)
        return ((self._ids[one], self._ids[first]) for one, first in self._groups.pairs())

    def _sign_first_part(self) -> None:
        """Read all tasks, note the kind of each, and take up those of the first part."""
        for slice_ in self._near.all():
            if self._is_cancelled():
                return
            for task in slice_:
                if task.id > self._seen.newest:
                    return
                one = self._passages.likened(task)
                kind = kind_of(one)
                if kind % self._parts == 0:
                    self._groups.add(len(self._ids), one)
                self._ids.append(task.id)
                self._kinds.append(kind)

    def _sign_part(self, number: int) -> None:
        """Read the tasks of another part again, and take them up."""
        kinds = enumerate(self._kinds)
        places = (place for place, kind in kinds if kind % self._parts == number)
        while part := list(islice(places, _READ_AT_ONCE)):
            if self._is_cancelled():
                return
            for place, one in self._read(part).items():
                self._groups.add(place, one)

    def _read(self, places: Sequence[int]) -> dict[int, Likened]:
        """Some tasks by their places; one that was deleted since is like none."""
        place_of = {self._ids[place]: place for place in places}
        found = dict.fromkeys(places, _GONE)
        for task in self._near.some(list(place_of)):
            found[place_of[task.id]] = self._passages.likened(task)
        return found


class _Passages:
    """The passages that have tasks: the family of each, and the text of those read last."""

    def __init__(self, project: Project, is_cancelled: Callable[[], bool]) -> None:
        self._project, self._is_cancelled = project, is_cancelled
        self._texts = dict[int, str]()
        self._ids = project.tasks.near.passages()
        self._families = families(self._all(), HELD, passage_rate(project))

    def likened(self, task: ComparedTask) -> Likened:
        """A task as it is compared."""
        place = bisect_left(self._ids, task.passage_id)
        is_known = place < len(self._families) and self._ids[place] == task.passage_id
        family = self._families[place] if is_known else NOWHERE
        text = self._text(task.passage_id) if is_known else ""
        return likened(task.input, task.output, text, family)

    def _all(self) -> Iterator[str]:
        for passage_id in self._ids:
            if self._is_cancelled():
                return
            yield self._text(passage_id)

    def _text(self, passage_id: int) -> str:
        """What a model reads of it; nothing of one that was deleted since."""
        if passage_id not in self._texts:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            self._texts[passage_id] = self._shown(passage_id)
        return self._texts[passage_id]

    def _shown(self, passage_id: int) -> str:
        try:
            return self._project.passages.read(passage_id).shown
        except NothingToDo:
            return ""


_GONE = likened("", "", "", NOWHERE)
