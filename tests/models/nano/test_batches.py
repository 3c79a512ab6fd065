"""Batches: every example once, none over budget, always the same."""

import json

from models.nano.build.batches import Example, encode, epoch


def examples(count):
    return [Example((number,) * (10 + number * 7 % 90), 5) for number in range(count)]


def test_every_example_is_in_one_batch_and_none_over_budget():
    found = epoch(examples(600), budget=200, seed=1)
    assert sorted(e.ids[0] for batch in found for e in batch.examples) == list(range(600))
    for batch in found:
        longest = max(len(e.ids) for e in batch.examples)
        assert len(batch.examples) * longest <= 200
        assert batch.tokens <= 200


def test_a_single_long_example_is_a_batch_of_its_own():
    found = epoch([Example((1,) * 500, 1), Example((2,) * 5, 1)], budget=200, seed=1)
    assert sorted(len(batch.examples) for batch in found) == [1, 1]


def test_the_order_hangs_on_the_seed_alone():
    assert epoch(examples(300), 200, 1) == epoch(examples(300), 200, 1)
    assert epoch(examples(300), 200, 1) != epoch(examples(300), 200, 2)


def test_prompt_and_target_are_tokenised_apart_and_ended(tmp_path):
    path = tmp_path / "pairs.jsonl"
    pairs = [{"prompt": "ab", "target": "cde"}, {"prompt": "x" * 50, "target": "y"}]
    pairs = [{"task": "qa", **pair} for pair in pairs]
    path.write_text("".join(json.dumps(p) + "\n" for p in pairs), encoding="utf-8")
    found = encode(path, lambda text: [ord(c) for c in text], end=2, longest=20)
    assert found == [Example((97, 98, 99, 100, 101, 2), 2, "qa")]
