"""Who learns from what: written whole, read back, the domain kept from the first Nano."""

import json

from models.nano.build import lessons


def test_the_domain_is_taken_out_of_nanos_lessons():
    records = [
        {"dataset": "policy_qa", "task": "exqa", "target": "a"},
        {"dataset": "xquad_en", "task": "qa", "target": "b"},
        {"dataset": "xquad_en", "task": "exqa", "target": "c"},
    ]
    assert [r["target"] for r in lessons.without(records, "policy_qa", "exqa")] == ["c"]


def test_records_are_read_back_as_written(tmp_path):
    path = tmp_path / "new" / "lines.jsonl"
    lessons.write_lines(path, [{"prompt": "“Wer?”", "target": "x"}])
    assert lessons.read_lines(path) == [{"prompt": "“Wer?”", "target": "x"}]
    assert [each.name for each in path.parent.iterdir()] == ["lines.jsonl"]


def test_students_learn_from_the_tasks_or_from_the_bare_texts(tmp_path):
    lessons.write_lines(tmp_path / "tasks.jsonl", [{"input": "Who?", "output": "the clerk"}])
    lessons.prepare_students(tmp_path, ["The clerk signs."])
    tasks, raw = (
        lessons.read_lines(lessons.student_folder(tmp_path, kind, 0) / "train.jsonl")
        for kind in ("tasks", "raw")
    )
    assert "Who?" in tasks[0]["prompt"]
    assert tasks[0]["target"] == "the clerk"
    assert raw[0]["target"] == "The clerk signs."


def test_the_texts_and_questions_are_prepared_once(tmp_path):
    text = "The lock keeper opens the gate of harbour {n} at nine and closes it at six. " * 2
    asked = [{"question": "When?", "answers": [{"text": "at nine"}]}]
    articles = [
        {"title": f"s{n}.org", "paragraphs": [{"context": text.format(n=n), "qas": asked}]}
        for n in range(20)
    ]
    data, pairs, out = (tmp_path / name for name in ("data", "pairs", "out"))
    (data / lessons.DOMAIN).mkdir(parents=True)
    path = data / lessons.DOMAIN / "dev.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    for name in ("train.jsonl", "dev.jsonl"):
        record = {"dataset": "xquad_en", "task": "exqa", "prompt": "p", "target": "t"}
        lessons.write_lines(pairs / name, [record])
    texts = lessons.prepare(pairs, data, out, 3, 2)
    assert len(texts) == 3
    assert len(lessons.labelled(out)) == 2
    assert lessons.read_lines(out / "nano" / "train.jsonl")[0]["target"] == "t"
    path.write_text(json.dumps({"data": articles[:-1]}), encoding="utf-8")
    before = lessons.labelled(out)
    lessons.prepare(pairs, data, out, 3, 2)
    assert lessons.labelled(out) == before
