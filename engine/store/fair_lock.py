"""A re-entrant lock that goes to whoever has waited longest.

`threading.RLock` is taken again at once by a thread that lets it go between two slices of work, so
the window would wait for all of a backup's slices; here it waits for one at most.
"""

from collections import deque
from threading import Lock, get_ident
from types import TracebackType
from typing import Self


class FairLock:
    """As `threading.RLock`, also for a `Condition`; a thread that holds it may enter again."""

    def __init__(self) -> None:
        self._mutex = Lock()  # over the fields below; never held while somebody waits
        self._owner: int | None = None
        self._depth = 0
        self._waiting = deque[tuple[int, Lock]]()

    def acquire(self) -> bool:
        """Wait for it, behind those who wait already."""
        me = get_ident()
        if self._owner == me:
            self._depth += 1
            return True
        with self._mutex:
            if self._owner is None:
                self._owner, self._depth = me, 1
                return True
            turn = Lock()
            turn.acquire()
            self._waiting.append((me, turn))
        has_turn = False
        try:
            has_turn = turn.acquire()  # until `_pass_on` makes this thread the owner
        finally:
            if not has_turn:  # Ctrl+C while it waits
                self._give_up(me, turn)
        return True

    def release(self) -> None:
        """Let it go; who has waited longest has it then."""
        self._depth -= 1
        if not self._depth:
            with self._mutex:
                self._pass_on()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    # --- what a Condition asks of its lock -------------------------------------------------------

    def _is_owned(self) -> bool:
        return self._owner == get_ident()

    def _release_save(self) -> int:
        depth, self._depth = self._depth, 1
        self.release()
        return depth

    def _acquire_restore(self, depth: int) -> None:
        self.acquire()
        self._depth = depth

    def _pass_on(self) -> None:
        self._owner, self._depth = None, 0
        if self._waiting:
            self._owner, turn = self._waiting.popleft()
            self._depth = 1
            turn.release()

    def _give_up(self, me: int, turn: Lock) -> None:
        with self._mutex:
            if (me, turn) in self._waiting:
                self._waiting.remove((me, turn))
            else:  # it had just been handed over
                self._pass_on()
