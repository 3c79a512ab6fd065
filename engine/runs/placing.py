"""Where a run computes: on a device while that pays and holds, else on the CPU.

The first time that a device meets a model it is tried against the CPU (`proving.py` of devices).
A device that fails gets one more chance with half the sequences, because memory may be short; then
the run goes on with the CPU and says so. A device that crashed is kept out at the next start too,
until its driver or this application changes or the user says to try again; one that was refused
memory is not. A device that was asked for by name is never left.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.devices.choosing import Choice
from engine.devices.notes import DeviceNotes, Trial
from engine.devices.proving import Bounds, Opener, prove
from engine.records import ComputedOn
from engine.runs.patience import USUAL, Patience
from engine.worker.messages import ModelReady

_MOST_FAILURES = 2  # in a row, without an answer in between


class Placing:
    """The places of one run, from its first to its last. `load` is how a worker is loaded now."""

    def __init__(
        self, choice: Choice, notes: DeviceNotes, model: str, patience: Patience | None = None
    ) -> None:
        self.load = choice.on_device or choice.on_cpu
        self._choice, self._notes, self._model = choice, notes, model
        self._patience = patience or USUAL
        self._times = 0.0  # the speed of the device in the CPU's; 0 if not known
        self._failures = 0  # since the last answer
        self._is_decided = choice.on_device is None or choice.is_wished
        self._is_marked = False

    @property
    def is_on_device(self) -> bool:
        """Not on the CPU."""
        return bool(self.load.device)

    @property
    def may_leave(self) -> bool:
        """The CPU may take over."""
        return self.is_on_device and not self._choice.is_wished

    @property
    def start_seconds(self) -> float:
        """How long a worker that loads the model may give no sign."""
        return self._patience.device_start if self.may_leave else self._patience.start

    @property
    def silent_seconds(self) -> float:
        """How long one that has loaded it may give none."""
        return self._patience.device_silent if self.may_leave else self._patience.silent

    def decide(self, opener: Opener, tell: Callable[[str], None]) -> None:
        """Before the first start: say what is left alone, and try the device if it is new here."""
        if self._choice.note:
            tell(self._choice.note)
        if self._is_decided:
            return
        self._is_decided = True
        trial = self._notes.trial(self._choice.key, self._model) or self._tried(opener, tell)
        self._times = trial.times
        if not trial.is_won:
            self.load = self._choice.on_cpu
            tell(f"{self._name} is not used: {_why(trial)}.")

    def starting(self) -> None:
        """A worker is about to start: should the device take the computer down, it is known why."""
        if self.is_on_device and not self._is_marked:
            self._is_marked = True
            self._notes.begin(self._choice.key)

    def answered(self) -> None:
        """The worker answered."""
        self._failures = 0
        self._unmark()

    def ended(self) -> None:
        """The run is over for now, in an orderly way."""
        self._unmark()

    def resized(self, slots: int) -> None:
        """The next worker has so many slots."""
        self.load = replace(self.load, slots=slots)

    def failed(self, reason: str, *, is_crash: bool) -> str:
        """The worker failed where it was; a sentence if the run is to go on with the CPU, or ""."""
        if not self.may_leave:
            return ""
        self._failures += 1
        self._unmark()
        if self._failures < _MOST_FAILURES and self.load.slots > 1:
            return ""
        if is_crash:
            self._notes.keep_out(self._choice.key, "its driver failed in an earlier run")
        self.load = self._choice.on_cpu
        return f"{self._name} is not used any more; the run goes on with the CPU. {reason}"

    def said(self, ready: ModelReady) -> str:
        """What is computed on, for people."""
        if not self.is_on_device or self._times <= 0:
            return ready.device
        return f"{ready.device}, {self._times:.1f} times the CPU"

    def recorded(self, ready: ModelReady) -> str:
        """The same for the project's record: what stays the same from one start to the next."""
        device = self._choice.device
        if not self.is_on_device or device is None:
            return ready.device
        driver = f"{device.backend}, {device.driver}" if device.driver else device.backend
        layers = f"{self.load.gpu_layers} of {self.load.all_layers} layers"
        return f"{device.name} ({driver}), {layers}"

    def computed_on(self, ready: ModelReady) -> ComputedOn:
        """The same in its parts."""
        device = self._choice.device
        if not self.is_on_device or device is None:
            return ComputedOn(ready.device, "CPU")
        load = self.load
        return ComputedOn(
            device.name, device.backend, device.driver, load.gpu_layers, load.all_layers
        )

    @property
    def _name(self) -> str:
        return self._choice.device.name if self._choice.device else "The device"

    def _tried(self, opener: Opener, tell: Callable[[str], None]) -> Trial:
        tell(f"{self._name} is tried against the CPU with this model, once.")
        self.starting()
        trial = prove(self._choice, opener, Bounds(silent=self._patience.device_start))
        self._unmark()
        self._notes.note_trial(self._choice.key, self._model, trial)
        return trial

    def _unmark(self) -> None:
        if self._is_marked:
            self._is_marked = False
            self._notes.end(self._choice.key)


def _why(trial: Trial) -> str:
    if trial.fault:
        return trial.fault.rstrip(".")
    return f"it is slower than the CPU ({trial.times:.2f} times its speed)"
