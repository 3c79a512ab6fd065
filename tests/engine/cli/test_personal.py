from pathlib import Path

import pytest

from tests.near_projects import with_tasks
from tests.projects import new_project


@pytest.fixture
def private(tmp_path: Path) -> Path:
    path = tmp_path / "private.bonito"
    passage = "Write to anna@example.org, or to otto@example.org; call +49 30 901820. Ask Eva Horn."
    with new_project(path) as project:
        with_tasks(project, [("Whom does one ask?", "Eva Horn")], passage)
    return path


def test_the_list_says_what_was_found(cli, private: Path):
    spoken = cli("personal", private)
    assert spoken.code == 0
    assert "3 values that may be personal data, 3 undecided" in spoken.out
    assert "anna@example.org" in spoken.out


def test_all_of_a_kind_are_decided_at_once(cli, private: Path):
    spoken = cli("personal", private, "--decide", "mask", "--kind", "e-mail", "--json")
    assert spoken.json["undecided"] == 1
    assert [one["decision"] for one in spoken.json["values"]] == ["mask", "mask", ""]


def test_one_value_is_kept_for_a_reason(cli, private: Path):
    number = cli("personal", private, "--json").json["values"][0]["number"]
    assert cli("personal", private, "--decide", "keep", "--number", number).code == 1
    spoken = cli(
        "personal", private, "--decide", "keep", "--number", number, "--reason", "ours", "--json"
    )
    assert (spoken.json["values"][0]["decision"], spoken.json["values"][0]["reason"]) == (
        "keep", "ours",
    )  # fmt: skip
    assert cli("personal", private, "--decide", "mask", "--number", "999").code == 1


def test_own_words_come_from_a_file(cli, private: Path, tmp_path: Path):
    words = tmp_path / "names.txt"
    words.write_text("Eva Horn | Frau Horn\n", encoding="utf-8")
    found = cli("personal", private, "--words", words, "--json").json["values"]
    assert ("name", "Eva Horn") in [(one["kind"], one["value"]) for one in found]
    assert cli("personal", private, "--words", tmp_path / "nowhere.txt").code == 1


def test_an_export_waits_for_the_decisions(cli, private: Path, tmp_path: Path):
    out = tmp_path / "rows.jsonl"
    spoken = cli("export", private, out, "--only", "all")
    assert spoken.code == 1
    assert "2 × e-mail, 1 × phone" in spoken.err
    assert cli("personal", private, "--decide", "mask").code == 0
    assert cli("export", private, out, "--only", "all").code == 0
    assert "[E-MAIL 2]" in out.read_text("utf-8")


def test_it_goes_on_for_a_reason(cli, private: Path, tmp_path: Path):
    out = tmp_path / "rows.jsonl"
    arguments = ("export", private, out, "--only", "all", "--allow-personal")
    assert cli(*arguments, "").code == 1
    assert cli(*arguments, "all of it is made up").code == 0
    assert "anna@example.org" in out.read_text("utf-8")


def test_a_choice_of_values_needs_a_decision(cli, private: Path):
    assert cli("personal", private, "--kind", "phone").code == 2


def test_nothing_found_is_said_with_a_warning(cli, project: Path):
    assert "rules miss much" in cli("personal", project).out
