"""Readers of the datasets whose contexts are paragraphs: questions, summaries, titles, topics."""

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from models.nano.build.rows import Row, around, clean, question, sentence, words

COVID_WORDS = 110  # how much of a paper is shown around an answer
OFFICE_ANSWER_WORDS = 14
OFFICE = "office.jsonl"
MORE = Path(__file__).parent / "office_more.jsonl"


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _whole(path: Path) -> Any:  # noqa: ANN401 - the shape differs from dataset to dataset
    return json.loads(path.read_text(encoding="utf-8"))


def _asked(dataset: str, document: str, context: str, asked: str, answer: str) -> Iterator[Row]:
    """A question and its answer serve extraction, free answering and question writing."""
    fields = {"question": question(asked), "answer": answer}
    if words(answer) < 3 and dataset == "policy_qa":
        return  # its shortest spans answer nothing alone
    if answer in context:
        yield Row("exqa", dataset, document, context, fields)
    yield Row("qa", dataset, document, context, {**fields, "answer": sentence(answer)})
    yield Row("qg", dataset, document, context, fields)


def _titled(dataset: str, document: str, context: str, title: str) -> Iterator[Row]:
    """A title serves writing a text for it and naming the topic."""
    yield Row("text_gen", dataset, document, context, {"title": title})
    yield Row("topic_class", dataset, document, context, {"topic": title})


def _choices(dataset: str, document: str, context: str, asked: list[tuple[str, str]]) -> list[Row]:
    """Multiple choice whose wrong options are right answers to other questions of the paragraph."""
    rows: list[Row] = []
    for wanted, answer in asked:
        others = [text for _, text in asked if _is_like(text, answer)]
        options = [answer, *dict.fromkeys(others)][:4]
        if len(options) >= 3:
            fields = {"question": wanted, "answer": answer, "options": "\n".join(options)}
            rows.append(Row("mcqa", dataset, document, context, fields))
    return rows


def _is_like(text: str, answer: str) -> bool:
    """A fair wrong option: of the same nature and length as the answer, and no part of it."""
    one, other = text.lower(), answer.lower()
    if one in other or other in one or abs(words(one) - words(other)) > 4:
        return False
    return any(map(str.isdigit, one)) == any(map(str.isdigit, other))


def _shortest(answers: list[dict[str, Any]]) -> str:
    texts = [clean(str(answer["text"])).rstrip(".,;") for answer in answers]
    return min((text for text in texts if text), key=len, default="")


def _squad_paragraph(dataset: str, title: str, paragraph: dict[str, Any]) -> Iterator[Row]:
    context = clean(str(paragraph["context"]))
    asked: list[tuple[str, str]] = []
    for item in paragraph["qas"]:
        answer = _shortest(item["answers"])
        if not answer or words(answer) > 25:
            continue
        asked.append((question(str(item["question"])), answer))
        yield from _asked(dataset, title, context, str(item["question"]), answer)
        if "|||" in str(item.get("type", "")):
            topic = str(item["type"]).split("|||", maxsplit=1)[0].replace("/", " and ")
            yield Row("topic_class", dataset, title, context, {"topic": topic})
    yield from _choices(dataset, title, context, [pair for pair in asked if words(pair[1]) <= 10])


def squad(folder: Path) -> Iterator[Row]:
    """Any dataset in SQuAD's layout; titles are pages (Wikipedia) or sites (PolicyQA)."""
    for path in sorted(folder.glob("*.json")):
        for article in _whole(path)["data"]:
            title = clean(unquote(str(article.get("title", ""))).replace("_", " "))
            for paragraph in article["paragraphs"]:
                yield from _squad_paragraph(folder.name, title, paragraph)
                if "." not in title:
                    yield from _titled(folder.name, title, clean(paragraph["context"]), title)


def covid_qa(folder: Path) -> Iterator[Row]:
    """Questions on papers, each shown with the sentences around its answer."""
    for article in _whole(folder / "200423_covidQA.json")["data"]:
        for paragraph in article["paragraphs"]:
            text = str(paragraph["context"])
            document = text[:60].strip()
            for item in paragraph["qas"]:
                found = item["answers"][0]
                start = int(found["answer_start"])
                context = clean(around(text, start, start + len(found["text"]), COVID_WORDS))
                answer = _shortest([found])
                if answer in context and words(answer) <= 25:
                    yield from _asked(folder.name, document, context, str(item["question"]), answer)


def fairytale_qa(folder: Path) -> Iterator[Row]:
    """Questions on sections of tales; only explicit answers are extractive."""
    for item in _lines(folder / "fairytaleqa.jsonl"):
        context, answer = clean(item["context"]), clean(item["answer"]).rstrip(".")
        story = clean(item["story"].replace("-", " "))
        yield from _asked(folder.name, story, context, item["question"], answer)


def boolq(folder: Path) -> Iterator[Row]:
    """Yes-no questions people asked a search engine, with the paragraph that answers them."""
    for item in _lines(folder / "dev.jsonl"):
        context, title = clean(item["passage"]), clean(item["title"])
        answer = "Yes" if item["answer"] else "No"
        fields = {"question": question(item["question"]), "answer": answer}
        yield Row("ynqa", folder.name, title, context, fields)
        yield from _titled(folder.name, title, context, title)


