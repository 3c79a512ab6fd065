"""Pairs in tokens: with llama.cpp's tokeniser once, in a file, so that training needs no llama.cpp.

`python -m models.nano.build.tokens BASE.gguf PAIRS_DIR` writes train.npz and dev.npz beside the
pairs. `train.py` reads them where they are, and tokenises itself where they are not.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.worker.messages import LoadModel
from models.nano.build.batches import Encode, Example, encode

LONGEST = 520  # tokens of prompt and target
END = 2  # <|im_end|>, where llama.cpp stops


def tokeniser(base: Path) -> Encode:
    """How llama.cpp, and so the application, tokenises plain text."""
    from engine.worker.llama import load  # noqa: PLC0415 - needs llama.cpp

    vocabulary = load(LoadModel(str(base), vocab_only=True)).vocabulary
    return lambda text: vocabulary.tokenize(text, is_markup=False)


def examples(base: Path, pairs: Path) -> list[Example]:
    """The examples of a file of pairs: from the tokens beside it, or tokenised now."""
    packed = pairs.with_suffix(".npz")
    if packed.exists():
        return unpack(packed)
    return encode(pairs, tokeniser(base), END, LONGEST)


def pack(found: Sequence[Example], path: Path) -> None:
    """Write examples as arrays: all tokens in one, where each ends, where its target begins."""
    np.savez_compressed(
        path,
        ids=np.array([token for one in found for token in one.ids], dtype=np.uint16),
        ends=np.cumsum([len(one.ids) for one in found]),
        starts=np.array([one.start for one in found]),
        tasks=np.array([one.task for one in found]),
    )


def unpack(path: Path) -> list[Example]:
    """The examples of `pack`."""
    with np.load(path) as file:
        ids, ends = file["ids"].tolist(), file["ends"].tolist()
        starts, tasks = file["starts"].tolist(), file["tasks"].tolist()
    begins = [0, *ends[:-1]]
    places = zip(begins, ends, starts, tasks, strict=True)
    return [Example(tuple(ids[a:b]), start, task) for a, b, start, task in places]


def by_task(found: Sequence[Example]) -> dict[str, list[Example]]:
    """The examples of each task type."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in found:
        groups[one.task].append(one)
    return dict(sorted(groups.items()))


def main() -> None:
    """Tokenise both files and say how much it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("pairs", type=Path)
    args = parser.parse_args()
    for name in ("train", "dev"):
        found = examples(args.base, args.pairs / f"{name}.jsonl")
        pack(found, args.pairs / f"{name}.npz")
        count = sum(len(one.ids) for one in found)
        print(json.dumps({"file": name, "pairs": len(found), "tokens": count}))


if __name__ == "__main__":
    main()
