"""Carry packets out on the machines of a Ray cluster; needs the extra `cluster`.

Ray only says which machine is free and has a graphics card to give; what is tried again is decided
in `schedule.py`. Its own statistics, which it would send over the network, are switched off.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from engine.cluster.here import carried_out
from engine.cluster.lines import Answer, State, Wanted
from engine.errors import BadSetting

_MOST_AT_ONCE = 1_000  # packets that wait in Ray's own queue


def environment(cards: list[Any]) -> dict[str, str]:
    """What makes a packet see only the graphics cards that Ray gave it."""
    given = ",".join(map(str, cards))
    return {"GGML_VK_VISIBLE_DEVICES": given, "CUDA_VISIBLE_DEVICES": given} if cards else {}


def carried_out_there(wanted: Wanted, packet: str) -> Answer:
    """Runs in a process of Ray's, on the machine that it chose."""
    cards = import_module("ray").get_gpu_ids()
    return carried_out(wanted, packet, environment(cards))


@dataclass(frozen=True, slots=True)
class Share:
    """What one packet takes of a machine."""

    cpus: int
    gpus: float


class OnRay:
    """Seats in a Ray cluster; `options` go to `ray.init`."""

    def __init__(
        self, wanted: Wanted, address: str, cpus: int | None, gpus: float | None, **options: object
    ) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            self._ray: Any = import_module("ray")
        except ImportError:
            raise BadSetting(
                "Ray is not installed here; install the extra “cluster”, or use --here N."
            ) from None
        try:
            self._ray.init(address=address, log_to_driver=False, logging_level="warning", **options)
        except ConnectionError as error:
            raise BadSetting(f"No Ray cluster answers at “{address}”: {error}") from None
        share = share_of([node["Resources"] for node in self._ray.nodes()], cpus, gpus)
        run_on = self._ray.remote(max_retries=0, num_cpus=share.cpus, num_gpus=share.gpus)
        self._task = run_on(carried_out_there)
        self._wanted = wanted if share.gpus else replace(wanted, device="cpu")
        self._running: dict[Any, str] = {}

    @property
    def room(self) -> int:
        """So many wait in Ray's own queue."""
        return _MOST_AT_ONCE

    def begin(self, packet: str) -> None:
        """Let Ray carry a packet out as soon as a machine is free."""
        self._running[self._task.remote(self._wanted, packet)] = packet

    def next(self) -> Answer:
        """Wait until any of the begun ones has ended, or whoever ran it has died."""
        (ended, *_), _ = self._ray.wait(list(self._running), num_returns=1)
        packet = self._running.pop(ended)
        try:
            return self._ray.get(ended)
        except self._ray.exceptions.RayError as error:
            return Answer(packet, State.LOST, said=f"Ray lost it ({type(error).__name__}).")

    def close(self) -> None:
        """Stop what runs; the end of a process of Ray's stops its packet cleanly."""
        for ended in self._running:
            self._ray.cancel(ended, force=True)
        self._ray.shutdown()


def share_of(
    machines: Sequence[Mapping[str, float]], cpus: int | None, gpus: float | None
) -> Share:
    """What a packet takes: what was asked for, else a graphics card where there are any.

    Without a word on processors, each machine has as many packets at once as cards, or one: the
    program uses all cores that it is given.
    """
    cards = [machine.get("GPU", 0.0) for machine in machines]
    each = gpus if gpus is not None else (1.0 if any(cards) else 0.0)
    useful = [one for one in machines if one.get("GPU", 0.0) >= each and one.get("CPU", 0.0) >= 1]
    if not useful:
        raise BadSetting("No machine of the Ray cluster has that; ask for fewer --gpus.")
    seats = [max(one.get("GPU", 0.0) / each, 1.0) if each else 1.0 for one in useful]
    fitting = min(one["CPU"] // at_once for one, at_once in zip(useful, seats, strict=True))
    return Share(cpus or max(int(fitting), 1), each)
