"""Generation speed: our worker's batch against `Llama.create_completion`, one prompt after another.

    python -m tests.bench.throughput                 # the embedded model and a 1B-shaped one
    python -m tests.bench.throughput --models 7b     # a 7B-shaped one (4 GB of random weights)

Each way runs in a process of its own, in turn, `--rounds` times; the table shows medians. Prompts
are Bonito prompts over real prose of 150 to 800 tokens; answers have 30 to 100 tokens, the same
numbers for each way. The limit is *prompt tokens x best prompt ms/token + generated tokens x best
batched ms/token*, both measured in the same run.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench import synthetic, ways

BINDING = "create_completion"


@dataclass(frozen=True, slots=True)
class Row:
    """One way of doing the work, medians over the rounds."""

    way: str
    seconds: float
    generated: int
    prompt: int
    units: int
    megabytes: float
    sampling: float = 0.0  # seconds, of our way alone


def main() -> None:
    """Measure and print one table per model and number of samples."""
    options = parse()
    print(f"{machine()}; {options.threads} threads; {options.rounds} rounds, medians\n")
    for name in options.models:
        model = model_file(name)
        for samples in options.samples:
            work = ways.Work(str(model), options.units, samples, options.threads)
            slots = [int(count) for count in options.slots]
            report(name, work, slots, options.rounds, has_limit=not options.no_limit)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", default=["small", "1b"])
    parser.add_argument("--slots", nargs="+", default=["1", "2", "4", "8", "16"])
    parser.add_argument("--samples", nargs="+", type=int, default=[1, 4])
    parser.add_argument(
        "--units", type=int, default=16, help="prompts; each is done `samples` times"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-limit", action="store_true", help="don't measure the limit: faster")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def report(name: str, work: ways.Work, slots: list[int], rounds: int, *, has_limit: bool) -> None:
    """Run every way in turn, then print the table of one model."""
    names = [BINDING, *(f"ours, {count} slots" for count in slots)]
    counts = [0, *slots]
    runs: dict[str, list[Row]] = {way: [] for way in names}
    limits: list[tuple[float, float]] = []
    for _ in range(rounds):
        for way, count in zip(names, counts, strict=True):
            runs[way].append(Row(way, **measure(work, count)))
        found = measure(work, -1) if has_limit else {"prompt_ms": 0.0, "decode_ms": 0.0}
        limits.append((found["prompt_ms"], found["decode_ms"]))
    prompt_ms, decode_ms = (min(values) for values in zip(*limits, strict=True))
    print(f"{name}, {work.samples} sample(s) per prompt; best: prompt {prompt_ms:.2f} ms/token, "
          f"batched {decode_ms:.2f} ms/token")  # fmt: skip
    print("| way | s | gen t/s | prompt t/s | units/h | ratio | of limit | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    base = statistics.median(row.seconds for row in runs[BINDING])
    for way in names:
        print_row(runs[way], base, prompt_ms, decode_ms, work.samples)
    print(flush=True)


def print_row(
    rows: list[Row], base: float, prompt_ms: float, decode_ms: float, samples: int
) -> None:
    """One line of the table. A prompt with several samples need be read only once."""
    seconds = statistics.median(row.seconds for row in rows)
    row = rows[0]
    needed = row.prompt / samples * prompt_ms + row.generated * decode_ms
    print(
        f"| {row.way} | {seconds:.1f} | {row.generated / seconds:.1f} | "
        f"{row.prompt / seconds:.0f} | {row.units / seconds * 3600:.0f} | "
        f"{base / seconds:.2f} | {needed / 1000 / seconds:.0%} | "
        f"{max(row.megabytes for row in rows):.0f} |"
    )


def measure(work: ways.Work, slots: int) -> dict[str, float]:
    """One way once, in a fresh process: 0 slots is the binding, -1 the limits."""
    command = [sys.executable, "-m", "tests.bench.ways", work.to_json(), str(slots)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=3600)
    return json.loads(done.stdout.splitlines()[-1])


def model_file(name: str) -> Path:
    """The embedded model, a random one of a shape (made once), or a file."""
    if name == "small":
        return synthetic.library.find("smollm2-135m-instruct").path
    if name in synthetic.SHAPES:
        folder = Path(tempfile.gettempdir())
        return synthetic.write(synthetic.SHAPES[name], folder / f"bonito-random-{name}.gguf")
    return Path(name)


def machine() -> str:
    """The processor and its memory, for the heading."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = [line for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = lines[0].partition(": ")[2] if lines else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}"


if __name__ == "__main__":
    main()
