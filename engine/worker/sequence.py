"""The state of one unit in the worker: its tokens, how many are computed, what was generated."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from engine.records import StopReason
from engine.worker.answer_text import AnswerText
from engine.worker.likelihood import Likelihoods
from engine.worker.messages import Generate, Generated, UnitFailed
from engine.worker.resampling import Candidates, Resampling, most_tokens


@dataclass(slots=True, eq=False)
class Sequence:
    """The state of one unit. `tokens` is the prompt and, behind it, what was generated.

    `computed` of them are in the key-value cache; the others are pending: many during prefill,
    exactly one while decoding. The first `shared` were never computed for this unit: they were
    copied from another slot. Behind the answer's end it may be drawn again: `resampling`.
    """

    unit: Generate
    tokens: list[int]
    prompt_tokens: int
    answer: AnswerText
    slot: int = -1
    computed: int = 0
    shared: int = 0
    generated: int = 0
    refusal: Generated | UnitFailed | None = None  # what ends it when it would get its slot
    likelihoods: Likelihoods = field(default_factory=Likelihoods)
    started: float = field(default_factory=time.monotonic)
    resampling: Resampling | None = None  # its answer is being drawn again
    first_sampled: int = 0  # where in `tokens` the samples begin
    report: Generated | None = None  # of the answer, which waits for its samples

    @classmethod
    def of(cls, unit: Generate, prompt: list[int]) -> "Sequence":
        """A sequence of which nothing is computed yet."""
        return cls(unit, list(prompt), len(prompt), AnswerText(unit.stop))

    @property
    def is_prefilling(self) -> bool:
        """More of the prompt is pending than its last token."""
        return self.pending_tokens > 1

    @property
    def seen(self) -> tuple[int, ...]:
        """The tokens in the key-value cache."""
        return tuple(self.tokens[: self.computed])

    @property
    def pending_tokens(self) -> int:
        """How many tokens are not computed yet."""
        return len(self.tokens) - self.computed

    def append(
        self, token: int, piece: bytes, log_probability: float, *, is_end: bool
    ) -> StopReason | None:
        """Add the token just sampled; gives the reason if the unit ends with it."""
        if is_end:
            return StopReason.END
        self.generated += 1
        self.likelihoods.add(piece, log_probability)
        if self.answer.add(piece):
            return StopReason.END
        if self.generated >= self.unit.max_tokens:
            return StopReason.LENGTH
        self.tokens.append(token)
        return None

    def ended(self, reason: StopReason) -> Generated:
        """The message that reports this unit."""
        before, behind = self.likelihoods.parts(self.answer.data, self.unit.divider.encode())
        return Generated(
            unit_id=self.unit.unit_id,
            text=self.answer.text(),
            stop_reason=reason,
            prompt_tokens=self.prompt_tokens,
            generated_tokens=self.generated,
            seconds=time.monotonic() - self.started,
            shared_tokens=self.shared,
            before_tokens=before.tokens,
            before_mean=before.mean,
            before_lowest=before.lowest,
            behind_tokens=behind.tokens,
            behind_mean=behind.mean,
            behind_lowest=behind.lowest,
        )

    @property
    def written(self) -> list[int]:
        """The tokens of the answer so far."""
        return self.tokens[self.prompt_tokens :]

    def begin_again(self, report: Generated) -> bool:
        """Go back to where the answer begins, for it to be drawn again; False if it is not to be.

        Not without a divider that was asked for, and not if the answer is empty or too long.
        """
        unit, before = self.unit, self.answer.pieces_to(self.unit.divider.encode())
        length = self.generated - (before or 0)
        if not unit.samples or before is None or not 0 < length <= unit.sample_tokens:
            return False
        most = most_tokens(length, unit.max_tokens - before)
        self.report = report
        self.resampling = Resampling(unit.seed, unit.samples, most, unit.stop)
        self.first_sampled = self.prompt_tokens + before
        self._go_back(())
        self.started = time.monotonic()
        return True

    def draw_again(
        self, found: Candidates, piece: Callable[[int], bytes], is_end: Callable[[int], bool]
    ) -> Generated | None:
        """Draw the next token of some samples; the whole report when all have ended."""
        if self.resampling is None or self.report is None:
            return self.report
        branch = self.resampling.step(found, piece, is_end)
        if branch is not None:
            self._go_back(branch.tokens)
            return None
        return replace(
            self.report,
            samples=self.resampling.texts,
            sample_steps=self.resampling.steps,
            sample_seconds=time.monotonic() - self.started,
        )

    def _go_back(self, sampled: tuple[int, ...]) -> None:
        """Hold these tokens behind the divider, of which the last is to be computed."""
        self.tokens = [*self.tokens[: self.first_sampled], *sampled]
        self.computed = len(self.tokens) - 1
