"""Spoiled files of every format, through the real child: each is read or refused with a reason.

A few by a fixed chance; `tests/bench/hostile.py` offers thousands.
"""

from random import Random

import pytest

from engine.documents.reading import Reader
from engine.errors import DocumentRefused
from tests.engine.documents import mutations, sound

SAMPLES = sound.samples()
FILES = 25


@pytest.fixture(scope="module")
def reader():
    with Reader() as made:
        yield made


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sound_file_is_read(reader, tmp_path, name):
    for data in SAMPLES[name]:
        path = tmp_path / f"sound{mutations.suffix_of(name)}"
        path.write_bytes(data)
        assert reader.read(path).text


@pytest.mark.parametrize("name", SAMPLES)
def test_a_spoiled_file_is_read_or_refused_and_the_reader_lives(
    reader, tmp_path, name, monkeypatch
):
    monkeypatch.setattr(mutations, "MOST_BYTES", 200_000)
    chance = Random(name)  # noqa: S311 - it must be repeatable
    kinds = [each for each in mutations.of_format(name) if each != mutations.add_a_huge_cell]
    path = tmp_path / f"spoiled{mutations.suffix_of(name)}"
    for _ in range(FILES):
        mutation = chance.choice(kinds)
        path.write_bytes(mutation(chance, *chance.choices(SAMPLES[name], k=2)))
        try:
            assert reader.read(path).text
        except DocumentRefused as refusal:
            assert "crashed" not in str(refusal), mutation.__name__  # noqa: PT017 - both are right
