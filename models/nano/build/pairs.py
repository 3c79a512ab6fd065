"""Turn the datasets into pairs of prompt and target in Bonito's format: balanced, split, hashed.

`python -m models.nano.build.pairs DATA_DIR OUT` writes train.jsonl, dev.jsonl and report.json.
With `--mix second.toml --after PAIRS` it writes further lessons for a Nano that has learnt PAIRS:
none of them twice, and none about a context that Nano is measured on. Every choice hangs on
SHA-256 of the seed and the row, never on the order of a set or on `hash()`: the same data and seed
give the same bytes.
"""

import argparse
import hashlib
import json
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.records import PassageKind
from engine.tasks.types import TASK_TYPES, task_type
from models.nano.build.rows import Row, words
from models.nano.build.sources import read
from models.prompting import prompting

HERE = Path(__file__).parent
SEED = 42
LONG_TYPES = frozenset({"exqa", "mcqa", "qg", "qa", "summarization", "text_gen"})
TARGET_WORDS = 150  # longer targets are not written: they would not end within 256 tokens
SHINGLE = 5  # words; two contexts that share half of these are near-duplicates
_FIELD = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
_DERIVED = frozenset({"bullets", "letters", "commas"})


@dataclass(frozen=True, slots=True)
class Wording:
    """How a row is asked; applies to rows with all named fields and with none of `forbids`."""

    input: str
    output: str
    requires: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()

    def applies(self, fields: Collection[str]) -> bool:
        """Whether a row with these fields can be asked like this."""
        named = set(_FIELD.findall(self.input + self.output))
        if named & _DERIVED:
            named = (named - _DERIVED) | {"options"}
        return named.union(self.requires) <= set(fields) and not set(self.forbids) & set(fields)


@dataclass(frozen=True, slots=True)
class Pair:
    """One training example; `document` tells what must stay on one side of the split."""

    task: str
    dataset: str
    document: str
    prompt: str
    target: str


@dataclass(frozen=True, slots=True)
class Mix:
    """How many pairs, which share per type, which datasets and how much of each."""

    size: int
    dev_percent: float
    cap: float
    usual_words: int
    long_percent: float
    paragraph_words: tuple[int, int]
    sentence_words: tuple[int, int]
    shares: Mapping[str, float]
    datasets: Mapping[str, Mapping[str, float]]

    def cap_of(self, task: str, dataset: str) -> float:
        """The largest share of the type, in percent, that the dataset may fill; 0 is none."""
        named = self.datasets.get(task)
        return self.cap if named is None else named.get(dataset, 0)


def load_mix(path: Path = HERE / "mix.toml") -> Mix:
    """The mix as it stands in a file; what that leaves out is as in mix.toml."""
    usual = tomllib.loads((HERE / "mix.toml").read_text(encoding="utf-8"))
    data = usual | tomllib.loads(path.read_text(encoding="utf-8"))
    for name in ("paragraph_words", "sentence_words"):
        data[name] = tuple(data[name])
    return Mix(**data)