def strategyqa(folder: Path) -> Iterator[Row]:
    """Yes-no questions that need several facts; the facts together are the context."""
    for path in (folder / "dev.json", folder / "train.json"):
        for item in _whole(path):
            context = " ".join(sentence(fact) for fact in item["facts"])
            answer = "Yes" if item["answer"] else "No"
            fields = {"question": question(item["question"]), "answer": answer}
            yield Row("ynqa", folder.name, clean(item["term"]), context, fields)


def cosmosqa(folder: Path) -> Iterator[Row]:
    """Multiple choice on everyday narratives; rows whose answer is `none of the above` are left."""
    with (folder / "valid.csv").open(encoding="utf-8", newline="") as file:
        for item in csv.DictReader(file):
            options = [clean(item[f"answer{i}"]).rstrip(".") for i in range(4)]
            answer = options[int(item["label"])]
            offered = [text for text in options if not text.lower().startswith("none of the")]
            context = clean(item["context"])
            if answer not in offered or len(set(offered)) != len(offered):
                continue
            offered.sort(key=lambda text: text != answer)
            fields = {"question": question(item["question"]), "answer": answer}
            document = item["id"].split("##")[3] if "##" in item["id"] else context[:40]
            options_text = "\n".join(offered)
            yield Row("mcqa", folder.name, document, context, {**fields, "options": options_text})
            fields["answer"] = sentence(answer)
            yield Row("qa", folder.name, document, context, fields)


def medquad(folder: Path) -> Iterator[Row]:
    """Consumer health texts: the question each answers, and what the text is about."""
    for item in _lines(folder / "medquad.jsonl"):
        context, focus = clean(item["answer"]), clean(item["focus"])
        asked = question(item["question"].replace("What is (are)", "What is"))
        fields = {"question": asked, "answer": focus}
        kind = str(item["qtype"])
        if context.startswith("These resources"):  # a list of links
            continue
        yield Row("qg", folder.name, focus, context, {"question": asked})
        yield Row("text_gen", folder.name, focus, context, {"question": asked, "title": focus})
        if kind != "information":
            yield Row("topic_class", folder.name, focus, context, {**fields, "topic": kind})


def scitldr(folder: Path) -> Iterator[Row]:
    """Abstracts with a one-sentence summary written by an author or a reviewer."""
    for path in sorted(folder.glob("*.jsonl")):
        for item in _lines(path):
            context, summary = clean(" ".join(item["source"])), sentence(item["target"][0])
            document, title = str(item["paper_id"]), clean(str(item.get("title") or ""))
            yield Row("summarization", folder.name, document, context, {"summary": summary})
            fields = {"title": title} if title else {"summary": summary}
            yield Row("text_gen", folder.name, document, context, fields)


def legal(folder: Path) -> Iterator[Row]:
    """Terms of service with a plain-English summary; very short ones are jokes and left out."""
    for key, item in _whole(folder / "all_v1.json").items():
        context, summary = sentence(item["original_text"]), sentence(item["reference_summary"])
        if words(summary) >= 7:
            document = str(item.get("doc") or key)
            yield Row("summarization", folder.name, document, context, {"summary": summary})


def qed(folder: Path) -> Iterator[Row]:
    """Questions people asked a search engine; the answer is the shortest marked span."""
    for item in _lines(folder / "qed-dev.jsonlines"):
        spans = [span for spans in item["original_nq_answers"] for span in spans]
        answer = min((clean(span["string"]) for span in spans), key=len, default="")
        context, title = clean(item["paragraph_text"]), clean(item["title_text"])
        if answer and words(answer) <= 25:
            yield from _asked(folder.name, title, context, item["question_text"], answer)
        yield from _titled(folder.name, title, context, title)


def office(folder: Path) -> Iterator[Row]:
    """Rows written for this project in the shape of `Row`: contracts, health, finance, letters.

    A short answer that stands in its passage serves extraction and question writing alike.
    """
    seen: set[tuple[str, str, str]] = set()
    for item in _lines(folder / OFFICE):
        fields = {str(name): str(text) for name, text in item["fields"].items()}
        row = Row(item["task"], folder.name, item["document"], item["context"], fields)
        for each in (row, *_as_extraction(row)):
            mark = (each.task, each.context, each.fields.get("question", str(each.fields)))
            if mark not in seen:
                seen.add(mark)
                yield each


def office_more(folder: Path) -> Iterator[Row]:
    """Rows written later about passages of office, which lie beside this program; told by hash."""
    told = {_hash_of(item["context"]): item for item in _lines(folder.with_name("office") / OFFICE)}
    for added in _lines(MORE):
        if item := told.get(added["passage"]):
            about = (added["task"], folder.name, item["document"], item["context"])
            row = Row(*about, added["fields"])
            yield from _as_extraction(row) if row.task == "qg" else (row,)


def _hash_of(passage: str) -> str:
    return hashlib.sha256(passage.encode()).hexdigest()[:16]


def _as_extraction(row: Row) -> Iterator[Row]:
    """The question and answer of an exqa, mcqa or qg row as rows of exqa and qg."""
    if row.task not in {"exqa", "mcqa", "qg"}:
        return
    asked, answer = row.fields["question"], row.fields["answer"]
    if answer not in row.context:  # options begin with a capital letter
        answer = answer[:1].lower() + answer[1:]
    if answer in row.context and words(answer) <= OFFICE_ANSWER_WORDS:
        for task in ("exqa", "qg"):
            fields = {"question": asked, "answer": answer}
            yield Row(task, row.dataset, row.document, row.context, fields)
