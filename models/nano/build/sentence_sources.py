"""Readers of the datasets whose contexts are sentences: pronouns, senses, endings, claims, tone."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from models.nano.build.rows import Row, clean, sentence, split_sentences, words

_BRACKETS = re.compile(r"\[([^\]]+)\]")
_SAME = re.compile(
    r"paraphras|rephras|same (?:thing|as)|another way|synonym|restat|reword", re.IGNORECASE
)
_PRONOUNS = frozenset(
    {"he", "she", "him", "her", "his", "they", "them", "their", "it", "its", "hers", "theirs"}
)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _text_lines(path: Path, encoding: str = "utf-8") -> list[str]:
    return path.read_text(encoding=encoding).splitlines()


def _coref(dataset: str, document: str, context: str, pronoun: str, answer: str) -> Iterator[Row]:
    if answer in context and words(context) <= 60:
        yield Row("coref", dataset, document, context, {"pronoun": pronoun, "answer": answer})


def winobias(folder: Path) -> Iterator[Row]:
    """Two bracketed spans in a sentence: a person and the pronoun that means this person.

    The document is the sentence with all pronouns taken out, so that its stereotyped and its
    anti-stereotyped form stay on one side.
    """
    for path in sorted(folder.glob("*.txt.*")):
        for line in _text_lines(path):
            spans = _BRACKETS.findall(line)
            pronouns = [span for span in spans if span.lower() in _PRONOUNS]
            people = [span for span in spans if span.lower() not in _PRONOUNS]
            if len(pronouns) != 1 or len(people) != 1:
                continue
            context = clean(_BRACKETS.sub(r"\1", line.split(" ", 1)[1]))
            bare = " ".join(w for w in context.lower().split() if w.strip(".,") not in _PRONOUNS)
            yield from _coref(folder.name, bare, context, pronouns[0], people[0].strip())


def winogender(folder: Path) -> Iterator[Row]:
    """Templates of an occupation, another person and a pronoun, filled with he, she and they."""
    forms = {"NOM": ("he", "she"), "POSS": ("his", "her"), "ACC": ("him", "her")}
    with (folder / "templates.tsv").open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file, delimiter="\t"):
            job, other = item["occupation(0)"], item["other-participant(1)"]
            text = item["sentence"].replace("$OCCUPATION", job).replace("$PARTICIPANT", other)
            answer = "The " + (job if item["answer"] == "0" else other)
            found = re.search(r"\$(\w+)_PRONOUN", text)
            for pronoun in forms[found.group(1)] if found else ():
                context = clean(re.sub(r"\$\w+_PRONOUN", pronoun, text))
                said = answer if answer in context else answer.lower()
                yield from _coref(folder.name, item["sentence"], context, pronoun, said)


def knowref(folder: Path) -> Iterator[Row]:
    """Sentences with two people of whom one is meant by the pronoun."""
    for item in json.loads((folder / "knowref_test.json").read_text(encoding="utf-8")):
        found = _BRACKETS.search(str(item["sentence_with_pronoun"]))
        context = clean(str(item["original_sentence"][0]))
        answer = clean(str(item["correct_candidate"][0]))
        if found:
            yield from _coref(folder.name, context, context, found.group(1), answer)


def gap(folder: Path) -> Iterator[Row]:
    """Snippets of Wikipedia; only those where name and pronoun share one sentence."""
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for item in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                right = "A" if item["A-coref"] == "TRUE" else "B"
                if item[f"{right}-coref"] != "TRUE":
                    continue
                at, name = int(item["Pronoun-offset"]), item[right]
                start = max(item["Text"].rfind(". ", 0, at) + 2, 0) if ". " in item["Text"] else 0
                stop = item["Text"].find(". ", at)
                context = clean(item["Text"][start : stop + 1 if stop > 0 else None])
                if words(context) >= 8:
                    yield from _coref(folder.name, item["URL"], context, item["Pronoun"], name)


def _alike(one: str, other: str) -> float:
    """Jaccard similarity of the words of two sentences."""
    left, right = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return len(left & right) / max(1, len(left | right))


def _pair(dataset: str, premise: str, hypothesis: str, label: str, why: str) -> Iterator[Row]:
    """Inference; and paraphrase, as far as entailment that holds both ways can be called one."""
    fields = {"hypothesis": hypothesis, "label": label.capitalize()}
    yield Row("nli", dataset, premise, premise, fields)
    ratio = words(hypothesis) / max(1, words(premise))
    alike = _alike(premise, hypothesis)
    says_same = label == "entailment" and 0.7 <= ratio <= 1.4 and alike < 0.95
    if says_same and (alike >= 0.5 or (_SAME.search(why) and alike >= 0.3)):
        yield Row("paraphrase", dataset, premise, premise, {"other": hypothesis})
        yield Row("paraphrase_id", dataset, premise, premise, {"other": hypothesis, "label": "Yes"})
    elif label != "entailment" and alike >= 0.4 and ratio >= 0.6:
        yield Row("paraphrase_id", dataset, premise, premise, {"other": hypothesis, "label": "No"})


def esnli(folder: Path) -> Iterator[Row]:
    """Captions, claims, labels and explanations, in files of parallel lines."""
    for part in ("dev", "test"):
        names = (f"s1.{part}", f"s2.{part}", f"labels.{part}", f"preproc1_expl_1.{part}")
        columns = [_text_lines(folder / name) for name in names]
        for premise, hypothesis, label, why in zip(*columns, strict=True):
            yield from _pair(folder.name, sentence(premise), sentence(hypothesis), label, why)


def mnli(folder: Path) -> Iterator[Row]:
    """Premises of ten genres with a claim and one of three labels."""
    with (folder / "mnli_dev.csv").open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file):
            premise, claim = sentence(item["premise"]), sentence(item["hypothesis"])
            yield from _pair(folder.name, premise, claim, item["label"], "")


def scitail(folder: Path) -> Iterator[Row]:
    """School science: does the sentence prove the claim."""
    with (folder / "scitail_dev.csv").open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file):
            premise, claim = sentence(item["premise"]), sentence(item["hypothesis"])
            label = "Yes" if item["label"] == "entailment" else "No"
            yield Row("te", folder.name, claim, premise, {"hypothesis": claim, "label": label})


def _senses(dataset: str, item: dict[str, Any]) -> Iterator[Row]:
    options = [item["definition"], *item["other_definitions"][:2]]
    fields = {"word": str(item["lemma"]), "options": "\n".join(clean(text) for text in options)}
    fields["answer"] = clean(str(item["definition"]))
    yield Row("wsd", dataset, str(item["lemma"]), sentence(str(item["sentence"])), fields)


def oewn(folder: Path) -> Iterator[Row]:
    """Example sentences of a word: which meaning, and whether two sentences use the same one."""
    by_lemma: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for item in _json_lines(folder / "oewn_wsd.jsonl"):
        by_lemma[str(item["lemma"]), str(item["pos"])].append(item)
        yield from _senses(folder.name, item)
    for (lemma, _), items in by_lemma.items():
        for one, other in pairwise(items):
            label = "Yes" if one["sense"] == other["sense"] else "No"
            fields = {"word": lemma, "other": sentence(str(other["sentence"])), "label": label}
            yield Row("wsd", folder.name, lemma, sentence(str(one["sentence"])), fields)


def codah(folder: Path) -> Iterator[Row]:
    """Beginnings with four endings, of which one makes sense."""
    for line in _text_lines(folder / "full_data.tsv"):
        _, beginning, *rest = line.split("\t")
        endings = [clean(text) for text in rest[:4]]
        fields = {"answer": endings[int(rest[4])]}
        endings.sort(key=lambda text: text != fields["answer"])
        fields["options"] = "\n".join(endings)
        yield Row("sent_comp", folder.name, clean(beginning), clean(beginning), fields)


def e_care(folder: Path) -> Iterator[Row]:
    """A happening with two possible causes or effects."""
    for path in sorted(folder.glob("*.jsonl")):
        for item in _json_lines(path):
            offered = [clean(str(item["hypothesis1"])), clean(str(item["hypothesis2"]))]
            answer = offered[int(item["label"])]
            offered.sort(key=lambda text: text != answer)
            fields = {"answer": answer, "options": "\n".join(offered)}
            fields[str(item["ask-for"])] = "asked"  # the wording that asks for it applies
            premise = sentence(str(item["premise"]))
            yield Row("sent_comp", folder.name, premise, premise, fields)


def rotten_tomatoes(folder: Path) -> Iterator[Row]:
    """One sentence of a film review, praising or not."""
    for part, label in (("pos", "Positive"), ("neg", "Negative")):
        for line in _text_lines(folder / f"rt-polarity.{part}", "latin-1"):
            context = sentence(line)
            yield Row("sentiment", folder.name, context, context, {"label": label})


def banking77(folder: Path) -> Iterator[Row]:
    """What customers write to a bank, with what they want."""
    with (folder / "train.csv").open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file):
            context, topic = sentence(item["text"]), item["category"].replace("_", " ").rstrip("?")
            topic = topic[:1].upper() + topic[1:]
            yield Row("topic_class", folder.name, context, context, {"topic": topic})


def clinc150(folder: Path) -> Iterator[Row]:
    """What people ask a voice assistant, with what they want; out-of-scope queries are left."""
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    for text, topic in data["train"]:
        context = sentence(str(text))
        fields = {"topic": str(topic).replace("_", " ").capitalize()}
        yield Row("topic_class", folder.name, context, context, fields)


def cloze(rows: Iterator[Row]) -> Iterator[Row]:
    """Sentence completion out of any prose: a sentence without its end, and the end."""
    seen: set[str] = set()
    for row in rows:
        for text in split_sentences(row.context):
            if text in seen or not 10 <= words(text) <= 35 or not text.endswith("."):
                continue
            seen.add(text)
            parts = text.split()
            cut = len(parts) - max(3, len(parts) // 4)
            fields = {"beginning": " ".join(parts[:cut]), "ending": " ".join(parts[cut:])}
            yield Row("sent_comp", row.dataset, row.document, text, fields)
