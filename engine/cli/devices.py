"""`models devices`: what this computer can compute on, and why a device is not used."""

import argparse
from collections.abc import Iterator

from engine.cli.output import PROGRAM, Output, counted
from engine.devices.choosing import key_of
from engine.devices.finding import device_notes, driver_stamp, graphics_backends
from engine.devices.notes import DeviceNotes
from engine.devices.remembering import look_anew
from engine.records import Device, FoundDevices
from engine.runs.machine import this_machine
from engine.worker import variants


def list_devices(arguments: argparse.Namespace, output: Output) -> None:
    """Look for devices now, and tell."""
    notes = device_notes()
    forgiven = notes.forgive() + variants.forget() if arguments.try_again else 0
    backends, stamp, cores = graphics_backends(), driver_stamp(), this_machine().cores
    found = look_anew(notes, stamp)
    content = {
        "cpu": {"cores": cores, "libraries_passed_over": variants.passed_over()},
        "devices": [_content(device, notes, stamp) for device in found.devices],
        "unusable": [{"backend": one.backend, "reason": one.reason} for one in found.unusable],
        "backends": list(backends),
        "forgiven": forgiven,
    }
    output.result(content, _lines(found, notes, stamp, cores))


def device_line(device: Device) -> str:
    """One device, for people."""
    driver = f", driver {device.driver}" if device.driver else ""
    memory = (
        f", {device.free / 1e9:.1f} of {device.total / 1e9:.1f} GB free" if device.total else ""
    )
    return f"{device.name}: {device.kind.value}, {device.backend}{driver}{memory}"


def _content(device: Device, notes: DeviceNotes, stamp: str) -> dict[str, object]:
    return {
        "name": device.name,
        "id": device.id,
        "kind": device.kind.value,
        "backend": device.backend,
        "driver": device.driver,
        "free_bytes": device.free,
        "total_bytes": device.total,
        "kept_out": notes.kept_out(key_of(device, stamp)),
        "trials": [
            {"model_sha256": model, "times_the_cpu": trial.times, "fault": trial.fault}
            for model, trial in notes.trials(key_of(device, stamp))
        ],
    }


def _lines(found: FoundDevices, notes: DeviceNotes, stamp: str, cores: int) -> Iterator[str]:
    yield f"CPU: {counted(cores, 'core')} that compute; always works (--device cpu)"
    if variants.passed_over():
        yield f"  {variants.NOTICE} To try it again: {PROGRAM} models devices --try-again"
    for device in found.devices:
        yield device_line(device)
        if reason := notes.kept_out(key_of(device, stamp)):
            yield f"  not used by itself: {reason}; {PROGRAM} models devices --try-again"
        for model, trial in notes.trials(key_of(device, stamp)):
            said = trial.fault.rstrip(".") or f"{trial.times:.1f} times the CPU"
            yield f"  with the model {model.split()[0]}…: {said}"
    for one in found.unusable:
        yield f"{one.backend}: {one.reason}"
    if not found.devices and not found.unusable:
        yield "No graphics device: this build has no graphics library, or there is none here."
