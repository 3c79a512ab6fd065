"""Which pieces of documents a run takes for sentences, and how often that is right.

    python -m tests.bench.sentences PATH... [--sample EACH] > lines
    python -m tests.bench.sentences --labelled lines

The first counts the pieces of each document that are taken and left out; with --sample it prints so
many of each document instead, as `? + "text"` or `? - "text"`, + being what was taken. Put y or n
for each ? by eye, or leave it where you can't say; the second prints precision and recall, before
there was a rule and with it. What was found on 2026-11-28 stands in README.md.
"""

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from engine.importing import import_paths
from engine.passages.choice import are_sentences
from engine.passages.cut import cut
from engine.passages.headings import marked_starts
from engine.records import Document, PassageKind, PassageSettings
from engine.store import Project

SETTINGS = PassageSettings(PassageKind.SENTENCE, min_tokens=0)


def pieces(project: Project, document: Document) -> list[tuple[str, bool]]:
    """Each piece of a document with whether it is taken; four characters count as a token."""
    text, pages = project.documents.text(document.id), project.documents.pages(document.id)
    spans = cut(text, SETTINGS, lambda texts: [len(one) // 4 + 1 for one in texts],
                marked_starts(text, pages))  # fmt: skip
    places = [(one.start, one.end) for one in spans if not one.is_excluded]
    taken = are_sentences(text, places)
    return [(text[start:end], is_one) for (start, end), is_one in zip(places, taken, strict=True)]


def documents(paths: Sequence[Path]) -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """The name and the pieces of each file that can be read."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        project = stack.enter_context(Project.create(folder / "bench.bonito"))
        import_paths(project, paths)
        for document in project.documents.all():
            yield document.name, pieces(project, document)


def print_counts(paths: Sequence[Path]) -> None:
    total = Counter[bool]()
    print("| document | taken | left out |\n| --- | --- | --- |")
    for name, found in documents(paths):
        counts = Counter(is_one for _, is_one in found)
        total += counts
        print(f"| {name} | {counts[True]} | {counts[False]} |")
    print(f"| all | {total[True]} | {total[False]} |")


def print_sample(paths: Sequence[Path], each: int) -> None:
    chooser = random.Random(7)  # noqa: S311 the same each time
    for _, found in documents(paths):
        once = list(dict.fromkeys(found))
        for text, is_one in chooser.sample(once, min(each, len(once))):
            print("?", "+" if is_one else "-", json.dumps(text, ensure_ascii=False))


def print_quality(lines: Sequence[str]) -> None:
    found = Counter(line[:3] for line in lines)
    right, wrong = found["y +"], found["n +"]
    lost, left_out = found["y -"], found["n -"]
    labelled = right + wrong + lost + left_out
    print(f"{labelled} labelled, {right + lost} of them sentences; {len(lines) - labelled} unsure")
    print("| | precision | recall |\n| --- | --- | --- |")
    print(f"| every piece | {(right + lost) / labelled:.1%} | 100.0% |")
    print(f"| with the rule | {right / (right + wrong):.1%} | {right / (right + lost):.1%} |")


def main(words: list[str]) -> None:
    if words[0] == "--labelled":
        print_quality(Path(words[1]).read_text(encoding="utf-8").splitlines())
    elif "--sample" in words:
        place = words.index("--sample")
        print_sample([Path(one) for one in words[:place]], int(words[place + 1]))
    else:
        print_counts([Path(one) for one in words])


if __name__ == "__main__":
    main(sys.argv[1:])
