"""Parts are of about the same size, none is empty, and neighbours stay together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadSetting
from engine.packets.parts import split
from engine.records import OpenPassage

SIZES = st.lists(st.integers(1, 20), min_size=1, max_size=40)


@given(SIZES, st.integers(1, 8), st.integers(1, 5), st.booleans())
def test_every_passage_is_in_exactly_one_part(sizes, parts, per_document, by_documents):
    passages = [OpenPassage(n // per_document, n, size) for n, size in enumerate(sizes)]
    blocks = len({one.document_id for one in passages}) if by_documents else len(passages)
    if parts > blocks:
        with pytest.raises(BadSetting, match="choose fewer parts"):
            split(passages, parts, by_documents=by_documents)
        return
    found = split(passages, parts, by_documents=by_documents)
    assert len(found) == parts
    assert all(found)
    assert sorted(one.passage_id for part in found for one in part) == list(range(len(sizes)))
    if by_documents:
        documents = [{one.document_id for one in part} for part in found]
        assert sum(map(len, documents)) == len(set().union(*documents))
    else:
        assert [one.passage_id for part in found for one in part] == list(range(len(sizes)))


@pytest.mark.parametrize("by_documents", [False, True])
def test_parts_of_equal_passages_differ_by_one_at_most(by_documents: bool):
    passages = [OpenPassage(n, n, 4) for n in range(103)]
    sizes = [len(part) for part in split(passages, 8, by_documents=by_documents)]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("parts", [0, -1, 10_001])
def test_a_number_that_makes_no_sense_is_refused(parts: int):
    with pytest.raises(BadSetting, match="choose from 1 to 10,000"):
        split([OpenPassage(1, 1, 1)], parts, by_documents=False)
