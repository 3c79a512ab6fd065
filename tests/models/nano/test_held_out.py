"""Contexts for measuring: of held-out documents, fairly from all datasets, unseen."""

from models.nano.build.held_out import from_document, in_turns, pick
from models.nano.build.pairs import is_dev
from models.nano.build.rows import Row


def test_only_held_out_documents_give_contexts():
    rows = [Row("qa", "one", f"doc {n}", f"Context number {n}.") for n in range(400)] * 2
    found = from_document(rows, 10)
    assert 10 < len(found) < 90
    assert len(set(found)) == len(found)
    assert all(is_dev("doc " + text.split()[2].rstrip("."), 10) for text in found)


def test_datasets_take_turns():
    assert in_turns([["a1", "a2", "a3"], ["b1"]], 3) == ["a1", "b1", "a2"]


def test_what_training_saw_and_what_is_too_short_is_left_out():
    seen = "The old harbour crane was moved to the museum in the spring."
    other = "Bread is baked before sunrise in the shop behind the town hall."
    assert pick([[seen, other, "Too short."]], [seen + " It was late."], 5, 40) == [other]
