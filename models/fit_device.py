"""How much of a model goes onto a graphics device: one pure function, explicit numbers out.

What lies there when `layers` of a model's layers do (llama.cpp counts the output as the last one,
and takes them from the end):

* weights of these layers, and the output matrix; where input and output share one, a copy of it.
* the cache of these layers, as in `fit.py`.
* a compute buffer for passes of 512 tokens, in f32: two rows of the feed-forward layer, five of the
  embedding and the mask for each token, or one row of logits for each slot.
* room for the matrices of the layers that stay behind: long prompts are computed by the device
  there too, and about half a layer was seen to be lent to it at once.
* what the driver takes for itself.

Seen on an NVIDIA H200 through Vulkan for six loads of two shapes: within 5 % of what was gone from
its free memory. For twelve loads of four shapes within 4 % of what llama.cpp reserves on Mesa's
software device (tests/models/test_fit_device.py).

Fewer slots come before fewer layers: a model that lies there whole writes at the device's speed,
one with a layer on the CPU waits for that one. Under a quarter of the layers the CPU is taken.
An integrated device has no memory of its own: what lies there is taken from the computer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.gguf import GgufHeader

_MIB = 2**20
_BATCH_TOKENS, _CELL_STEP = 512, 256
_F16, _F32 = 2, 4
_DRIVER_BYTES = 50_000_000
_DESKTOP_BYTES = 256 * _MIB  # of the screen and what it shows
_SHARE = 0.9  # of what the driver says is free
_FEWEST_SLOTS = 4  # below these it is better to leave layers to the CPU
_LEAST_SHARE = 0.25  # of the layers


@dataclass(frozen=True, slots=True)
class DeviceFit:
    """What goes onto a device; no layers mean that it is better left alone."""

    layers: int
    all_layers: int
    slots: int
    device_bytes: int

    @property
    def is_worth_it(self) -> bool:
        """The device is to be used."""
        return self.layers > 0


def fit_device(
    header: GgufHeader,
    slots: Sequence[int],
    slot_tokens: int,
    free_bytes: int,
    shared_bytes: int | None = None,
) -> DeviceFit:
    """What fits `free_bytes` of a device, with one of the numbers in `slots`, the most first.

    `shared_bytes` is the free memory of a computer whose memory the device shares, or None.
    """
    usable = int(_SHARE * free_bytes) - _DESKTOP_BYTES
    if shared_bytes is not None:  # the rest of the model lies there as well
        usable = min(usable, shared_bytes - _DESKTOP_BYTES - sum(header.vocabulary_bytes[:1]))
    every = header.block_count + 1
    enough = [number for number in slots if number >= _FEWEST_SLOTS] or [min(slots)]
    for number in enough:
        needed = device_bytes(header, number, slot_tokens, every)
        if needed <= usable:
            return DeviceFit(every, every, number, needed)
    least = max(2, -int(-every * _LEAST_SHARE // 1))
    for layers in range(every - 1, least - 1, -1):
        needed = device_bytes(header, enough[-1], slot_tokens, layers)
        if needed <= usable:
            return DeviceFit(layers, every, enough[-1], needed)
    return DeviceFit(0, every, max(slots), 0)


def device_bytes(header: GgufHeader, slots: int, slot_tokens: int, layers: int) -> int:
    """What a device holds with so many layers on it."""
    blocks = max(1, header.block_count)
    there = min(layers - 1, blocks)
    cells = -(-slot_tokens // _CELL_STEP) * _CELL_STEP
    weights = max(0, header.parameter_bytes - sum(header.vocabulary_bytes))
    cell = header.head_count_kv_sum * (header.head_size + header.value_size) * _F16
    output = max(header.vocabulary_bytes, default=0)
    layered = (weights + slots * cells * cell) * there // blocks
    lent = weights // blocks // 2 if there < blocks else 0
    return layered + output + lent + compute_bytes(header, slots, cells) + _DRIVER_BYTES


def compute_bytes(header: GgufHeader, slots: int, cells: int) -> int:
    """The buffer for intermediate results."""
    inner = header.feed_forward_length or 4 * header.embedding_length
    row = 2 * inner + 5 * header.embedding_length + 2048 + cells // 2
    return _F32 * max(_BATCH_TOKENS * row, slots * header.vocabulary_size)
