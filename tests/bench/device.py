"""A graphics device against `Llama.create_completion` on it and on the CPU: speed, fit, start.

    python -m tests.bench.device FOLDER [--device NAME] [--models 1b 7b] [--quick]

Each figure is printed as a line of JSON as soon as it is there. Models are of random weights
(`synthetic.py`); the work is that of `throughput.py`. Steps are processes of their own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.devices.choosing import Choice
from engine.devices.finding import find_devices
from engine.devices.proving import PROMPT_TOKENS, WRITTEN_TOKENS, prove
from engine.records import Device
from engine.worker.host import Host
from engine.worker.messages import Generated, LoadModel
from models.fit_device import device_bytes
from models.gguf import read_header
from tests.bench import synthetic
from tests.bench.ways import CONTEXT, Job, Work, unit

SECONDS = 150  # for one step


def main() -> None:
    """Measure what was asked for, in the order of its worth."""
    options = parse()
    found = find_devices()
    tell("found", devices=[str(one) for one in found.devices], unusable=str(found.unusable))
    device = next(one for one in found.devices if options.device.lower() in one.name.lower())
    for name in options.models:
        began = time.perf_counter()
        model = synthetic.write(synthetic.SHAPES[name], options.folder / f"{name}.gguf")
        tell("written", model=name, seconds=time.perf_counter() - began)
        for step in (speeds, fits) if name != options.models[0] else (speeds, starts, proof, fits):
            attempt(step, name, model, device, options)


def attempt(step: Callable[..., None], *arguments: object) -> None:
    """A step that fails leaves the others their turn: a lent card comes once."""
    try:
        step(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is
        tell("failed", step=step.__name__, error=repr(error)[:300])


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--device", default="")
    parser.add_argument("--models", nargs="+", default=["1b", "7b"])
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quick", action="store_true", help="one unit each, to try the script")
    return parser.parse_args()


def tell(what: str, **facts: object) -> None:
    """A line of JSON."""
    print(json.dumps({"what": what} | facts), flush=True)


def speeds(name: str, model: Path, device: Device, options: argparse.Namespace) -> None:
    """Units an hour: the binding on the device, ours with several numbers of slots, the CPU."""
    every = read_header(model).block_count + 1
    there = Work(str(model), 48, 1, options.threads, device.id, every)
    here = replace(there, prompts=6 if name == "1b" else 2, device="", layers=0)
    plan = [("binding", replace(there, prompts=16), 0), ("ours", there, 16), ("ours", there, 64)]
    if name == "1b":
        plan += [("ours", replace(there, prompts=24), 1), ("ours", there, 4), ("ours", there, 32)]
        plan += [("binding, CPU", here, 0), ("ours, CPU", replace(here, prompts=16), 16)]
    else:
        plan += [("ours, half the layers", replace(there, prompts=16, layers=every // 2), 4)]
        plan += [("binding, CPU", here, 0)]
    for way, work, slots in plan[: 2 if options.quick else None]:
        speed(name, way, replace(work, prompts=1) if options.quick else work, slots)


def speed(name: str, way: str, work: Work, slots: int) -> None:
    """One figure, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.ways", work.to_json(), str(slots)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except subprocess.SubprocessError as error:
        words = str(getattr(error, "stderr", ""))[-400:]
        tell("speed", model=name, way=way, slots=slots, failed=str(error)[:100], words=words)
        return
    result = json.loads(done.stdout.splitlines()[-1])
    per_hour = round(3600 * result["units"] / result["seconds"])
    facts = {key: round(value, 2) for key, value in result.items()}
    tell("speed", model=name, way=way, slots=slots, units_per_hour=per_hour, **facts)


