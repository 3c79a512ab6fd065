"""Decide which sequences hold a slot and which tokens go through the model next; pure.

A slot is a separate key-value stream in the model's memory. A sequence that ends is replaced at
once by the next one waiting. Prompts go first and whole, in batches as full as they get; only when
none is left do all running sequences advance together by one token. On a CPU that beats mixing
both in small pieces: a prototype measured 1.17 against 1.00 times the speed of one by one.
"""

from collections import deque
from dataclasses import dataclass

from engine.worker.sequence import Sequence


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some tokens of one sequence for the next batch; `is_last` if they reach its end."""

    sequence: Sequence
    start: int  # position of the first token in the sequence
    tokens: tuple[int, ...]
    is_last: bool


class Scheduler:
    """First come, first served, over a fixed number of slots."""

    def __init__(self, slots: int, batch_tokens: int) -> None:
        self._batch_tokens = batch_tokens
        self._free = list(range(slots - 1, -1, -1))
        self._waiting: deque[Sequence] = deque()
        self._running: list[Sequence] = []

    @property
    def is_idle(self) -> bool:
        """Nothing runs and nothing waits."""
        return not self._running and not self._waiting

    def add(self, sequence: Sequence) -> None:
        """Put a sequence at the end of the queue."""
        self._waiting.append(sequence)

    def next_chunks(self) -> list[Chunk]:
        """What goes through the model next; never more than `batch_tokens` tokens."""
        while self._free and self._waiting:
            sequence = self._waiting.popleft()
            sequence.slot = self._free.pop()
            self._running.append(sequence)
        reading = [sequence for sequence in self._running if sequence.is_reading]
        return self._fill(reading or self._running)

    def release(self, sequence: Sequence) -> None:
        """The sequence is over; its slot is free for the next."""
        self._running.remove(sequence)
        self._free.append(sequence.slot)

    def drop_all(self) -> list[Sequence]:
        """Forget everything; returns what held a slot."""
        dropped = list(self._running)
        for sequence in dropped:
            self.release(sequence)
        self._waiting.clear()
        return dropped

    def _fill(self, sequences: list[Sequence]) -> list[Chunk]:
        room, chunks = self._batch_tokens, list[Chunk]()
        for sequence in sequences:
            size = min(room, sequence.waiting_tokens)
            if size:
                end = sequence.computed + size
                tokens = tuple(sequence.tokens[sequence.computed : end])
                chunks.append(
                    Chunk(sequence, sequence.computed, tokens, end == len(sequence.tokens))
                )
                room -= size
        return chunks
