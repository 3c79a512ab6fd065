"""From rows to pairs: format, wordings, split, balance, determinism."""

import json
import re

import pytest

from engine.tasks.types import TASK_TYPES
from models.nano.build import pairs as build
from models.nano.build.pairs import Mix, Wording, load_mix, load_wordings, make_pairs, render
from models.nano.build.rows import Row

PARAGRAPH = (
    "The {n} lock keeper opens gate {n} at nine and closes it at six each day but Sunday. " * 3
)


def rows_of(count=60):
    for number in range(count):
        text = PARAGRAPH.replace("{n}", f"{number} harbour{number}")
        fields = {"question": f"When does gate {number} open?", "answer": "nine"}
        yield Row("exqa", "one", f"doc {number}", text.strip(), fields)
        yield Row("qa", "two", f"doc {number}", text.strip(), fields)
        fields = {"topic": f"Topic {number}"}
        yield Row("topic_class", "one", f"doc {number}", text.strip(), fields)


@pytest.fixture
def mix():
    shares = dict.fromkeys((kind.short for kind in TASK_TYPES), 0.0)
    shares |= {"exqa": 40.0, "qa": 30.0, "topic_class": 30.0}
    return Mix(
        size=60,
        dev_percent=20,
        cap=100,
        usual_words=125,
        long_percent=15,
        paragraph_words=(25, 215),
        sentence_words=(5, 45),
        shares=shares,
        datasets={},
    )


def test_a_pair_is_written_in_bonitos_format():
    row = Row("ynqa", "one", "doc", "The gate is open.", {"question": "Is it?", "answer": "Yes"})
    pair = render(row, [Wording("{{context}}\n\n{question} Yes or no?", "{answer}")])
    assert pair is not None
    assert pair.prompt == (
        "<|tasktype|>\nyes-no question answering\n<|context|>\nThe gate is open.\n<|task|>\n"
    )
    assert pair.target == "{{context}}\n\nIs it? Yes or no?\n<|pipe|>\nYes"


def test_braces_inside_a_field_are_not_filled_again():
    row = Row("ynqa", "one", "doc", "Text.", {"question": "Is {answer} it?", "answer": "Yes"})
    pair = render(row, [Wording("{question}", "{answer}")])
    assert pair is not None
    assert pair.target.startswith("Is {answer} it?")


def test_a_wording_applies_only_with_all_its_fields():
    wording = Wording("{{context}}\n{question}\n{letters}", "{answer}", forbids=("cause",))
    assert wording.applies({"question", "answer", "options"})
    assert not wording.applies({"question", "answer"})
    assert not wording.applies({"question", "answer", "options", "cause"})
    assert render(Row("qa", "one", "doc", "Text."), [wording]) is None


def test_options_are_all_offered_and_the_answer_is_one_of_them():
    fields = {"question": "Who?", "answer": "the clerk", "options": "the clerk\nthe driver\nnobody"}
    row = Row("mcqa", "one", "doc", "Text.", fields)
    pair = render(row, [Wording("{question}\n{bullets}\n{letters}\n{commas}", "{answer}")])
    assert pair is not None
    assert sorted(re.findall(r"^- (.+)$", pair.target, re.MULTILINE)) == sorted(
        fields["options"].split("\n")
    )
    assert len(re.findall(r"^[ABC]\. ", pair.target, re.MULTILINE)) == 3