def fits(name: str, model: Path, device: Device, options: argparse.Namespace) -> None:
    """What a device holds, as computed and as its driver counts it."""
    every = read_header(model).block_count + 1
    tries = [(16, 1024, every), (4, 1536, every), (4, 1024, every // 2)]
    for slots, tokens, layers in tries[: 1 if options.quick else None]:
        wanted = device_bytes(read_header(model), slots, tokens, layers)
        load = LoadModel(
            str(model), slots=slots, slot_tokens=tokens, threads=options.threads,
            device=device.id, gpu_layers=layers,
        )  # fmt: skip
        code = "import sys, tests.bench.device as d; d.weigh(sys.argv[1])"
        text = json.dumps([load.path, slots, tokens, load.threads, device.id, layers])
        command = [sys.executable, "-c", code, text]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        out = done.stdout.splitlines()[-1] if done.stdout else done.stderr[-300:]
        tell("fit", model=name, slots=slots, tokens=tokens, layers=layers,
             computed_mb=round(wanted / 1e6), seen=out)  # fmt: skip


def weigh(text: str) -> None:
    """In a process of its own: load, compute a little, and print what is gone from the device."""
    from engine.worker import devices, llama

    path, slots, tokens, threads, device, layers = json.loads(text)
    devices.load_processor()
    devices.load_graphics(device.partition(":")[0])
    before = devices.free_bytes(devices.find(device)[1])
    lines = llama._log()._lines
    load = LoadModel(
        path, slots=slots, slot_tokens=tokens, threads=threads, device=device, gpu_layers=layers
    )
    model = llama.load(load)
    loaded = devices.free_bytes(devices.find(device)[1])
    model.measure(PROMPT_TOKENS, 2)
    after = devices.free_bytes(devices.find(device)[1])
    buffers = [line[-60:] for line in lines if "buffer size" in line]
    print(json.dumps({
        "loaded_mb": round((before - loaded) / 1e6), "used_mb": round((before - after) / 1e6),
        "buffers": buffers,
    }))  # fmt: skip


def starts(name: str, model: Path, device: Device, options: argparse.Namespace) -> None:
    """From nothing to the first answer of a sealed worker, the cache empty and then not."""
    cache = options.folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(mode=0o700)
    load = LoadModel(
        str(model), slots=16, slot_tokens=CONTEXT, threads=options.threads, device=device.id,
        gpu_layers=read_header(model).block_count + 1, cache=str(cache),
    )  # fmt: skip
    for turn in ("cold", "second", "third"):
        host, began = Host(load), time.perf_counter()
        ready = host.start()
        loaded = time.perf_counter()
        host.send(unit(1, Job("The ferry leaves at six. " * 40, 4, 1)))
        host.go()
        while not isinstance(message := host.receive(SECONDS), Generated):
            if message is None:
                raise TimeoutError(f"no answer within {SECONDS} seconds")
        ended = time.perf_counter()
        host.stop()
        files = [file for file in cache.rglob("*") if file.is_file()]
        tell("start", model=name, turn=turn, device=ready.device,
             load_seconds=round(loaded - began, 2), files=len(files),
             first_unit_seconds=round(ended - loaded, 2),
             cache_mb=round(sum(file.stat().st_size for file in files) / 1e6, 1))  # fmt: skip


def proof(name: str, model: Path, device: Device, options: argparse.Namespace) -> None:
    """The trial as a run makes it."""
    cache = str(options.folder / "cache")
    cpu = LoadModel(str(model), slots=16, slot_tokens=1024, threads=options.threads)
    layers = read_header(model).block_count + 1
    there = replace(cpu, device=device.id, gpu_layers=layers, all_layers=layers, cache=cache)
    began = time.perf_counter()
    trial = prove(Choice(cpu, there, device, "bench"), Host)
    tell("trial", model=name, times=round(trial.times, 2), fault=trial.fault,
         prompt_tokens=PROMPT_TOKENS, written_tokens=WRITTEN_TOKENS,
         seconds=round(time.perf_counter() - began, 1))  # fmt: skip


if __name__ == "__main__":
    main()
