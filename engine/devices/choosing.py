"""Choose the device for a model, by itself or as asked for; no driver is loaded for it.

By itself at most one device is chosen, the discrete one with the most free memory before an
integrated one, and whether that is faster is for `proving.py` to say. What was asked for by name is
used or refused, never replaced; the CPU can always be asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.devices.notes import DeviceNotes
from engine.errors import BadSetting
from engine.records import Device, DeviceKind, FoundDevices
from engine.worker.messages import LoadModel
from models.fit_device import fit_device
from models.gguf import GgufHeader

AUTO, CPU = "auto", "cpu"
_ORDER = (DeviceKind.DISCRETE, DeviceKind.INTEGRATED, DeviceKind.SOFTWARE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides where a model goes, as far as it is known before any driver is asked.

    `slots` are the numbers of sequences to choose from, the most first; `free_bytes` is the
    computer's own free memory.
    """

    wish: str
    header: GgufHeader
    on_cpu: LoadModel
    slots: Sequence[int]
    free_bytes: int
    cache: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a model may go: to the CPU, and to a device first if there is one to use.

    `note` is a sentence on a device that was left alone, "" if there is nothing to say.
    """

    on_cpu: LoadModel
    on_device: LoadModel | None = None
    device: Device | None = None
    key: str = ""  # of the device with its driver and this build, in the notes
    is_wished: bool = False
    note: str = ""

    @property
    def all_layers(self) -> int:
        """What `on_device.gpu_layers` is out of."""
        return self.on_device.all_layers if self.on_device else 0


def choose_device(asked: Asked, found: FoundDevices, notes: DeviceNotes, stamp: str) -> Choice:
    """The choice; raises `BadSetting` if a device that was asked for can't be used."""
    if asked.wish.casefold() == CPU:
        return Choice(asked.on_cpu)
    if asked.wish.casefold() == AUTO:
        return _by_itself(asked, found, notes, stamp)
    device = _named(asked.wish, found)
    choice = _fitted(asked, device, stamp)
    if choice.on_device is None:
        raise BadSetting(f"{choice.note} Choose --device cpu, or a smaller model.")
    return replace(choice, is_wished=True)


def names(found: FoundDevices) -> str:
    """What can be asked for, as words in a sentence."""
    return ", ".join([AUTO, CPU, *(f"“{device.name}”" for device in found.devices)])


def _by_itself(asked: Asked, found: FoundDevices, notes: DeviceNotes, stamp: str) -> Choice:
    ranked = sorted(found.devices, key=lambda one: (_ORDER.index(one.kind), -one.free))
    left_alone = [f"{one.backend}: {one.reason}" for one in found.unusable]
    for device in ranked:
        if reason := notes.kept_out(key_of(device, stamp)):
            left_alone.append(
                f"{device.name} is not used: {reason}. To try it again: models devices --try-again"
            )
            continue
        choice = _fitted(asked, device, stamp)
        if choice.on_device is not None:
            return choice
        left_alone.append(choice.note)
    return Choice(asked.on_cpu, note=" ".join(left_alone))


def key_of(device: Device, stamp: str) -> str:
    """A device with its driver and this build: with another of these, what was seen is void."""
    return f"{device.id} {stamp}"


def _named(wish: str, found: FoundDevices) -> Device:
    wanted = wish.casefold()
    exact = [one for one in found.devices if wanted in {one.name.casefold(), one.id.casefold()}]
    for matching in (exact, [one for one in found.devices if wanted in one.name.casefold()]):
        if len(matching) == 1:
            return matching[0]
    reasons = "".join(f" {one.backend}: {one.reason}" for one in found.unusable)
    raise BadSetting(f"There is no device “{wish}” here; choose from {names(found)}.{reasons}")


def _fitted(asked: Asked, device: Device, stamp: str) -> Choice:
    """The choice with this device, or without it and the reason, if too little fits it."""
    is_shared = device.kind is not DeviceKind.DISCRETE
    shared = asked.free_bytes if is_shared else None
    on_cpu = asked.on_cpu
    fit = fit_device(asked.header, asked.slots, on_cpu.slot_tokens, device.free, shared)
    if not fit.is_worth_it:
        free = f"{device.free / 1e9:.1f} GB"
        note = f"{device.name} is not used: too little of the model fits its {free} of free memory."
        return Choice(on_cpu, note=note)
    load = replace(
        on_cpu, device=device.id, gpu_layers=fit.layers, all_layers=fit.all_layers,
        slots=fit.slots, cache=asked.cache,
    )  # fmt: skip
    return Choice(on_cpu, load, device, key_of(device, stamp))
