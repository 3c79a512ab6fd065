"""Several students over one frozen base, each with an adapter of its own, computed together.

A step over five students' small batches takes a GPU hardly longer than one over one batch. Sums,
gradients, AdamW and the clipping of each student are apart, so that each learns as it would alone.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as fn

from models.nano.build.batches import Batch, Example
from models.nano.build.network import LINEAR, Network

CLIP = 1.0
BETAS = (0.9, 0.98)


class Students(Network):
    """As many students as seeds; rows of a batch belong to them in turn: all of the first first."""

    def __init__(self, base: Path, *, device: str, dtype: torch.dtype) -> None:
        super().__init__(base, 0, device=device, dtype=dtype)
        self.seeds: tuple[int, ...] = (0,)
        head = self.weights.get("output.weight", self.weights["token_embd.weight"])
        self._head = head.float()

    def begin(self, rank: int, seeds: Sequence[int]) -> None:
        """Fresh adapters, one for each seed; rank 0 is the base alone."""
        self.rank, self.seeds, self.lora = rank, tuple(seeds), {}
        dice = [torch.Generator().manual_seed(seed) for seed in seeds]
        for block in range(self.shape.layers if rank else 0):
            for layer in LINEAR:
                name = f"blk.{block}.{layer}"
                shape = self.weights[f"{name}.weight"].shape
                pairs = [self._fresh(shape, each) for each in dice]
                self.lora[name] = tuple(
                    torch.stack([pair[side].detach() for pair in pairs]).requires_grad_()
                    for side in (0, 1)
                )  # type: ignore[assignment]

    def optimiser(self) -> torch.optim.AdamW:
        """AdamW for all; it works number by number, so the students don't touch each other."""
        return torch.optim.AdamW(self.parameters, lr=0.0, betas=BETAS, weight_decay=0)

    def losses(self, rows: Sequence[Sequence[Example]]) -> tuple[torch.Tensor, list[int]]:
        """Each student's mean loss over the target tokens of its rows, and how many they are.

        Every student must have as many rows.
        """
        sums, counts = self._by_row([one for mine in rows for one in mine])
        sums, counts = (part.view(len(rows), -1).sum(1) for part in (sums, counts))
        return sums / counts, [int(count) for count in counts.tolist()]

    @torch.no_grad()
    def log_probs(self, examples: Sequence[Example]) -> torch.Tensor:
        """For each student and example the mean log-probability of a target token."""
        sums, counts = self._by_row([one for _ in self.seeds for one in examples])
        return -(sums / counts).view(len(self.seeds), -1)

    def clip(self) -> None:
        """Shorten each student's gradient to a norm of at most 1."""
        grads = [matrix.grad for matrix in self.parameters if matrix.grad is not None]
        squares = torch.stack([grad.square().sum((1, 2)) for grad in grads]).sum(0)
        factors = (CLIP / (squares.sqrt() + 1e-6)).clamp(max=1.0)[:, None, None]
        for grad in grads:
            grad.mul_(factors)

    def scores(self, ids: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        """As the network's, the last product in float32: differences of choices are small."""
        return self._hidden(ids)[wanted].float() @ self._head.t()

    def _by_row(self, examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
        ids, wanted = self._padded(Batch(tuple(examples)))
        scores = self.scores(ids, wanted)
        targets = torch.roll(ids, -1, dims=1)[wanted]
        losses = fn.cross_entropy(scores, targets, reduction="none")
        rows = wanted.nonzero()[:, 0]
        sums = torch.zeros(len(examples), device=self.device).index_add(0, rows, losses)
        return sums, wanted.sum(1)

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        y = x @ self.weights[f"{name}.weight"].t()
        if name not in self.lora:
            return y
        a, b = (matrix.to(self.dtype) for matrix in self.lora[name])
        own = x.reshape(len(self.seeds), -1, x.shape[-1])
        return y + (own @ a.mT @ b.mT).reshape(y.shape) * self.scale
