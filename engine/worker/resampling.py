"""Draw the answer of a unit several more times, as one walk over the tree of its tokens; pure.

The samples begin behind the divider, so prompt and question are in the cache already. Samples that
have drawn the same tokens so far share each step: all of them draw from the same row of logits,
each with a random generator of its own. Where they part, the branch that most of them take goes on
at once; the others wait on a stack. A branch begins where its tokens leave those of the branch
before, so the cache is only ever cut back, never copied, and the unit needs no slot but its own.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import dataclass

from engine.worker.answer_text import AnswerText

UNFINISHED = "…"  # behind a sample that was not at its end when it had to stop
_MORE = 8  # tokens that a sample may have beyond the answer it is held against


@dataclass(frozen=True, slots=True)
class Candidates:
    """Tokens that may come next, with their weights."""

    tokens: Many[int]
    weights: Many[float]


@dataclass(frozen=True, slots=True)
class Branch:
    """What some samples have drawn so far: tokens, their bytes, and which samples they are."""

    tokens: tuple[int, ...]
    pieces: tuple[bytes, ...]
    samples: tuple[int, ...]


class Resampling:
    """The samples of one unit. `branch` is the one whose next token is to be drawn."""

    def __init__(self, seed: int, samples: int, most_tokens: int, stop: Many[str] = ()) -> None:
        """No sample has more than `most_tokens` tokens."""
        # Not a secret: the same seed, the same samples. A text as the seed is hashed with SHA-512.
        self._dice = [random.Random(f"{seed}/{one}") for one in range(samples)]  # noqa: S311
        self._most, self._stop = most_tokens, stop
        self._texts = [""] * samples
        self._waiting = list[Branch]()
        self.branch: Branch | None = Branch((), (), tuple(range(samples)))
        self.steps = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """What each sample says, once there is no branch left."""
        return tuple(self._texts)

    def step(
        self,
        found: Candidates,
        piece: Callable[[int], bytes],
        is_end: Callable[[int], bool],
    ) -> Branch | None:
        """Draw the next token of each sample of the branch; gives the branch that comes next."""
        if (now := self.branch) is None:
            return None
        self.steps += 1
        drawn = defaultdict[int, list[int]](list)
        for sample in now.samples:
            drawn[self._draw(sample, found)].append(sample)
        for token, samples in sorted(drawn.items(), key=lambda one: (len(one[1]), one[0])):
            if is_end(token):
                self._finish(now.pieces, samples)
            else:
                self._grow(now, token, piece(token), samples)
        self.branch = self._waiting.pop() if self._waiting else None
        return self.branch

    def _draw(self, sample: int, found: Candidates) -> int:
        return self._dice[sample].choices(found.tokens, found.weights)[0]

    def _grow(self, branch: Branch, token: int, piece: bytes, samples: list[int]) -> None:
        pieces = (*branch.pieces, piece)
        if _text(pieces, self._stop)[1]:
            self._finish(pieces, samples)
        elif len(pieces) >= self._most:
            self._finish(pieces, samples, UNFINISHED)
        else:
            self._waiting.append(Branch((*branch.tokens, token), pieces, tuple(samples)))

    def _finish(self, pieces: Many[bytes], samples: list[int], behind: str = "") -> None:
        text = _text(pieces, self._stop)[0].strip() + behind
        for sample in samples:
            self._texts[sample] = text


def most_tokens(answer_tokens: int, left: int) -> int:
    """How long a sample may be beside an answer of so many tokens, with `left` at most."""
    return min(answer_tokens + _MORE, left)


def _text(pieces: Many[bytes], stop: Many[str]) -> tuple[str, bool]:
    """What was written, and whether a stop string ended it."""
    answer = AnswerText(stop)
    is_over = any(answer.add(piece) for piece in pieces)
    return answer.text(), is_over
