"""Readers of paragraph datasets, on made-up rows in the layouts of the real ones."""

import csv
import hashlib
import json

from models.nano.build import paragraph_sources as sources

CONTEXT = "The mill was built in 1720. Anna Weber owned it until 1760. It burned in 1801."


def write_json(path, data):
    path.write_text(json.dumps(data), encoding="utf-8")


def write_lines(path, records):
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")


def asked(question, *answers, **more):
    found = [{"text": a, "answer_start": CONTEXT.find(a)} for a in answers]
    return {"question": question, "answers": found, **more}


def squad_rows(tmp_path, name, title, *items):
    folder = tmp_path / name
    folder.mkdir()
    paragraph = {"context": CONTEXT, "qas": list(items)}
    write_json(folder / "a.json", {"data": [{"title": title, "paragraphs": [paragraph]}]})
    return list(sources.squad(folder))


def of(rows, task):
    return [row for row in rows if row.task == task]


def test_the_shortest_answer_is_taken_and_stands_in_the_context(tmp_path):
    item = asked("who owned it", "Anna Weber owned it", "Anna Weber")
    rows = squad_rows(tmp_path, "wiki", "Old_mill", item)
    exqa = of(rows, "exqa")[0]
    assert exqa.fields == {"question": "Who owned it?", "answer": "Anna Weber"}
    assert exqa.fields["answer"] in exqa.context
    assert of(rows, "qa")[0].fields["answer"] == "Anna Weber."
    assert of(rows, "text_gen")[0].fields == {"title": "Old mill"}


def test_wrong_options_are_alike_and_never_part_of_the_answer(tmp_path):
    items = [
        asked("when built", "1720"),
        asked("until when", "1760"),
        asked("when burned", "1801"),
        asked("who", "Anna Weber"),
    ]
    rows = of(squad_rows(tmp_path, "wiki", "Mill", *items), "mcqa")
    options = {row.fields["answer"]: row.fields["options"].split("\n") for row in rows}
    assert options["1720"] == ["1720", "1760", "1801"]
    assert "Anna Weber" not in options


def test_a_policy_gives_topics_and_no_title_and_no_tiny_answers(tmp_path):
    item = asked("who owned it", "Anna", type="Data Security|||Other|||None")
    rows = squad_rows(tmp_path, "policy_qa", "site.com", item)
    assert [row.task for row in rows] == ["topic_class"]
    assert rows[0].fields == {"topic": "Data Security"}


def test_a_paper_is_shown_around_the_answer(tmp_path):
    paragraph = {"context": CONTEXT, "qas": [asked("when", "in 1760")]}
    paragraph["qas"][0]["answers"][0] = {"text": "1760", "answer_start": CONTEXT.find("1760")}
    write_json(tmp_path / "200423_covidQA.json", {"data": [{"paragraphs": [paragraph]}]})
    rows = list(sources.covid_qa(tmp_path))
    assert {row.task for row in rows} == {"exqa", "qa", "qg"}
    assert "1760" in rows[0].context


def test_an_implicit_answer_is_not_extractive(tmp_path):
    base = {"story": "the-mill", "context": CONTEXT, "question": "How was she?"}
    write_lines(tmp_path / "fairytaleqa.jsonl", [{**base, "answer": "sad"}])
    rows = list(sources.fairytale_qa(tmp_path))
    assert {row.task for row in rows} == {"qa", "qg"}
    assert rows[0].document == "the mill"


def test_truth_becomes_yes_and_no(tmp_path):
    record = {"question": "is it old", "title": "Mill", "passage": CONTEXT}
    write_lines(tmp_path / "dev.jsonl", [{**record, "answer": a} for a in (True, False)])
    answers = [row.fields["answer"] for row in of(list(sources.boolq(tmp_path)), "ynqa")]
    assert answers == ["Yes", "No"]


def test_facts_together_are_the_context(tmp_path):
    item = {"facts": ["It is old", "It burned."], "answer": True, "question": "Was it", "term": "M"}
    write_json(tmp_path / "dev.json", [item])
    write_json(tmp_path / "train.json", [])
    assert next(iter(sources.strategyqa(tmp_path))).context == "It is old. It burned."


