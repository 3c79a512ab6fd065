from pathlib import Path

import pytest

from engine.export.contents import Contents, ExportedFile, ExportRequest
from engine.export.metadata import metadata
from engine.records import Document

REQUEST = ExportRequest(Path("out"))


def contents(rows: int, *types: str, languages: tuple[str, ...] = ()) -> Contents:
    documents = {
        number: Document(number, "a", "/a", "txt", 1, "0" * 64, "1" * 64, 1, "", language=language)
        for number, language in enumerate(languages)
    }
    files = (ExportedFile(Path("train.jsonl"), rows, "2" * 64, 1),)
    return Contents(files, documents, {}, {}, {}, dict.fromkeys(types, 1))


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (1, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (99_999, "10K<n<100K"),
        (1_000_000, "1M<n<10M"),
        (20_000_000, "10M<n<100M"),
    ],
)
def test_the_size_is_one_of_the_cards_own_steps(rows: int, size: str):
    assert metadata(REQUEST, contents(rows)).size == size


def test_each_type_belongs_to_a_kind_of_task_that_the_card_knows():
    known = metadata(REQUEST, contents(3, "exqa", "qa", "mcqa", "summarization", "nli", "wsd"))
    assert known.categories == (
        "multiple-choice",
        "question-answering",
        "summarization",
        "text-classification",
    )


def test_languages_are_those_of_the_documents_that_can_be_told():
    known = metadata(REQUEST, contents(1, languages=("en", "", "de", "en")))
    assert known.languages == ("de", "en")
    assert metadata(REQUEST, contents(1, languages=("",))).languages == ()


def test_a_licence_that_nobody_stated_is_unknown():
    assert metadata(REQUEST, contents(1)).licence == "unknown"
