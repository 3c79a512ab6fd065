"""What crosses the pipe between the application and its worker, and how it is written down.

Messages travel as JSON, not pickle: a worker that a hostile model file has taken over must not
be able to run code in the process that owns the project. Fields are flat: numbers, strings,
booleans, None and tuples of strings.
"""

import dataclasses
import json
import math
from dataclasses import dataclass
from typing import Any, cast, get_args, get_origin, get_type_hints

from engine.records import StopReason
from models.prompting import Segment

_NUMBERS = range(2**31)
_KEYS = range(2**63)  # what a row of the project can hold

# --- application → worker ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Load a GGUF. With `vocab_only` the worker can count tokens but not generate."""

    path: str
    slots: int = 1
    slot_tokens: int = 1024  # context per sequence: prompt and answer together
    threads: int = 1
    device: str = ""  # id of the graphics device; empty: the CPU, and no driver is loaded
    gpu_layers: int = 0  # of the model that lie on it, the output counted as one
    all_layers: int = 0  # these are out of
    batch_tokens: int = 2048  # most tokens that go through the model in one call
    adapter: str = ""  # a GGUF with a LoRA adapter to lay over the model, or none
    vocab_only: bool = False
    cache: str = ""  # a folder for what the device's driver compiles, or none
    passed_over: int = 0  # libraries for processors, the best first, that do not run here


@dataclass(frozen=True, slots=True)
class Generate:
    """Continue `segments` with its own sampler chain. `unit_id` comes back with the answer.

    `constraint` is the GBNF grammar that the answer must follow, or empty. `divider` is what stands
    between the two parts of an answer whose likelihoods are told apart, or empty.

    With `samples`, what stands behind the divider is drawn so many times more, at a temperature and
    top-p of its own, unless it has more than `sample_tokens` tokens; without a divider all of it.
    """

    unit_id: int
    segments: tuple[Segment, ...]
    seed: int
    temperature: float
    top_p: float
    max_tokens: int
    stop: tuple[str, ...] = ()
    constraint: str = ""
    divider: str = ""
    samples: int = 0
    sample_temperature: float = 0.0
    sample_top_p: float = 1.0
    sample_tokens: int = 0


@dataclass(frozen=True, slots=True)
class CountTokens:
    """Count the tokens of each text as it would stand inside a prompt (no BOS, no specials)."""

    request_id: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Go:
    """No more is sent before the next report; `reports` of this worker were seen so far.

    A worker with a slot to spare waits for it, so that which units are computed together does not
    depend on how fast the application is.
    """

    reports: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """Put a fixed prompt through the loaded model, of `prompt_tokens`, and write `written_tokens`.

    Only for a worker that has nothing else to do.
    """

    prompt_tokens: int
    written_tokens: int


@dataclass(frozen=True, slots=True)
class FindDevices:
    """To a probe: load the drivers of one backend ("vulkan"); `cache` is as in `LoadModel`."""

    backend: str
    cache: str = ""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


# --- worker → application ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelReady:
    """The model is loaded; `device` is what it computes on, for people ("CPU, 2 threads")."""

    device: str
    slots: int
    slot_tokens: int


