"""One unit on its way through the model: its tokens, how many the model has seen, what it wrote."""

import time
from dataclasses import dataclass, field

from engine.records import StopReason
from engine.worker.answer_text import AnswerText
from engine.worker.messages import Generate, Generated, UnitFailed


@dataclass(slots=True, eq=False)
class Sequence:
    """The state of one unit. `tokens` is the prompt and, behind it, what was generated.

    `computed` of them are in the model's memory; the others wait to be sent. While the prompt is
    being read these are many, afterwards exactly one. The first `shared` were never sent for this
    unit: another had them in its memory.
    """

    unit: Generate
    tokens: list[int]
    prompt_tokens: int
    answer: AnswerText
    slot: int = -1
    computed: int = 0
    shared: int = 0
    generated: int = 0
    refusal: Generated | UnitFailed | None = None  # what ends it as soon as its turn comes
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, unit: Generate, prompt: list[int]) -> "Sequence":
        """A sequence that has its prompt still before it."""
        return cls(unit, list(prompt), len(prompt), AnswerText(unit.stop))

    @property
    def is_reading(self) -> bool:
        """More of the prompt is to be sent than its last token."""
        return self.waiting_tokens > 1

    @property
    def seen(self) -> tuple[int, ...]:
        """The tokens in the model's memory."""
        return tuple(self.tokens[: self.computed])

    @property
    def waiting_tokens(self) -> int:
        """How many tokens have still to go through the model."""
        return len(self.tokens) - self.computed

    def take(self, token: int, piece: bytes, *, is_end: bool) -> StopReason | None:
        """Add the token just sampled; the reason if the unit ends with it."""
        if is_end:
            return StopReason.END
        self.generated += 1
        if self.answer.add(piece):
            return StopReason.END
        if self.generated >= self.unit.max_tokens:
            return StopReason.LENGTH
        self.tokens.append(token)
        return None

    def ended(self, reason: StopReason) -> Generated:
        """The message that reports this unit."""
        return Generated(
            unit_id=self.unit.unit_id,
            text=self.answer.text(),
            stop_reason=reason,
            prompt_tokens=self.prompt_tokens,
            generated_tokens=self.generated,
            seconds=time.monotonic() - self.started,
            shared_tokens=self.shared,
        )
