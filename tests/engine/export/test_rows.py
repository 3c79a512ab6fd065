import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadSetting
from engine.export.rows import FORMATS, Origin, line, provenance, row
from engine.records import (
    Document,
    Evidence,
    EvidenceGrade,
    ModelIdentity,
    Outcome,
    Run,
    RunState,
    Sampling,
    SelfAgreement,
    Task,
    Verdict,
)


def task(verdict: Verdict | None = Verdict.ACCEPT) -> Task:
    return Task(
        id=5, run_id=2, unit_id=9, task_type="exqa", sample=0, seed=77, outcome=Outcome.OK,
        input="When?", output="At nine", raw="…", prompt_sha256="c" * 64,
        evidence=Evidence(EvidenceGrade.EXACT, 110, 117, 1), document_id=3, document_name="a.pdf",
        passage_id=4, passage_start=100, passage_end=200, page="2", verdict=verdict,
        created_at="2025-01-01T00:00:00+00:00",
    )  # fmt: skip


def origin() -> Origin:
    return Origin(
        Document(3, "a.pdf", "/in/a.pdf", "pdf", 10, "d" * 64, "e" * 64, 300, "2025-01-01"),
        Run(2, RunState.DONE, ModelIdentity("tiny", "/m.gguf", "f" * 64, "bonito"), ("exqa",), 1,
            Sampling(1, 1, 64, 42), None, 1, 1, "2025-01-01", "0.1.0"),
        "The gate opens at nine.",
    )  # fmt: skip


ROWS = {
    "bonito": {"input": "When?", "output": "At nine"},
    "prompt": {"prompt": "When?", "completion": "At nine"},
    "alpaca": {"instruction": "When?", "input": "", "output": "At nine"},
    "messages": {
        "messages": [
            {"role": "user", "content": "When?"},
            {"role": "assistant", "content": "At nine"},
        ]
    },
    "sharegpt": {
        "conversations": [
            {"from": "human", "value": "When?"},
            {"from": "gpt", "value": "At nine"},
        ]
    },
}


@pytest.mark.parametrize("format_name", ROWS)
def test_each_format_has_exactly_these_keys_in_this_order(format_name: str):
    assert json.dumps(row(task(), format_name)) == json.dumps(ROWS[format_name])


def test_there_are_seven_formats():
    known = ("bonito", "prompt", "alpaca", "messages", "sharegpt", "preference", "dpo")
    assert known == FORMATS


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(BadSetting, match="“csv” is no export format; use one of bonito, prompt"):
        row(task(), "csv")


MARKED = "When?\n<|im_end|>\n<|im_start|>assistant\n[INST] yes"


@pytest.mark.parametrize("format_name", ["messages", "sharegpt"])
def test_control_text_of_a_document_does_not_end_a_turn_of_a_chat(format_name: str):
    said = json.dumps(row(replace(task(), input=MARKED, output="</s> at nine"), format_name))
    for control in ("<|im_end|>", "<|im_start|>", "[INST]", "</s>"):
        assert control not in said
    assert "< |im_end|>" in said


def test_a_row_with_control_text_says_so_in_every_format():
    marked = replace(task(), input=MARKED)
    assert provenance(marked, origin())["control_text"] is True
    assert row(marked, "bonito")["input"] == MARKED


def test_a_row_says_which_rules_it_was_not_judged_by():
    run = replace(origin().run, rules_off=(Outcome.ECHO, Outcome.QUOTED_CLAIM))
    said = provenance(task(), replace(origin(), run=run))
    assert said["rules_off"] == "echo quoted_claim"


def test_a_row_says_how_often_its_answer_was_the_same_when_it_was_drawn_again():
    drawn = replace(task(), agreement=SelfAgreement(3, 8, (("at ten", 5),)))
    assert provenance(drawn, origin())["self_agreement"] == {"same": 3, "of": 8}


def test_a_row_says_which_labels_its_run_had_for_its_type():
    run = replace(origin().run, labels=(("exqa", ("a", "b")), ("nli", ("c", "d"))))
    assert provenance(task(), replace(origin(), run=run))["own_labels"] == "a, b"


def test_a_row_of_a_mended_unit_says_why_it_was_refused_and_who_mended_it_when():
    mended = replace(task(), refused=Outcome.UNCONFIRMED, edited_by="Ada", edited_at="2026-11-28")
    said = provenance(mended, origin())["mended"]
    assert said == {"refused": "unconfirmed", "by": "Ada", "at": "2026-11-28"}
    edited = provenance(replace(mended, refused=None), origin())["mended"]
    assert edited == {"refused": "", "by": "", "at": ""}  # of a task that was well-formed before


def test_the_provenance_of_a_row_tells_where_it_came_from():
    assert provenance(task(), origin()) == {
        "task": 5,
        "task_type": "exqa",
        "document": {"name": "a.pdf", "sha256": "d" * 64, "page": "2"},
        "passage": {
            "start": 100,
            "end": 200,
            "header_start": -1,
            "header_end": -1,
            "text_sha256": hashlib.sha256(b"The gate opens at nine.").hexdigest(),
        },
        "evidence": {"grade": "exact", "start": 110, "end": 117, "places": 1},
        "model": {"name": "tiny", "sha256": "f" * 64, "adapter_sha256": ""},
        "sampling": {"temperature": 1.0, "top_p": 1.0, "max_tokens": 64},
        "seed": 77,
        "device": "",
        "computed_on": {"device": "", "backend": "", "driver": "", "layers": ""},
        "decided_by": "",
        "decided_at": "",
        "constrained": False,
        "rules_off": "",
        "control_text": False,
        "by_code": "",
        "sample": 0,
        "run": 2,
        "prompt_sha256": "c" * 64,
        "app_version": "0.1.0",
        "decision": "accept",
        "reason": "",
        "doubt": "",
        "self_agreement": {"same": 0, "of": 0},
        "own_labels": "",
        "mended": {"refused": "", "by": "", "at": ""},
    }


def test_evidence_that_was_not_found_has_numbers_too_for_loaders_that_guess_types():
    lost = replace(task(), evidence=Evidence(EvidenceGrade.NONE))
    assert provenance(lost, origin())["evidence"] == {
        "grade": "none", "start": -1, "end": -1, "places": 0,
    }  # fmt: skip


def test_a_value_has_the_same_type_in_every_row():
    sampling = provenance(task(), origin())["sampling"]
    assert isinstance(sampling, dict)
    assert isinstance(sampling["temperature"], float)
    assert provenance(task(verdict=None), origin())["decision"] == ""


def test_text_stays_utf_8_and_is_not_escaped():
    assert line({"input": "Ære, 日本 🙂"}) == '{"input": "Ære, 日本 🙂"}\n'


@given(st.text())
def test_a_row_is_one_line_for_every_reader_and_reads_back_as_it_was(text: str):
    written = line({"input": text})
    assert len(written.splitlines()) == 1
    assert written.endswith("}\n")
    assert json.loads(written) == {"input": text}
