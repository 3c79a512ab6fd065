"""Readers of sentence datasets, on made-up rows in the layouts of the real ones."""

import csv
import json

from models.nano.build import sentence_sources as sources
from models.nano.build.rows import Row


def write_table(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def write_lines(path, records):
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")


def test_both_forms_of_a_sentence_are_one_document(tmp_path):
    text = "1 [The cook] thanked the guard because [{}] was kind.\n"
    (tmp_path / "pro.txt.dev").write_text(text.format("he"), encoding="utf-8")
    (tmp_path / "anti.txt.dev").write_text(text.format("she"), encoding="utf-8")
    rows = list(sources.winobias(tmp_path))
    assert {row.fields["pronoun"] for row in rows} == {"he", "she"}
    assert len({row.document for row in rows}) == 1
    assert rows[0].fields["answer"] == "The cook"
    assert "[" not in rows[0].context


def test_a_template_is_filled_and_its_answer_stands_in_it(tmp_path):
    rows = [
        ["occupation(0)", "other-participant(1)", "answer", "sentence"],
        ["cook", "guest", "1", "The $OCCUPATION told the $PARTICIPANT that $NOM_PRONOUN won."],
    ]
    write_table(tmp_path / "templates.tsv", rows, "\t")
    found = list(sources.winogender(tmp_path))
    assert [row.context for row in found] == [
        "The cook told the guest that he won.",
        "The cook told the guest that she won.",
    ]
    assert {row.fields["answer"] for row in found} == {"the guest"}


def test_the_right_candidate_is_the_answer(tmp_path):
    item = {
        "sentence_with_pronoun": "Ann met Eve , and [she] left .",
        "original_sentence": ["Ann met Eve , and she left ."],
        "correct_candidate": ["Ann"],
    }
    (tmp_path / "knowref_test.json").write_text(json.dumps([item]), encoding="utf-8")
    row = next(iter(sources.knowref(tmp_path)))
    assert (row.context, row.fields) == (
        "Ann met Eve, and she left.",
        {"pronoun": "she", "answer": "Ann"},
    )


def test_only_a_name_in_the_pronouns_own_sentence_counts(tmp_path):
    text = "Ann Lee left early. Eve Ray stayed until the end because she liked the music."
    head = ["Text", "Pronoun", "Pronoun-offset", "A", "A-coref", "B", "B-coref", "URL"]
    at = str(text.index("she"))
    rows = [
        [text, "she", at, "Ann Lee", "FALSE", "Eve Ray", "TRUE", "u1"],
        [text, "she", at, "Ann Lee", "TRUE", "Eve Ray", "FALSE", "u2"],
        [text, "she", at, "Ann Lee", "FALSE", "Eve Ray", "FALSE", "u3"],
    ]
    write_table(tmp_path / "gap-a.tsv", [head, *rows], "\t")
    found = list(sources.gap(tmp_path))
    assert [(row.document, row.fields["answer"]) for row in found] == [("u1", "Eve Ray")]
    assert found[0].context.startswith("Eve Ray")


def test_entailment_of_like_sentences_counts_as_paraphrase(tmp_path):
    lines = {
        "s1": ["A man is making a phone call ."] * 3,
        "s2": ["A man is on a phone call .", "A person exists .", "A man is making a cake ."],
        "labels": ["entailment", "entailment", "contradiction"],
        "preproc1_expl_1": ["no"] * 3,
    }
    for name, texts in lines.items():
        for part in ("dev", "test"):
            chosen = texts if part == "dev" else []
            (tmp_path / f"{name}.{part}").write_text("\n".join(chosen), encoding="utf-8")
    rows = list(sources.esnli(tmp_path))
    assert [row.fields["other"] for row in rows if row.task == "paraphrase"] == [
        "A man is on a phone call."
    ]
    same = {r.fields["other"]: r.fields["label"] for r in rows if r.task == "paraphrase_id"}
    assert same == {"A man is on a phone call.": "Yes", "A man is making a cake.": "No"}
    labels = [row.fields["label"] for row in rows if row.task == "nli"]
    assert labels == ["Entailment", "Entailment", "Contradiction"]


def test_claims_become_inference_and_entailment(tmp_path):
    head = ["premise", "hypothesis", "label"]
    write_table(tmp_path / "mnli_dev.csv", [head, ["it rains", "it is wet", "neutral"]])
    assert [row.fields["label"] for row in sources.mnli(tmp_path)] == ["Neutral"]
    rows = [head, ["a", "b", "entailment"], ["a", "c", "not_entailment"]]
    write_table(tmp_path / "scitail_dev.csv", rows)
    assert [row.fields["label"] for row in sources.scitail(tmp_path)] == ["Yes", "No"]


def test_senses_are_offered_and_compared(tmp_path):
    base = {"lemma": "bank", "pos": "n", "other_definitions": ["a slope"], "definition": "a firm"}
    records = [
        {**base, "sentence": "the bank lends", "sense": "1"},
        {**base, "sentence": "my bank is closed", "sense": "1"},
        {**base, "sentence": "the bank of the river", "sense": "2"},
    ]
    write_lines(tmp_path / "oewn_wsd.jsonl", records)
    rows = list(sources.oewn(tmp_path))
    assert [row.fields["label"] for row in rows if "label" in row.fields] == ["Yes", "No"]
    assert rows[0].fields["options"] == "a firm\na slope"


def test_endings_and_causes_hold_the_right_answer(tmp_path):
    (tmp_path / "full_data.tsv").write_text("o\tHe ran and\tfell.\tflew.\tsat.\tate.\t3\n")
    row = next(iter(sources.codah(tmp_path)))
    assert row.fields["answer"] == "ate."
    assert set(row.fields["options"].split("\n")) == {"fell.", "flew.", "sat.", "ate."}
    record = {"premise": "It rained.", "ask-for": "effect", "label": 1}
    write_lines(tmp_path / "cr.jsonl", [{**record, "hypothesis1": "Dry.", "hypothesis2": "Wet."}])
    row = next(iter(sources.e_care(tmp_path)))
    assert (row.fields["answer"], "effect" in row.fields) == ("Wet.", True)


def test_reviews_have_their_label(tmp_path):
    (tmp_path / "rt-polarity.pos").write_bytes("a caf\xe9 of joy .".encode("latin-1"))
    (tmp_path / "rt-polarity.neg").write_text("dull .")
    found = [(row.context, row.fields["label"]) for row in sources.rotten_tomatoes(tmp_path)]
    assert found == [("A café of joy.", "Positive"), ("Dull.", "Negative")]


def test_intents_become_topics(tmp_path):
    write_table(tmp_path / "train.csv", [["text", "category"], ["where is it?", "card_arrival"]])
    assert next(iter(sources.banking77(tmp_path))).fields == {"topic": "Card arrival"}
    data = {"train": [["wake me", "set_alarm"]]}
    (tmp_path / "data_full.json").write_text(json.dumps(data), encoding="utf-8")
    assert next(iter(sources.clinc150(tmp_path))).fields == {"topic": "Set alarm"}


def test_a_sentence_is_cut_and_both_parts_make_it_whole():
    text = "The old crane at the harbour was moved to the museum in spring."
    rows = list(sources.cloze(iter([Row("qa", "one", "doc", text + " " + "Short.")] * 2)))
    assert len(rows) == 1
    assert f"{rows[0].fields['beginning']} {rows[0].fields['ending']}" == text