@dataclass(frozen=True, slots=True)
class LoadFailed:
    """llama.cpp refused the file; `detail` is its reason in a few words.

    `no_library` says that it was not the file: no library for this processor is left.
    """

    detail: str
    no_library: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """A unit's answer, as the model wrote it (without stop string and special tokens).

    `shared_tokens` of the prompt were not processed for this unit: another one had them already.
    The means and lowest of the natural log-probabilities are those of the model itself, before
    temperature, top-p and grammar; of the text before and behind the divider, without tokens that
    are all white space. Without a divider in the text all of it counts as behind.

    `samples` are what the answer was when it was drawn again; one that had no end where it had to
    stop ends in "…". `sample_seconds` is what they took; `seconds` is without them.
    """

    unit_id: int
    text: str
    stop_reason: StopReason
    prompt_tokens: int
    generated_tokens: int
    seconds: float
    shared_tokens: int = 0
    before_tokens: int = 0
    before_mean: float = 0.0
    before_lowest: float = 0.0
    behind_tokens: int = 0
    behind_mean: float = 0.0
    behind_lowest: float = 0.0
    samples: tuple[str, ...] = ()
    sample_steps: int = 0  # tokens that were computed for them
    sample_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitFailed:
    """llama.cpp reported an error for this unit; the worker lives on.

    `of_batch` says that the model itself could not be computed, so it may not be this unit's fault.
    """

    unit_id: int
    detail: str
    of_batch: bool = False


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing has ended, but the worker is at it: it loads, prefills or decodes.

    The tokens are those of prompts and of answers since it was started.
    """

    read_tokens: int = 0
    written_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to `CountTokens`, in the order of its texts."""

    request_id: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer to `Measure`: how long each part took, and what was computed at some places.

    `best` is the likeliest token at each place, `logits` are those of some tokens at each, all
    places one after the other.
    """

    prompt_seconds: float
    written_seconds: float
    best: tuple[int, ...]
    logits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DeviceFound:
    """A `Device`; `kind` is one of `DeviceKind`."""

    name: str
    id: str
    kind: str
    backend: str
    driver: str
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """That were all devices; `detail` is the reason if the drivers can't be used."""

    detail: str


ToWorker = LoadModel | Generate | CountTokens | Go | Measure | FindDevices | Quit
FromWorker = (
    ModelReady | LoadFailed | Generated | UnitFailed | Working | Counted
    | Measured | DeviceFound | Listed
)  # fmt: skip

_KINDS: dict[str, type[ToWorker | FromWorker]] = {
    kind.__name__: kind for kind in (*get_args(ToWorker), *get_args(FromWorker))
}
_LARGE = {"unit_id", "request_id", "seed", "free", "total"}
_FIELDS = {kind: get_type_hints(kind) for kind in _KINDS.values()}


def encode(message: ToWorker | FromWorker) -> bytes:
    """One message as bytes."""
    fields = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
    if isinstance(message, Generate):
        fields["segments"] = [[part.text, part.is_markup] for part in message.segments]
    return json.dumps([type(message).__name__, fields]).encode()


def decode(data: bytes) -> ToWorker | FromWorker:
    """The message that `encode` wrote; raises `ValueError` if it is none of ours.

    Each field must be of its declared type, so that nothing that a worker sends can surprise the
    application later on.
    """
    fields: dict[str, Any]
    try:
        name, fields = json.loads(data)
        kind = _KINDS[name]
        checked: dict[str, Any] = {
            key: _checked(value, _FIELDS[kind][key], _KEYS if key in _LARGE else _NUMBERS)
            for key, value in fields.items()
        }
        return kind(**checked)
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("not one of our messages") from error


def _checked(value: object, wanted: object, numbers: range) -> object:
    """The value as a field of the type `wanted` holds it; raises `ValueError` for another type."""
    if isinstance(value, list):
        return _sequence(cast("list[object]", value), wanted, numbers)
    if wanted is StopReason:
        return StopReason(value)
    if wanted is float and type(value) in {int, float}:
        number = float(cast("float", value))
        if math.isfinite(number):
            return number
    elif type(value) is wanted and (type(value) is not int or value in numbers):
        return value
    raise ValueError(f"{type(value).__name__} where {wanted} was expected")


def _sequence(values: list[object], wanted: object, numbers: range) -> object:
    if wanted is Segment:
        text, is_markup = values
        return Segment(str(_checked(text, str, numbers)), bool(_checked(is_markup, bool, numbers)))
    if get_origin(wanted) is not tuple:
        raise ValueError(f"a list where {wanted} was expected")
    return tuple(_checked(one, get_args(wanted)[0], numbers) for one in values)