def test_the_same_rows_make_the_same_bytes(mix, tmp_path):
    wordings = load_wordings()
    hashes = [
        build.write(make_pairs(rows, mix, wordings)[0], tmp_path / "train.jsonl")
        for rows in (rows_of(), reversed(list(rows_of())))
    ]
    assert hashes[0] == hashes[1]
    first = json.loads((tmp_path / "train.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert set(first) == {"task", "dataset", "document", "prompt", "target"}


def test_no_document_is_on_both_sides(mix):
    train, dev = make_pairs(rows_of(), mix, load_wordings())
    assert train
    assert dev
    assert {pair.document for pair in train}.isdisjoint(pair.document for pair in dev)


def test_near_duplicates_of_held_out_contexts_are_found():
    held_out = "The old harbour crane was moved to the museum in the spring of last year."
    nearly = held_out.replace("last year", "this year")
    other = "Bread is baked before sunrise in the shop behind the town hall every day."
    assert build.near_duplicates([nearly, other], [held_out]) == {nearly}


def test_types_keep_their_shares_and_contexts_are_spread(mix):
    chosen = build.choose([r for r in rows_of() if build.is_fit(r, mix)], mix, 60)
    kinds = [row.task for row in chosen]
    assert (kinds.count("exqa"), kinds.count("qa")) == (24, 18)
    assert len({row.context for row in chosen if row.task == "exqa"}) == 24


def test_a_dataset_is_capped_and_an_unnamed_one_left_out(mix):
    assert mix.cap_of("exqa", "one") == 100
    named = Mix(**{**{f: getattr(mix, f) for f in mix.__slots__}, "datasets": {"exqa": {"one": 5}}})
    assert named.cap_of("exqa", "one") == 5
    assert named.cap_of("exqa", "two") == 0


def test_contexts_of_the_wrong_length_do_not_fit(mix):
    assert not build.is_fit(Row("exqa", "one", "doc", "Too short."), mix)
    assert build.is_fit(Row("wsd", "one", "doc", "The bank of the river broke."), mix)
    assert not build.is_fit(Row("wsd", "one", "doc", "word " * 60), mix)
    assert not build.is_fit(Row("wsd", "one", "doc", "Has a {{context}} mark inside it."), mix)
    long_target = {"summary": "word " * 200}
    assert not build.is_fit(Row("wsd", "one", "doc", "The bank of the river.", long_target), mix)


def test_long_contexts_are_used_sparingly(mix):
    fit = [
        build.is_fit(Row("exqa", "one", "doc", f"{number} " + "word " * 150), mix)
        for number in range(300)
    ]
    assert 20 < sum(fit) < 75


def test_the_shipped_mix_is_balanced():
    shares = load_mix().shares
    assert set(shares) == {kind.short for kind in TASK_TYPES}
    assert sum(shares.values()) == pytest.approx(100)
    assert min(shares.values()) >= 2
    assert max(shares.values()) <= 20


def test_both_lessons_together_are_balanced():
    first, second = load_mix(), load_mix(build.HERE / "second.toml")
    assert sum(second.shares.values()) == pytest.approx(100)
    sizes = first.size, second.size
    for task in second.shares:
        wanted = first.shares[task] * sizes[0] + second.shares[task] * sizes[1]
        assert 2 <= wanted / sum(sizes) <= 20, task


def test_second_lessons_repeat_nothing_and_leave_what_measures_alone(tmp_path):
    learnt, measured, new = (
        Row("qa", "one", name, f"{name} was told about the {name} of a town by the sea.")
        for name in ("Amber", "Basalt", "Copper")
    )
    lesson = json.dumps({"prompt": build.prompt_of(learnt)})
    (tmp_path / "train.jsonl").write_text(lesson + "\n", encoding="utf-8")
    context = json.dumps({"kind": "paragraph", "text": measured.context})
    (tmp_path / "contexts.jsonl").write_text(context + "\n", encoding="utf-8")
    assert build.fresh([learnt, measured, new], tmp_path) == [new]


def test_every_type_has_several_wordings_and_asks_about_the_passage():
    wordings = load_wordings()
    assert set(wordings) == {kind.short for kind in TASK_TYPES}
    for task, found in wordings.items():
        assert len(found) >= 4, task
        assert all("<|" not in w.input + w.output for w in found), task
        if task != "sent_comp":
            assert all("{{context}}" in w.input + w.output for w in found), task


@pytest.mark.parametrize(
    ("task", "dataset", "fields", "is_sound"),
    [
        ("mcqa", "x", {"question": "Who?", "answer": "Ann", "options": "Ann\nBob\nann"}, False),
        ("mcqa", "x", {"question": "Who?", "answer": "Ann", "options": "Ann\nBob\nEve"}, True),
        ("nli", "x", {"hypothesis": "The key hangs here.", "label": "Neutral"}, False),
        ("nli", "x", {"hypothesis": "The key hangs here.", "label": "Entailment"}, True),
        ("nli", "x", {"hypothesis": "The key is lost.", "label": "Contradiction"}, True),
        ("topic_class", "policy_qa", {"topic": "First Party Use"}, False),
        ("exqa", "policy_qa", {"question": "Who?", "answer": "Ann"}, True),
    ],
)
def test_rows_that_teach_a_fault_are_left_out(task, dataset, fields, is_sound):
    row = Row(task, dataset, "doc", "Ann says the key hangs here.", fields)
    assert build.is_sound(row) is is_sound


@pytest.mark.parametrize(
    "name", ["mix.toml", "second.toml", "large.toml", "office.toml", "more.toml"]
)
def test_the_shares_of_every_mix_are_a_whole(name):
    mix = load_mix(build.HERE / name)
    assert sum(mix.shares.values()) == pytest.approx(100, abs=0.01)
    if name in {"large.toml", "office.toml", "more.toml"}:
        assert all(own.get("policy_qa", 0) <= 2 for own in mix.datasets.values())
        assert not mix.cap_of("topic_class", "policy_qa")
