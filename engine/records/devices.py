"""Graphics devices as llama.cpp finds them, and what may be computed on."""

from dataclasses import dataclass
from enum import StrEnum


class DeviceKind(StrEnum):
    """An integrated device shares the computer's memory; software only pretends to be a card."""

    DISCRETE = "discrete"
    INTEGRATED = "integrated"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True)
class Device:
    """One device of one backend. Memory in bytes, as its driver tells; 0 where it does not.

    `id` names it from one start to the next: the backend and the place on the bus, else the
    backend, the name and a number among those of the same name. `backend` is llama.cpp's word
    ("Vulkan").
    """

    name: str
    id: str
    kind: DeviceKind
    backend: str
    driver: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Unusable:
    """A backend that was tried and can't be used, with the reason as a sentence."""

    backend: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundDevices:
    """What one look at this computer found."""

    devices: tuple[Device, ...] = ()
    unusable: tuple[Unusable, ...] = ()


@dataclass(frozen=True, slots=True)
class ComputedOn:
    """What a run computed on, for its record; on the CPU there is no driver, and no layers."""

    device: str  # its name, or what the worker said of the CPU ("CPU, 2 threads")
    backend: str  # llama.cpp's word ("Vulkan"), or "CPU"
    driver: str = ""
    layers: int = 0  # of the model that lay on it, the output counted as one
    all_layers: int = 0  # these are out of
