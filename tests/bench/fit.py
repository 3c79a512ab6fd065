"""What a device holds of a model, as it is computed and as llama.cpp reserves it.

    GGML_VK_VISIBLE_DEVICES=0 python -m tests.bench.fit FOLDER [SHAPE ...] [--device NAME]

Nothing is computed, so Mesa's software device will do: buffers are reserved for it as for a card.
llama.cpp says their sizes in its log. Each load is a process of its own; a line of JSON for each.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from engine.devices.finding import find_devices
from engine.worker.messages import LoadModel
from models import library
from models.fit_device import _DRIVER_BYTES, device_bytes
from models.gguf import read_header
from tests.bench import synthetic

EMBEDDED = "embedded"
SHAPES = ("1b", "qwen2", "gemma", EMBEDDED)
LOADS = ((16, 1024, 1.0), (4, 1024, 1.0), (4, 1024, 0.5))  # slots, tokens of each, share of layers
_BUFFER = re.compile(r"(\w+) +(?:model|KV|output|compute) buffer size = +([\d.]+) MiB")


def main() -> None:
    """Print computed and reserved megabytes, without what a driver takes for itself."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("shapes", nargs="*", default=SHAPES)
    parser.add_argument("--device", default="")
    options = parser.parse_args()
    found = find_devices().devices
    device = next(one for one in found if options.device.lower() in one.name.lower())
    for name in options.shapes:
        path = model_of(name, options.folder)
        header = read_header(path)
        for slots, tokens, share in LOADS:
            layers = max(2, round((header.block_count + 1) * share))
            wanted = (device_bytes(header, slots, tokens, layers) - _DRIVER_BYTES) / 1e6
            seen = reserved(str(path), slots, tokens, device.id, layers)
            off = None if seen is None else f"{100 * (wanted / seen - 1):+.1f} %"
            print(json.dumps({
                "model": name, "slots": slots, "tokens": tokens, "layers": layers,
                "computed_mb": round(wanted), "reserved_mb": seen and round(seen), "off": off,
            }), flush=True)  # fmt: skip


def model_of(name: str, folder: Path) -> Path:
    """A file of random weights of that shape, or the embedded model."""
    if name == EMBEDDED:
        return library.find("default").path
    return synthetic.write(synthetic.SHAPES[name], folder / f"{name}.gguf")


def reserved(path: str, slots: int, tokens: int, device: str, layers: int) -> float | None:
    """What llama.cpp reserves on a device, in megabytes; None if it can't load."""
    code = "import sys, tests.bench.fit as fit; fit.load(sys.argv[1])"
    command = [sys.executable, "-c", code, json.dumps([path, slots, tokens, device, layers])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return float(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def load(text: str) -> None:
    """In a process of its own: load, and print the sum of the device's buffers."""
    from engine.worker import llama

    path, slots, tokens, device, layers = json.loads(text)
    lines = list[str]()
    keep = llama.Log._keep

    def listen(log: llama.Log, level: int, said: bytes, data: object) -> None:
        lines.append(said.decode("utf-8", "replace"))
        keep(log, level, said, data)

    llama.Log._keep = listen
    llama.load(
        LoadModel(path, slots=slots, slot_tokens=tokens, threads=1, device=device,
                  gpu_layers=layers)
    )  # fmt: skip
    found = [match for line in lines if (match := _BUFFER.search(line))]
    print("; ".join(f"{match[1]} {match[2]}" for match in found), file=sys.stderr)
    there = [match for match in found if match[1].startswith(device.split(":")[0].capitalize())]
    print(sum(float(match[2]) for match in there if "Host" not in match[1]) * 2**20 / 1e6)


if __name__ == "__main__":
    main()
