"""Compare the words our readers find with what independent readers find in the same files.

    uv sync --inexact --group fidelity
    python -m tests.bench.fidelity FOLDER [--worst N]

Independent readers (fidelity_readers.py): pdftotext (poppler) or pdfminer, python-docx,
python-pptx, openpyxl, html5lib, Python's email, and the XML of an ODT. Recall is the share of their
words that ours has, precision the share of ours that they have, both over all words of a format
(micro). The signs ^ and _ that we put before exponents and indices are taken out of both: no other
reader has them. Words are runs of
letters and digits, in NFKC and without regard to case, counted as often as they stand. Files of
fewer than five words, and files that either side refuses, are not counted, and their number is
said.
"""

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from engine.documents.reading import Reader
from engine.errors import DocumentRefused
from tests.bench.fidelity_readers import ORACLES

_WORD = re.compile(r"[^\W_]+")
_SCRIPT_SIGN = re.compile(r"(?<=[^\W_])[\^_](?=[^\W_])")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # within words, where a line may end
_FEWEST = 5
_TARGETS = {
    ".pdf": 0.985,
    ".docx": 0.998,
    ".xlsx": 0.99,
    ".html": 0.995,
    ".odt": 0.99,
    ".eml": 0.985,
}


def words(text: str) -> Counter[str]:
    """How often each word stands in a text."""
    plain = _SCRIPT_SIGN.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    return Counter(_WORD.findall(plain.casefold()))


@dataclass(slots=True)
class Score:
    """The sums over one format, and each file's recall."""

    wanted: int = 0
    found: int = 0
    ours: int = 0
    files: list[tuple[float, str, list[str], list[str]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def add(self, name: str, wanted: Counter[str], ours: Counter[str]) -> None:
        """One more file."""
        common, total = (wanted & ours).total(), wanted.total()
        self.wanted += total
        self.found += common
        self.ours += ours.total()
        missing = [word for word, _count in (wanted - ours).most_common(8)]
        extra = [word for word, _count in (ours - wanted).most_common(8)]
        self.files.append((common / total, name, missing, extra))


def measure(folder: Path) -> dict[str, Score]:
    """Read every file below `folder` twice."""
    scores: dict[str, Score] = defaultdict(Score)
    with Reader() as reader:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in ORACLES):
            suffix = path.suffix.lower().replace(".htm", ".html").replace(".htmll", ".html")
            try:
                theirs = words(ORACLES[path.suffix.lower()](path))
                ours = words(reader.read(path).text)
            except DocumentRefused as refusal:
                scores[suffix].refused.append(f"{path.name}: {refusal.status.value}")
                continue
            except Exception as error:  # noqa: BLE001 whatever another reader raises
                scores[suffix].refused.append(
                    f"{path.name}: the other reader: {type(error).__name__}"
                )
                continue
            if theirs.total() >= _FEWEST:
                scores[suffix].add(path.name, theirs, ours)
    return scores


def main() -> None:
    """Print a line a format, then the worst files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=3)
    arguments = parser.parse_args()
    print("format  files   words  recall  target  precision  refused")
    for suffix, score in sorted(measure(arguments.folder).items()):
        recall = score.found / score.wanted if score.wanted else 0
        precision = score.found / score.ours if score.ours else 0
        target = _TARGETS.get(suffix)
        print(
            f"{suffix:<7} {len(score.files):>5} {score.wanted:>7,}  {recall:.4f}  "
            f"{f'{target:.3f}' if target else '-':>6}  {precision:>9.4f}  {len(score.refused):>7}"
        )
        for one, name, missing, extra in sorted(score.files)[: arguments.worst]:
            print(f"          {one:.3f} {name}: lacks {' '.join(missing)[:90]}")
            print(f"                only ours {' '.join(extra)[:90]}")
        for said in score.refused[: arguments.worst]:
            print(f"          not counted: {said}")


if __name__ == "__main__":
    main()
