from pathlib import Path

import pytest


def test_a_slice_by_name_is_what_the_stored_offsets_mean(cli, project: Path):
    whole = cli("text", project, "d0.txt", "--json").json
    hit = cli("search", project, "enter bef", "--json").json["hits"][0]
    part = cli("text", project, "d0.txt", "--from", hit["start"], "--to", hit["end"]).out
    assert part == whole["text"][hit["start"] : hit["end"]] + "\n"
    assert whole["characters"] == len(whole["text"]) == whole["to"]


def test_a_document_is_found_by_its_number_too(cli, project: Path):
    by_name = cli("text", project, "d1.txt", "--json").json
    assert cli("text", project, by_name["document"], "--json").json == by_name


def test_pages_are_those_of_the_slice(cli, project: Path):
    pages = cli("text", project, "d0.txt", "--json").json["pages"]
    assert [mark["label"] for mark in pages] == ["1", "2"]
    second = pages[1]["start"]
    spoken = cli("text", project, "d0.txt", "--pages", "--from", second + 1)
    assert spoken.out.split() == [str(second), "2"]


@pytest.mark.parametrize("sizes", [("--from", 9, "--to", 3), ("--to", 99_999), ("--from", -1)])
def test_a_slice_outside_the_text_is_refused_with_its_bounds(cli, project: Path, sizes):
    spoken = cli("text", project, "d0.txt", *sizes)
    assert spoken.code == 1
    assert "goes from 0 to " in spoken.err


def test_an_unknown_name_is_told_the_ones_that_there_are(cli, project: Path):
    spoken = cli("text", project, "d9.txt")
    assert (spoken.code, spoken.out) == (1, "")
    assert "choose from 1 “d0.txt”, 2 “d1.txt”." in spoken.err