def load_wordings(path: Path = HERE / "wordings.toml") -> dict[str, list[Wording]]:
    """Our wordings by short task name."""
    data: dict[str, list[dict[str, Any]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        task: [
            Wording(
                w["input"], w["output"], tuple(w.get("requires", ())), tuple(w.get("forbids", ()))
            )
            for w in wordings
        ]
        for task, wordings in data.items()
    }


def key(*parts: str) -> int:
    """A large number that depends on the seed and the parts alone."""
    joined = "\x1f".join((str(SEED), *parts)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.sha256(joined).digest()[:8], "big")


def row_key(row: Row, purpose: str) -> int:
    """A row's own number, a different one for each purpose."""
    return key(purpose, row.task, row.dataset, row.context, *map(str, sorted(row.fields.items())))


def is_fit(row: Row, mix: Mix) -> bool:
    """Whether the context has the length that the task type reads, and the target is short."""
    if any(words(text) > TARGET_WORDS for text in row.fields.values()) or "{{" in row.context:
        return False
    if task_type(row.task).reads is PassageKind.SENTENCE:
        low, high = mix.sentence_words
    else:
        low, high = mix.paragraph_words
        low = low if row.task in LONG_TYPES else mix.sentence_words[0]
    length = words(row.context)
    if length > mix.usual_words and key("long", row.context) % 100 >= mix.long_percent:
        return False
    return low <= length <= high


def is_sound(row: Row) -> bool:
    """Whether the row teaches no fault that was seen in what Nano wrote.

    Not sound are options that repeat, a claim that is quoted word for word and yet not entailed,
    and the topics of privacy policies, which Nano then named for contracts of any kind.
    """
    options = [text.casefold().strip() for text in row.fields.get("options", "").split("\n")]
    if len(options) != len(set(options)):
        return False
    claim = row.fields.get("hypothesis", "").rstrip(".").casefold()
    entails = row.fields.get("label", "").casefold() in {"entailment", "yes", "true"}
    if claim and claim in row.context.casefold() and not entails:
        return False
    return not (row.dataset == "policy_qa" and row.task == "topic_class")


def is_dev(document: str, percent: float) -> bool:
    """Whether the document is held out."""
    return key("split", document.casefold()) % 10_000 < percent * 100


def shingles(text: str) -> set[str]:
    """The overlapping word groups of a text; the whole text if it is shorter than one."""
    found = re.findall(r"\w+", text.lower())
    groups = range(max(1, len(found) - SHINGLE + 1))
    return {" ".join(found[i : i + SHINGLE]) for i in groups}


def near_duplicates(contexts: Iterable[str], held_out: Iterable[str]) -> set[str]:
    """Those contexts that share half of their shingles, or of the other's, with a held-out one."""
    index: dict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    for number, text in enumerate(sorted(set(held_out))):
        groups = shingles(text)
        sizes.append(len(groups))
        for group in groups:
            index[group].append(number)
    found: set[str] = set()
    for text in set(contexts):
        groups = shingles(text)
        shared = Counter(number for group in groups for number in index.get(group, ()))
        if any(2 * n >= min(sizes[number], len(groups)) for number, n in shared.items()):
            found.add(text)
    return found


def _offer_topics(rows: Sequence[Row]) -> list[Row]:
    """Give topic rows wrong options: topics of other rows of the same dataset."""
    pools: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.task == "topic_class":
            pools[row.dataset].append(row.fields["topic"])
    pools = {name: sorted(set(topics)) for name, topics in pools.items()}
    offered: list[Row] = []
    for row in rows:
        if row.task == "topic_class" and len(pools[row.dataset]) >= 4:
            draw = random.Random(row_key(row, "topics")).sample(pools[row.dataset], 4)
            topic = row.fields["topic"]
            options = [topic, *(text for text in draw if text != topic)][:4]
            fields = {**row.fields, "options": "\n".join(options)}
            row = Row(row.task, row.dataset, row.document, row.context, fields)  # noqa: PLW2901
        offered.append(row)
    return offered


def choose(rows: Sequence[Row], mix: Mix, size: int) -> list[Row]:
    """`size` rows in the mix's shares, each context at most once per type while others are left."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if mix.cap_of(row.task, row.dataset):
            groups[row.task, row.dataset].append(row)
    chosen: list[Row] = []
    for kind in TASK_TYPES:
        wanted = round(size * mix.shares[kind.short] / 100)
        mine = {name: found for (task, name), found in groups.items() if task == kind.short}
        taken: list[Row] = []
        for name, found in sorted(mine.items()):
            limit = round(wanted * mix.cap_of(kind.short, name) / 100)
            taken += _spread(found, limit)
        chosen += sorted(taken, key=lambda row: row_key(row, "take"))[:wanted]
    return chosen


def _spread(rows: Sequence[Row], limit: int) -> list[Row]:
    """Up to `limit` rows; the second row of a context comes after all first ones."""
    turns: Counter[str] = Counter()
    order: list[tuple[int, int, Row]] = []
    for row in sorted(rows, key=lambda row: row_key(row, "spread")):
        turns[row.context] += 1
        order.append((turns[row.context], len(order), row))
    return [row for _, _, row in sorted(order, key=lambda item: item[:2])[:limit]]


def _derived(fields: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    options = fields["options"].split("\n")
    rng.shuffle(options)
    letters = "\n".join(
        f"{letter}. {text}" for letter, text in zip("ABCDEF", options, strict=False)
    )
    bullets = "\n".join(f"- {text}" for text in options)
    return {"letters": letters, "bullets": bullets, "commas": ", ".join(options)}


def render(row: Row, wordings: Sequence[Wording]) -> Pair | None:
    """The row in one of the wordings that apply to it; None if there is none."""
    fitting = [wording for wording in wordings if wording.applies(row.fields)]
    if not fitting:
        return None
    rng = random.Random(row_key(row, "wording"))
    wording = rng.choice(fitting)
    fields = dict(row.fields)
    if "options" in fields:
        fields |= _derived(fields, rng)
    put: Callable[[re.Match[str]], str] = lambda match: fields[match.group(1)]  # noqa: E731
    target = f"{_FIELD.sub(put, wording.input)}\n<|pipe|>\n{_FIELD.sub(put, wording.output)}"
    return Pair(row.task, row.dataset, row.document, prompt_of(row), target)


def prompt_of(row: Row) -> str:
    """What Nano is shown of a row."""
    kind = task_type(row.task)
    segments = prompting("bonito").segments(kind.short, kind.name, row.context)
    return "".join(segment.text for segment in segments)


def fresh(rows: Sequence[Row], pairs: Path) -> list[Row]:
    """The rows that are not among these pairs, and not about a context that measures them."""
    lines = (pairs / "train.jsonl").read_text(encoding="utf-8").splitlines()
    learnt = {json.loads(line)["prompt"] for line in lines}
    lines = (pairs / "contexts.jsonl").read_text(encoding="utf-8").splitlines()
    twins = near_duplicates((r.context for r in rows), (json.loads(line)["text"] for line in lines))
    return [row for row in rows if row.context not in twins and prompt_of(row) not in learnt]


def make_pairs(
    rows: Iterable[Row], mix: Mix, wordings: Mapping[str, Sequence[Wording]]
) -> tuple[list[Pair], list[Pair]]:
    """Training and development pairs; no document and no near-duplicate context on both sides."""
    fit = _offer_topics([row for row in rows if is_sound(row) and is_fit(row, mix)])
    dev = [row for row in fit if is_dev(row.document, mix.dev_percent)]
    train = [row for row in fit if not is_dev(row.document, mix.dev_percent)]
    dev = choose(dev, mix, round(mix.size * mix.dev_percent / 100))
    candidates = choose(train, mix, round(mix.size * 1.1))
    twins = near_duplicates((r.context for r in candidates), (r.context for r in dev))
    train = choose([row for row in candidates if row.context not in twins], mix, mix.size)
    return _rendered(train, wordings), _rendered(dev, wordings)


def _rendered(rows: Sequence[Row], wordings: Mapping[str, Sequence[Wording]]) -> list[Pair]:
    ordered = sorted(rows, key=lambda row: row_key(row, "order"))
    pairs = (render(row, wordings[row.task]) for row in ordered)
    return [pair for pair in pairs if pair is not None]


def write(pairs: Sequence[Pair], path: Path) -> str:
    """Write the pairs as JSON lines; the file's SHA-256."""
    lines = (json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs)
    data = "".join(lines).encode()
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def main() -> None:
    """Read the datasets, write the pairs, say what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mix", type=Path, default=HERE / "mix.toml")
    parser.add_argument("--after", type=Path, help="folder of the pairs that were learnt before")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rows = list(read(args.data))
    rows = fresh(rows, args.after) if args.after else rows
    train, dev = make_pairs(rows, load_mix(args.mix), load_wordings())
    report = {
        "train_sha256": write(train, args.out / "train.jsonl"),
        "dev_sha256": write(dev, args.out / "dev.jsonl"),
        "train": len(train),
        "dev": len(dev),
        "types": dict(sorted(Counter(pair.task for pair in train).items())),
        "datasets": dict(sorted(Counter(pair.dataset for pair in train).items())),
    }
    (args.out / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