def test_none_of_the_above_is_never_offered(tmp_path):
    names = ["id", "context", "question", "answer0", "answer1", "answer2", "answer3", "label"]
    none = "None of the above choices ."
    with (tmp_path / "valid.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerow(["a##b##c##Blog_1", CONTEXT, "Why ?", "x .", "y .", none, "z .", "1"])
        writer.writerow(["a##b##c##Blog_2", CONTEXT, "Why ?", "x .", "y .", none, "z .", "2"])
    rows = list(sources.cosmosqa(tmp_path))
    assert [row.task for row in rows] == ["mcqa", "qa"]
    assert rows[0].fields["options"].split("\n") == ["y", "x", "z"]
    assert rows[0].document == "Blog_1"


def test_lists_of_links_are_left_out(tmp_path):
    record = {"focus": "Gout", "question": "What is (are) Gout ?", "qtype": "information"}
    texts = ("Gout hurts.", "These resources address Gout.")
    write_lines(tmp_path / "medquad.jsonl", [{**record, "answer": text} for text in texts])
    rows = list(sources.medquad(tmp_path))
    assert [row.task for row in rows] == ["qg", "text_gen"]
    assert rows[0].fields["question"] == "What is Gout?"


def test_an_abstract_has_a_summary_and_perhaps_a_title(tmp_path):
    record = {"source": ["We do it.", "It works."], "target": ["it works"], "paper_id": "p"}
    write_lines(tmp_path / "train.jsonl", [record, {**record, "title": "On it"}])
    rows = list(sources.scitldr(tmp_path))
    assert rows[0].fields == {"summary": "It works."}
    assert [row.fields for row in of(rows, "text_gen")] == [
        {"summary": "It works."},
        {"title": "On it"},
    ]


def test_jokes_for_summaries_are_left_out(tmp_path):
    long = "you keep what you write but we may show it"
    data = {
        name: {"original_text": "you own it", "reference_summary": text, "doc": "Terms"}
        for name, text in (("a", "hi."), ("b", long))
    }
    write_json(tmp_path / "all_v1.json", data)
    assert [row.fields["summary"] for row in sources.legal(tmp_path)] == [
        "You keep what you write but we may show it."
    ]


def test_the_shortest_marked_span_answers(tmp_path):
    record = {
        "original_nq_answers": [[{"string": "Anna Weber owned it"}, {"string": "Anna Weber"}]],
        "paragraph_text": CONTEXT,
        "title_text": "Mill",
        "question_text": "who owned the mill",
    }
    write_lines(tmp_path / "qed-dev.jsonlines", [record])
    assert of(list(sources.qed(tmp_path)), "exqa")[0].fields["answer"] == "Anna Weber"


def test_rows_written_later_find_their_office_passage_by_its_hash(tmp_path, monkeypatch):
    (tmp_path / "office").mkdir()
    item = {"task": "qa", "document": "mill-01", "context": CONTEXT, "fields": {}}
    write_lines(tmp_path / "office" / sources.OFFICE, [item])
    passage = hashlib.sha256(CONTEXT.encode()).hexdigest()[:16]
    fields = {"question": "When did the mill burn?", "answer": "1801"}
    more = [
        {"task": "qg", "passage": passage, "fields": fields},
        {"task": "topic_class", "passage": passage, "fields": {"topic": "An old mill"}},
        {"task": "qg", "passage": "0" * 16, "fields": fields},
    ]
    write_lines(tmp_path / "more.jsonl", more)
    monkeypatch.setattr(sources, "MORE", tmp_path / "more.jsonl")
    rows = list(sources.office_more(tmp_path / "office_more"))
    assert [row.task for row in rows] == ["exqa", "qg", "topic_class"]
    assert {(row.document, row.context) for row in rows} == {("mill-01", CONTEXT)}


def test_the_rows_that_lie_beside_the_program_are_whole():
    rows = [json.loads(text) for text in sources.MORE.read_text(encoding="utf-8").splitlines()]
    assert {row["task"] for row in rows} == {"qg", "topic_class", "summarization"}
    assert all(row["fields"]["question"].endswith("?") for row in rows if row["task"] == "qg")
    assert len({json.dumps(row) for row in rows}) == len(rows)
