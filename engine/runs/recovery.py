"""Decide what becomes of units and slots when a worker dies or refuses a unit; pure.

Suspects. A crash does not tell which of the units in flight caused it, and an error of llama.cpp
concerns all units of a batch. So all of them are suspects: they are sent again one at a time,
before anything else. One that fails alone is to blame and ends; its neighbours lose nothing.

Slots. A crash among several units often means too little memory, so the next worker gets half the
slots. They come back at once when a unit alone proves to be to blame, otherwise step by step, each
after twice as many answers as the one before. Errors of a batch for which no unit alone is to
blame (a graphics card without memory) cost half the slots too.

Giving up. Restarts are counted since the last answer that was saved: a run of many days may meet
any number of bad passages, and a worker that dies again and again ends it soon.
"""

from collections.abc import Collection
from dataclasses import dataclass

MOST_RESTARTS = 8  # in a row, without an answer in between
MOST_CRASHES = 2  # of a unit; at the second it was alone
GOOD_UNITS = 32  # answers until a worker gets slots back


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a crash means: `ended` units fail for good, `retried` ones are sent again, alone."""

    ended: tuple[int, ...]
    retried: tuple[int, ...]
    gives_up: bool


class Recovery:
    """The suspects, crashes and slots of one run; units are known by their ids."""

    def __init__(self, slots: int) -> None:
        self.slots = slots  # that the worker is to have
        self._most_slots = self._slots_before = slots
        self._crashes: dict[int, int] = {}  # of each suspect; 0 for one that was refused
        self._restarts = 0  # since the last answer
        self._answers = 0  # since the slots last changed
        self._needed = GOOD_UNITS  # answers before some come back
        self._is_unexplained = False  # a batch failed and no unit alone was to blame so far

    def is_suspect(self, unit_id: int) -> bool:
        """The unit was in the worker when something failed, and has not ended since."""
        return unit_id in self._crashes

    def room(self, next_id: int, in_flight: Collection[int], slots: int) -> int:
        """How many units may be in flight if `next_id` is the next: a suspect is alone."""
        if self.is_suspect(next_id) or any(map(self.is_suspect, in_flight)):
            return 1
        return 2 * slots  # so that a slot that becomes free finds its next unit in the worker

    def answered(self, unit_id: int) -> None:
        """The worker answered a unit and its task is saved."""
        self._restarts = 0
        self._answers += 1
        self._crashes.pop(unit_id, None)
        if self._is_unexplained and not self._crashes:
            self._is_unexplained = False
            self._resize(self.slots // 2)
        elif self.slots < self._most_slots and self._answers >= self._needed:
            self._needed *= 2
            self._resize(2 * self.slots)

    def crashed(self, in_flight: Collection[int], *, was_ready: bool) -> Verdict:
        """The worker died with these units in flight; `was_ready` if it had loaded the model."""
        self._restarts += 1
        gives_up = self._restarts > MOST_RESTARTS or (self.slots == 1 and not was_ready)
        was_alone = len(in_flight) == 1 and all(map(self.is_suspect, in_flight))
        # The first crash and the one that explains it; a third in a row is no unit's fault.
        if was_alone and self._restarts <= MOST_CRASHES:
            self._resize(self._slots_before)
        else:
            self._slots_before = self.slots
            self._resize(self.slots // 2)
        return self._blame(in_flight, gives_up=gives_up)

    def refused(self, unit_id: int, in_flight: Collection[int]) -> bool:
        """llama.cpp reported an error for a unit: True if it ends, False if it is sent again alone.

        `in_flight` are all units in the worker, this one too.
        """
        if self.is_suspect(unit_id) and len(in_flight) == 1:
            del self._crashes[unit_id]
            self._is_unexplained = False
            return True
        self._crashes.setdefault(unit_id, 0)
        self._is_unexplained = True
        return False

    def _blame(self, in_flight: Collection[int], *, gives_up: bool) -> Verdict:
        """Count the crash against each unit in flight; the second one ends a unit."""
        for unit_id in in_flight:
            self._crashes[unit_id] = self._crashes.get(unit_id, 0) + 1
        ended = tuple(id_ for id_ in in_flight if self._crashes[id_] >= MOST_CRASHES)
        for unit_id in ended:
            del self._crashes[unit_id]
        return Verdict(ended, tuple(sorted(set(in_flight) - set(ended))), gives_up)

    def _resize(self, slots: int) -> None:
        self.slots = max(1, min(slots, self._most_slots))
        self._answers = 0
