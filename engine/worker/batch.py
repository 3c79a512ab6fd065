"""Take many units through one model at once, step by step: continuous batching.

Knows nothing of llama.cpp: the model is a `Runner`, of which `llama.py` has the real one and
`fake.py` a scripted one.
"""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from typing import Protocol

from engine.records import StopReason
from engine.worker.messages import Generate, Generated, UnitFailed
from engine.worker.resampling import Candidates
from engine.worker.scheduler import Chunk, Scheduler, Start
from engine.worker.sequence import Sequence
from models.prompting import Segment


class RunnerError(Exception):
    """The model reported an error; the units concerned fail, the worker lives on."""


class NoLibrary(RunnerError):
    """No library that computes on this processor is left."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A token, and the natural logarithm of the probability that the model itself gave it."""

    token: int
    log_probability: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next token of a sequence is drawn: its last token was `row` of the last batch."""

    sequence: Sequence
    row: int


class Runner(Protocol):
    """A loaded model with room for `slots` sequences of `slot_tokens` tokens each."""

    slots: int
    slot_tokens: int
    batch_tokens: int
    may_share: bool  # a sequence can begin with what another slot holds, and be cut back

    def tokenize(self, segments: Many[Segment]) -> list[int]:
        """The prompt's tokens; control tokens come from markup only."""
        ...

    def begin(self, sequence: Sequence, source: int) -> None:
        """Get ready for a sequence that now holds its slot.

        Its slot is to hold the first `sequence.shared` tokens that slot `source` holds, also if
        this raises `RunnerError` because its grammar is none.
        """
        ...

    def move(self, source: int, target: int) -> None:
        """Let slot `target` hold what slot `source` holds."""
        ...

    def decode(self, chunks: Many[Chunk]) -> None:
        """Put the chunks through the model; raises `RunnerError`."""
        ...

    def sample(self, places: Many[Place]) -> list[Drawn]:
        """The next token at each place, which are of different sequences; in order."""
        ...

    def cut(self, sequence: Sequence) -> None:
        """Let the slot of a sequence hold its first `sequence.computed` tokens and no more."""
        ...

    def candidates(self, sequence: Sequence, row: int) -> Candidates:
        """What may follow row number `row` of the last batch when an answer is drawn again."""
        ...

    def piece(self, token: int) -> bytes:
        """The bytes that a token stands for; none for control tokens."""
        ...

    def is_end(self, token: int) -> bool:
        """The token says that the answer is over."""
        ...

    def end(self, sequence: Sequence) -> None:
        """Free the sampler of the sequence; its slot's cache stays as it is."""
        ...


class Batch:
    """The units in the worker. `step` advances them and returns those that ended."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._scheduler = Scheduler(runner.slots, runner.batch_tokens, may_share=runner.may_share)
        self._ended: list[Generated | UnitFailed] = []  # before they began
        self.read_tokens = self.written_tokens = 0  # of prompts and of answers, so far

    @property
    def is_idle(self) -> bool:
        """There is nothing to do."""
        return self._scheduler.is_idle and not self._ended

    def add(self, unit: Generate) -> None:
        """Queue a unit; one that can't fit its slot is refused when its turn comes."""
        tokens, reason = list[int](), "the prompt is empty"
        try:
            tokens = self._runner.tokenize(unit.segments)
        except RunnerError as error:
            reason = str(error)
        sequence = Sequence.of(unit, tokens)
        if not tokens:
            sequence.refusal = UnitFailed(unit.unit_id, reason)
        elif sequence.prompt_tokens + unit.max_tokens > self._runner.slot_tokens:
            sequence.refusal = sequence.ended(StopReason.TOO_LONG)
        self._scheduler.add(sequence)

    def admit(self) -> bool:
        """Begin what can begin; false if there is room for more units than were added."""
        for start in self._scheduler.admit():
            if refusal := self._refusal(start):
                self._release(start.sequence, is_intact=False)
                self._ended.append(refusal)
        return not self._scheduler.has_free_slot

    def step(self) -> list[Generated | UnitFailed]:
        """One batch through the model; the reports of the units that ended with it."""
        self.admit()
        for move in self._scheduler.compact():
            self._runner.move(move.source, move.target)
        ended, self._ended = self._ended, []
        chunks = self._scheduler.next_chunks()
        try:
            self._runner.decode(chunks)
        except RunnerError as error:
            return ended + [self._failed(chunk.sequence, str(error)) for chunk in chunks]
        return ended + self._sample(chunks)

    def _refusal(self, start: Start) -> Generated | UnitFailed | None:
        """Why a sequence that has its turn ends there and then, if it does."""
        sequence = start.sequence
        if sequence.refusal is None:
            try:
                self._runner.begin(sequence, start.source)
            except RunnerError as error:
                sequence.refusal = UnitFailed(sequence.unit.unit_id, str(error))
        return sequence.refusal

    def _sample(self, chunks: Many[Chunk]) -> list[Generated | UnitFailed]:
        ended, places = list[Generated | UnitFailed](), list[Place]()
        row = -1
        for chunk in chunks:
            row += len(chunk.tokens)
            if chunk.sequence.computed < chunk.sequence.prompt_tokens:
                self.read_tokens += len(chunk.tokens)
            chunk.sequence.computed += len(chunk.tokens)
            if chunk.is_last:
                places.append(Place(chunk.sequence, row))
        new = [one for one in places if one.sequence.resampling is None]
        drawn = dict(zip((one.sequence.slot for one in new), self._runner.sample(new), strict=True))
        for place in places:
            report = self._advance(place, drawn.get(place.sequence.slot))
            if report is not None:
                self._release(place.sequence)
                ended.append(report)
        return ended

    def _advance(self, place: Place, drawn: Drawn | None) -> Generated | UnitFailed | None:
        """One token further; gives the report of a unit that ends with it."""
        sequence = place.sequence
        if drawn is None:  # it is drawn again, several times
            return self._draw_again(sequence, place.row)
        reason = self._write(sequence, drawn)
        if reason is None:
            return None
        report = sequence.ended(reason)
        if reason is StopReason.END and self._runner.may_share and sequence.begin_again(report):
            self._runner.cut(sequence)
            return None
        return report

    def _draw_again(self, sequence: Sequence, row: int) -> Generated | UnitFailed | None:
        try:
            found = self._runner.candidates(sequence, row)
        except RunnerError as error:
            return UnitFailed(sequence.unit.unit_id, str(error))
        report = sequence.draw_again(found, self._runner.piece, self._runner.is_end)
        if report is None:
            self._runner.cut(sequence)
        return report

    def _write(self, sequence: Sequence, drawn: Drawn) -> StopReason | None:
        self.written_tokens += 1
        piece = self._runner.piece(drawn.token)
        is_end = self._runner.is_end(drawn.token)
        return sequence.append(drawn.token, piece, drawn.log_probability, is_end=is_end)

    def _failed(self, sequence: Sequence, detail: str) -> UnitFailed:
        self._release(sequence, is_intact=False)
        return UnitFailed(sequence.unit.unit_id, detail, of_batch=True)

    def _release(self, sequence: Sequence, *, is_intact: bool = True) -> None:
        self._runner.end(sequence)
        self._scheduler.release(sequence, is_intact=is_intact)
