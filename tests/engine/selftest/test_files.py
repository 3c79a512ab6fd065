"""The small files: one of each format that the application says it reads."""

from pathlib import PurePath

import pytest

from engine.documents.formats import SUFFIXES
from engine.documents.readers import READERS
from engine.selftest.files import SENTENCE, small_files


def test_there_is_one_file_of_every_format():
    formats = [SUFFIXES[PurePath(name).suffix] for name in small_files()]
    assert sorted(formats) == sorted(READERS)


@pytest.mark.parametrize("name", small_files())
def test_its_reader_finds_the_sentence(name: str):
    read = READERS[SUFFIXES[PurePath(name).suffix]]
    assert SENTENCE in " ".join(read(small_files()[name]).text.split())
