"""Parts: where the tasks of a document go in an export that is split, and which stay together."""

from dataclasses import dataclass

PARTS = ("train", "validation", "test")


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two documents that share a stretch of text; `share` is how much of the smaller, 0 to 1."""

    one: int
    other: int
    share: float


@dataclass(frozen=True, slots=True)
class Kinship:
    """Which documents share text: each family of two and more, and the pairs that made it.

    `parts` are those given so far, by document. `compared` counts the documents that were long
    enough to be compared.
    """

    families: tuple[tuple[int, ...], ...]
    pairs: tuple[AlikePair, ...]
    parts: dict[int, str]
    compared: int

    @property
    def torn(self) -> tuple[AlikePair, ...]:
        """The pairs whose documents were given different parts."""
        return tuple(pair for pair in self.pairs if self._parts_of(pair) > 1)

    def _parts_of(self, pair: AlikePair) -> int:
        return len({self.parts.get(one, "") for one in (pair.one, pair.other)} - {""})
