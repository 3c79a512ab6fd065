"""What does one build for all computers cost: portable llama.cpp against one compiled for this CPU.

    python -m tests.bench.portable NATIVE_PYTHON PORTABLE_PYTHON      # ratio, alternating
    PORTABLE_PYTHON -m tests.bench.portable --variants                # each CPU variant, forced

The embedded model; prompts of 512 tokens, then 96 steps of 4 sequences at once. Each measurement
is a process of its own; medians over the rounds.
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

SLOTS, PROMPT_TOKENS, STEPS, ROUNDS = 4, 512, 96, 5
VARIANTS = ("x64", "sse42", "sandybridge", "haswell", "skylakex", "icelake", "zen4")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pythons", nargs="*", help="the Python with each build")
    parser.add_argument("--variants", action="store_true", help="force each CPU variant in turn")
    parser.add_argument("--child", metavar="VARIANT", help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    if asked.child is not None:
        print(json.dumps(measure(asked.child)))
        return
    ways = [(python, "") for python in asked.pythons]
    if asked.variants:
        ways = [(sys.executable, name) for name in ("", *VARIANTS)]
    seen: dict[tuple[str, str], list[dict[str, Any]]] = {way: [] for way in ways}
    for _round in range(asked.rounds):
        for python, variant in ways:
            seen[python, variant].append(in_a_process(python, variant))
    tell(seen)


def in_a_process(python: str, variant: str) -> dict[str, Any]:
    """One measurement; what it died of, where it did."""
    command = [python, "-m", "tests.bench.portable", "--child", variant]
    quiet = {**os.environ, "GOMP_SPINCOUNT": "300"}  # as the worker has it
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=quiet
    )
    if done.returncode:
        return {"problem": f"exit code {done.returncode}: {done.stderr[-200:]}"}
    return json.loads(done.stdout.splitlines()[-1])


def tell(seen: dict[tuple[str, str], list[dict[str, Any]]]) -> None:
    """The table; ratios are against the first row."""
    print("| build | prompt t/s | generated t/s | prompt ratio | generated ratio | text |")
    print("|---|---|---|---|---|---|")
    base: tuple[float, float] | None = None
    for (python, variant), rounds in seen.items():
        name = variant or python
        if problems := [one["problem"] for one in rounds if "problem" in one]:
            print(f"| {name} | {problems[0]} |")
            continue
        prompt, generated = (
            statistics.median(one[key] for one in rounds) for key in ("prompt", "generated")
        )
        base = base or (prompt, generated)
        print(
            f"| {name} ({rounds[0]['library']}) | {prompt:.0f} | {generated:.1f} | "
            f"{prompt / base[0]:.3f} | {generated / base[1]:.3f} | {rounds[0]['text'][:40]!r} |"
        )


def measure(variant: str) -> dict[str, Any]:
    """Load the model on one CPU variant ("" is the build's own choice) and run it."""
    from engine.worker import llama
    from engine.worker.messages import LoadModel
    from models.library import embedded_path

    if variant:
        force(llama, variant)
    model = llama.load(
        LoadModel(
            path=str(embedded_path()),
            slots=SLOTS,
            slot_tokens=PROMPT_TOKENS + STEPS + 8,
            threads=os.cpu_count() or 1,
            gpu_layers=0,
            batch_tokens=PROMPT_TOKENS,
        )
    )
    runner = model.runner
    assert runner is not None
    prompt = model.vocabulary.tokenize("The harbour office opens at nine. " * 120, is_markup=False)
    started = time.perf_counter()
    for slot in range(SLOTS):
        runner.decode([chunk(slot, prompt[:PROMPT_TOKENS], 0)])
    prompt_seconds = time.perf_counter() - started
    started, tokens = time.perf_counter(), [prompt[0]] * SLOTS
    greedy, pick = llama.api.llama_sampler_init_greedy(), llama.api.llama_sampler_sample
    written: list[int] = []
    for step in range(STEPS):
        chunks = [chunk(slot, [tokens[slot]], PROMPT_TOKENS + step) for slot in range(SLOTS)]
        runner.decode(chunks)
        tokens = [pick(greedy, runner._context, slot) for slot in range(SLOTS)]
        written.append(tokens[0])
    seconds = time.perf_counter() - started
    return {
        "prompt": SLOTS * PROMPT_TOKENS / prompt_seconds,
        "generated": SLOTS * STEPS / seconds,
        "library": loaded_library(),
        "text": b"".join(map(runner.piece, written)).decode("utf-8", "replace"),
    }


def force(llama: Any, variant: str) -> None:
    """Load one CPU library before the worker would choose."""
    folder = Path(llama.native.__file__).parent / "lib"
    file = folder / f"libggml-cpu-{variant}.so"
    load = llama.ggml.ggml_backend_load
    load.restype, load.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    if not load(os.fsencode(file)):
        raise SystemExit(f"{file.name} does not run on this processor")


def chunk(slot: int, tokens: list[int], start: int) -> Any:
    """What a runner decodes, with only what it looks at."""
    sequence = SimpleNamespace(slot=slot)
    return SimpleNamespace(sequence=sequence, tokens=tokens, start=start, is_last=True)


def loaded_library() -> str:
    """The CPU library that this process has mapped."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    names = {Path(line.split()[-1]).name for line in maps.splitlines() if "ggml-cpu" in line}
    return ", ".join(sorted(names))


if __name__ == "__main__":
    main()
