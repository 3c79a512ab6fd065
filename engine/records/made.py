"""What earlier runs have made: how many units of each type and sample, and with which model."""

from collections.abc import Mapping
from dataclasses import dataclass

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Which model made units, by its bytes, and how it was asked.

    Not by its name: another file can lie under the same one. And not how tokens were drawn: another
    seed or temperature says the same in other words, which somebody has to want.
    """

    sha256: str  # of the model's file; "": not known, which is like no other
    prompting: str
    adapter_sha256: str = ""  # of the LoRA adapter laid over it, if there is one


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a run was asked to leave out of its plan; without either it makes all of it."""

    fill_gaps: bool  # passages with a kept task of the type
    only_missing: bool  # what earlier runs made in the same way


@dataclass(frozen=True, slots=True)
class MadeUnits:
    """So many passages have been given to one type as this sample, by whichever run."""

    task_type: str  # short name
    sample: int
    passages: int
    way: Way | None = None  # None: in any way, each passage counted once
    labels: Labels = ()  # of the type's own, if it had such


@dataclass(frozen=True, slots=True)
class Made:
    """All that was made of the passages that a new run would read."""

    units: tuple[MadeUnits, ...] = ()

    def alike(
        self, types: tuple[str, ...], samples: int, way: Way, labels: Mapping[str, Labels]
    ) -> int:
        """How many units of such a run were made in this very way."""
        return sum(
            one.passages
            for one in self._of(types, samples)
            if way.sha256 and one.way == way and one.labels == labels.get(one.task_type, ())
        )

    def in_any_way(self, types: tuple[str, ...], samples: int) -> int:
        """How many units of such a run were made at all, with other models and settings too."""
        return sum(one.passages for one in self._of(types, samples) if one.way is None)

    def _of(self, types: tuple[str, ...], samples: int) -> list[MadeUnits]:
        return [one for one in self.units if one.task_type in types and one.sample < samples]
