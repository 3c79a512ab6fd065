import pytest

from engine.cli import COMMANDS, main


def test_the_commands_are_those_of_the_contract():
    assert COMMANDS == (
        "new",
        "import",
        "plan",
        "run",
        "pack",
        "merge",
        "conflicts",
        "agreement",
        "status",
        "search",
        "text",
        "review",
        "audit",
        "coverage",
        "duplicates",
        "personal",
        "parts",
        "rights",
        "export",
        "verify",
        "log",
        "backup",
        "restore",
        "passphrase",
        "delete",
        "models",
        "demo",
        "isolation",
        "self-test",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_takes_json(cli, command: str):
    spoken = cli(command, "--help")
    assert spoken.code == 0
    assert f"example:\n  bonito-desktop {command} " in spoken.out
    assert "--json" in spoken.out


def test_help_shows_the_way_from_start_to_end(cli):
    spoken = cli("--help")
    assert spoken.code == 0
    assert "bonito-desktop export work.bonito dataset" in spoken.out


def test_the_version_is_told(cli):
    spoken = cli("--version")
    assert (spoken.code, spoken.out.startswith("Bonito Desktop ")) == (0, True)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "new",
        "new a b",
        "import work.bonito",
        "run work.bonito",
        "run work.bonito --types exqa --resume",
        "run work.bonito --types exqa --samples many",
        "run work.bonito --types exqa --temperature warm",
        "run work.bonito --resume first",
        "review work.bonito",
        "review work.bonito --accept all --reject 3",
        "review work.bonito --accept 3,x",
        "review work.bonito --accept 9-3",
        "review work.bonito --reject all",
        "review work.bonito --reject 1-99999999999",
        "review work.bonito --reject 1-",
        "export work.bonito",
        "export work.bonito out --format csv",
        "export work.bonito out --split 80/10",
        "export work.bonito out --only some",
        "models",
        "models check",
        "models list x.gguf",
        "status work.bonito --unknown",
        "status work.bonito --js",
    ],
)
def test_wrong_usage_ends_with_2_and_one_sentence(cli, line: str):
    spoken = cli(*line.split())
    assert spoken.code == 2
    usage, _, sentence = spoken.err.rstrip("\n").rpartition("\n")
    assert usage.startswith("usage: bonito-desktop")
    assert sentence.startswith("bonito-desktop: ")
    assert spoken.out == ""


def test_wrong_usage_is_told_to_programs_too(cli):
    spoken = cli("export", "work.bonito", "out", "--split", "80/10", "--json")
    assert spoken.code == 2
    assert spoken.json["error"]["title"] == "Wrong usage"
    assert "80/10/10" in spoken.json["error"]["message"]


def test_the_process_s_own_arguments_are_taken_by_default(cli, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bonito-desktop", "--version"])
    assert main() == 0
