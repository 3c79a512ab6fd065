"""Pick the contexts on which Nano is measured: documents that training never saw.

`python -m models.nano.build.held_out DATA_DIR PAIRS_DIR` writes PAIRS_DIR/contexts.jsonl:
paragraphs as users have them, and sentences, half of them cut out of such paragraphs.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path

from engine.records import PassageKind
from models.nano.build.pairs import is_dev, key, load_mix, near_duplicates
from models.nano.build.rows import Row, split_sentences, words
from models.nano.build.sources import READERS

PARAGRAPHS = ("squadshifts_wiki", "policy_qa", "boolq_dev", "medquad", "covid_qa", "fairytale_qa")
SENTENCES = ("mnli_dev", "knowref_test", "winobias", "scitail_dev", "esnli_dev_test")
COUNT = 200  # of each kind


def from_document(rows: Iterable[Row], percent: float) -> list[str]:
    """The contexts of held-out documents, each once, in an order that hangs on the seed alone."""
    found = {row.context for row in rows if is_dev(row.document, percent)}
    return sorted(found, key=lambda text: key("held out", text))


def in_turns(groups: Sequence[Sequence[str]], count: int) -> list[str]:
    """`count` texts, one from each group in turn, so that no dataset fills the list."""
    turns = (text for row in zip_longest(*groups) for text in row if text is not None)
    return [text for _, text in zip(range(count), turns, strict=False)]


def pick(groups: Sequence[Sequence[str]], trained: Iterable[str], low: int, high: int) -> list[str]:
    """Texts of `low` to `high` words that are no near-duplicates of a trained context."""
    flat = [text for group in groups for text in group if low <= words(text) <= high]
    twins = near_duplicates(flat, trained)
    fit = [[t for t in g if low <= words(t) <= high and t not in twins] for g in groups]
    return in_turns(fit, COUNT)


def main() -> None:
    """Write the contexts and say from how many words they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("pairs", type=Path)
    args = parser.parse_args()
    mix = load_mix()
    with (args.pairs / "train.jsonl").open(encoding="utf-8") as file:
        prompts = (json.loads(line)["prompt"] for line in file)
        trained = [p.split("<|context|>\n", 1)[1].rsplit("\n<|task|>", 1)[0] for p in prompts]
    prose = [from_document(READERS[n](args.data / n), mix.dev_percent) for n in PARAGRAPHS]
    singles = [from_document(READERS[n](args.data / n), mix.dev_percent) for n in SENTENCES]
    cut = [sentence for group in prose for text in group for sentence in split_sentences(text)]
    cut.sort(key=lambda text: key("cut", text))
    paragraphs = pick(prose, trained, *mix.paragraph_words)
    sentences = pick([cut, in_turns(singles, len(cut))], trained, 8, mix.sentence_words[1])
    kinds = {PassageKind.PARAGRAPH: paragraphs, PassageKind.SENTENCE: sentences}
    with (args.pairs / "contexts.jsonl").open("w", encoding="utf-8") as file:
        for kind, texts in kinds.items():
            for text in texts:
                file.write(json.dumps({"kind": kind, "text": text}, ensure_ascii=False) + "\n")
    print(Counter({kind.value: len(texts) for kind, texts in kinds.items()}))


if __name__ == "__main__":
    main()
