"""Let a network write many answers at once, with its keys and values kept; the adapter is merged.

For a GPU: what llama.cpp writes in an hour on two cores takes seconds. Sums in another order and
another precision than llama.cpp's, so now and then another token.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as fn

from models.nano.build.network import Network, _rotated
from models.nano.build.tokens import END

ROWS = 512  # answers that are written side by side
LOOK_EVERY = 8  # tokens after which it is asked whether all have ended


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; temperature 0 takes the likeliest."""

    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What stands before the end, each token's log-probability, and whether the end was reached."""

    ids: tuple[int, ...]
    log_probs: tuple[float, ...]
    is_whole: bool


class Decoder:
    """Writes with merged weights; several students' matrices are stacked and share the work."""

    @torch.no_grad()
    def __init__(self, network: Network, students: int = 1) -> None:
        self.network, self.students = network, students
        self.weights = dict(network.weights)
        for name, (a, b) in network.lora.items():
            base = network.weights[f"{name}.weight"].float()
            merged = base + network.scale * (b.float() @ a.float())
            self.weights[f"{name}.weight"] = merged.to(network.dtype)
        self._head = self.weights.get("output.weight", self.weights["token_embd.weight"])

    def write(
        self, prompts: Sequence[Sequence[int]], most: int, sampling: Sampling = Sampling()
    ) -> list[list[Written]]:
        """For each student what it writes after each prompt, in at most `most` tokens."""
        order = sorted(range(len(prompts)), key=lambda number: len(prompts[number]))
        found: list[list[Written]] = [[Written((), (), is_whole=False)] * len(prompts)
                                      for _ in range(self.students)]  # fmt: skip
        step = max(1, ROWS // self.students)
        dice = torch.Generator(device=self.network.device).manual_seed(sampling.seed)
        for start in range(0, len(order), step):
            part = order[start : start + step]
            rows = [prompts[number] for _ in range(self.students) for number in part]
            for place, written in enumerate(self._batch(rows, most, sampling, dice)):
                found[place // len(part)][part[place % len(part)]] = written
        return found

    @torch.no_grad()
    def _batch(
        self, rows: Sequence[Sequence[int]], most: int, sampling: Sampling, dice: torch.Generator
    ) -> Iterator[Written]:
        """Prompts stand right-aligned in the cache, so that all go on at the same place."""
        ids, real = self._aligned(rows, most)
        length, cache = ids.shape[1], self._cache(len(rows), ids.shape[1] + most)
        places = (real[:, :length].long().cumsum(1) - 1).clamp(min=0)
        ones = torch.ones(length, length, dtype=torch.bool, device=self.network.device)
        seen = (ones.tril()[None] & real[:, None, :length]) | ones.triu().tril()[None]
        hidden = self._run(ids, places, seen[:, None], cache, 0)[:, -1]
        counts, done = real[:, :length].sum(1), torch.zeros_like(real[:, 0])
        written, sure = list[torch.Tensor](), list[torch.Tensor]()
        for turn in range(most):
            scores = (hidden @ self._head.t()).float().log_softmax(-1)
            token = torch.where(done, END, _drawn(scores, sampling, dice))
            written.append(token)
            sure.append(scores.gather(1, token[:, None])[:, 0])
            done = done | (token == END)
            if turn == most - 1 or (turn % LOOK_EVERY == LOOK_EVERY - 1 and bool(done.all())):
                break
            real[:, length + turn] = True
            seen = real[:, None, None, : length + turn + 1]
            at = (counts + turn)[:, None]
            hidden = self._run(token[:, None], at, seen, cache, length + turn)[:, -1]
        yield from map(_cut, torch.stack(written, 1).tolist(), torch.stack(sure, 1).tolist())

    def _aligned(
        self, rows: Sequence[Sequence[int]], most: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        longest = max(map(len, rows))
        ids = torch.full((len(rows), longest), END)
        real = torch.zeros((len(rows), longest + most), dtype=torch.bool)
        for number, row in enumerate(rows):
            ids[number, longest - len(row) :] = torch.tensor(row)
            real[number, longest - len(row) : longest] = True
        return ids.to(self.network.device), real.to(self.network.device)

    def _cache(self, rows: int, places: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
        net = self.network
        size = (rows, net.shape.key_heads, places, net.shape.hidden // net.shape.heads)
        empty = lambda: torch.zeros(size, dtype=net.dtype, device=net.device)  # noqa: E731
        return [(empty(), empty()) for _ in range(net.shape.layers)]

    def _run(
        self,
        ids: torch.Tensor,
        places: torch.Tensor,
        seen: torch.Tensor,
        cache: list[tuple[torch.Tensor, torch.Tensor]],
        at: int,
    ) -> torch.Tensor:
        """Tokens at cache places from `at` on; `places` turn the heads, `seen` is the mask."""
        net = self.network
        x = fn.embedding(ids, self.weights["token_embd.weight"])
        turns = places.float()[:, :, None] * net._frequencies  # noqa: SLF001
        rotation = tuple(part.to(net.dtype)[:, None] for part in (turns.cos(), turns.sin()))
        for block in range(net.shape.layers):
            normed = net._norm(x, f"blk.{block}.attn_norm")  # noqa: SLF001
            x = x + self._attention(normed, block, rotation, seen, cache[block], at)
            normed = net._norm(x, f"blk.{block}.ffn_norm")  # noqa: SLF001
            gate = fn.silu(self._linear(normed, f"blk.{block}.ffn_gate"))
            up = self._linear(normed, f"blk.{block}.ffn_up")
            x = x + self._linear(gate * up, f"blk.{block}.ffn_down")
        return net._norm(x, "output_norm")  # noqa: SLF001

    def _attention(  # noqa: PLR0913, PLR0917 - what one block of attention needs
        self,
        x: torch.Tensor,
        block: int,
        rotation: tuple[torch.Tensor, ...],
        seen: torch.Tensor,
        kept: tuple[torch.Tensor, torch.Tensor],
        at: int,
    ) -> torch.Tensor:
        shape, upto = self.network.shape, at + x.shape[1]
        size = shape.hidden // shape.heads
        q, k, v = (
            self._linear(x, f"blk.{block}.attn_{part}").unflatten(-1, (-1, size)).transpose(1, 2)
            for part in ("q", "k", "v")
        )
        q, keys, values = _rotated(q, *rotation), kept[0], kept[1]
        keys[:, :, at:upto], values[:, :, at:upto] = _rotated(k, *rotation), v
        times = shape.heads // shape.key_heads
        k, v = (part[:, :, :upto].repeat_interleave(times, 1) for part in (keys, values))
        mixed = fn.scaled_dot_product_attention(q, k, v, attn_mask=seen)
        return self._linear(mixed.transpose(1, 2).flatten(2), f"blk.{block}.attn_output")

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight = self.weights[f"{name}.weight"]
        if weight.dim() == 2:
            return x @ weight.t()
        own = x.reshape(self.students, -1, x.shape[-1]) @ weight.mT
        return own.reshape(*x.shape[:-1], -1)


def _drawn(scores: torch.Tensor, sampling: Sampling, dice: torch.Generator) -> torch.Tensor:
    if not sampling.temperature:
        return scores.argmax(-1)
    shares, order = (scores / sampling.temperature).softmax(-1).sort(-1, descending=True)
    shares[shares.cumsum(-1) - shares > sampling.top_p] = 0
    return order.gather(1, torch.multinomial(shares, 1, generator=dice))[:, 0]


def _cut(ids: Sequence[int], sure: Sequence[float]) -> Written:
    """A row up to its end."""
    is_whole = END in ids
    count = ids.index(END) if is_whole else len(ids)
    return Written(tuple(ids[:count]), tuple(sure[:count]), is_whole)
