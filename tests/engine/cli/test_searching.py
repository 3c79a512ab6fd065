from pathlib import Path

import pytest


def test_places_are_listed_with_document_page_and_passage(cli, project: Path):
    spoken = cli("search", project, "enter bef")
    assert spoken.code == 0
    first, snippet, *_, total = spoken.out.splitlines()
    assert first == "d0.txt, 2, passage 2, character 34"
    assert snippet == "    … opens at nine. Nobody may enter before."
    assert total == "2 places"


def test_programs_get_every_hit_with_its_offsets(cli, project: Path):
    content = cli("search", project, "gate 1", "--json").json
    (hit,) = content["hits"]
    assert content["search"] == "gate 1"
    assert (hit["document_name"], hit["start"], hit["end"]) == ("d1.txt", 0, 4)
    assert hit["places"] == [[0, 4], [5, 6]]


@pytest.mark.parametrize("text", ["zebra", '"', "AND"])
def test_words_that_stand_nowhere_are_no_error(cli, project: Path, text: str):
    spoken = cli("search", project, text)
    assert (spoken.code, spoken.out) == (0, "0 places\n")


def test_there_are_no_more_places_than_asked_for(cli, project: Path):
    assert cli("search", project, "gate", "--limit", 1).out.endswith("\n1 place\n")
    assert cli("search", project, "gate", "--limit", 0).code == 1
