"""Words of a document are found in the project and its export, and nowhere else on the computer.

The program runs in processes of its own whose home, settings, temporary files and current folder
all lie in one sandbox; afterwards every file in it is read.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CANARIES = ("Zyzzyvalark", "quillfinchery")
TEXT = f"""The {CANARIES[0]} keeps the gate of the old harbour. It opens the gate at nine.
Nobody may enter the {CANARIES[1]} before the inspector has signed the form in the morning.
"""
PLACES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/AppData",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_RUNTIME_DIR": "run",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "home/AppData/Local",
}
WINDOW = """
import sys
import time
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from desktop.app import App
from engine.worker import fake

def main():
    project, paper = map(Path, sys.argv[1:])
    application = QApplication([])
    application.setApplicationName("Bonito Desktop")
    application.setOrganizationName("Bonito Desktop")
    app = App(application, QSettings(), worker=fake.main)
    app.start()
    app.current.create(project)
    app.documents.import_files([paper])
    settle(application, app)
    assert app.project.status().documents == 1
    app.documents.search.field.setText("harbour")
    app.generate.types.choose(["qa"])
    app.generate.run.click()
    settle(application, app)
    app.window.close()

def settle(application, app):
    for _round in range(3):
        application.processEvents()
        while app.background.is_busy or app.running.is_under_way:
            application.processEvents()
            time.sleep(0.01)  # the children need the processor

if __name__ == "__main__":
    main()
"""


class Sandbox:
    """Everything that the program may reach for writing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for place in {*PLACES.values(), "work", "papers"}:
            (folder / place).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.paper = folder / "papers" / "notice.txt"
        self.paper.write_text(TEXT, "utf-8")
        self.project = folder / "work" / "work.bonito"

    def python(self, *arguments: object) -> str:
        environment = os.environ | {name: str(self.folder / at) for name, at in PLACES.items()}
        environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.folder / "work", env=environment, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def run(self, *arguments: object) -> str:
        """One command of the program, in a process of its own."""
        return self.python("-m", "desktop", *arguments)

    def holding(self) -> set[str]:
        """The files but the paper itself with a canary in them, in any writing."""
        found = set[str]()
        for path in self.folder.rglob("*"):
            if path.is_file() and path != self.paper:
                content = path.read_bytes().lower()
                for word in CANARIES:
                    if any(word.lower().encode(code) in content for code in ("utf-8", "utf-16-le")):
                        found.add(path.relative_to(self.folder).as_posix())
        return found

    def files(self) -> set[str]:
        """What lies in the folder where the user works."""
        work = self.folder / "work"
        return {path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()}


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path)


@pytest.mark.model
def test_on_the_command_line_only_project_and_export_hold_a_document(sandbox: Sandbox):
    said = sandbox.run("new", "work.bonito")
    said += sandbox.run("import", "work.bonito", sandbox.paper)
    said += sandbox.run("run", "work.bonito", "--types", "text_gen", "--limit-units", 1)
    sandbox.run("export", "work.bonito", "out", "--only", "all")
    assert not [word for word in CANARIES if word in said]
    backups = {f"work/{name}" for name in sandbox.files() if "(backup" in name}
    exported = {f"work/{name}" for name in sandbox.files() if name.startswith("out/")}
    assert "work/work.bonito" in sandbox.holding()
    assert sandbox.holding() <= {"work/work.bonito"} | backups | exported
    sandbox.run("delete", "work.bonito", "--document", "notice.txt", "--yes")
    assert sandbox.holding() <= exported
    sandbox.run("delete", "work.bonito", "--everything", "--yes")
    assert not [name for name in sandbox.files() if not name.startswith("out/")]


def test_in_the_window_only_project_and_backup_hold_a_document(sandbox: Sandbox, tmp_path: Path):
    script = tmp_path / "window.py"
    script.write_text(WINDOW, "utf-8")
    sandbox.python(script, sandbox.project, sandbox.paper)
    assert sandbox.holding() == {"work/work.bonito"}
    assert list((tmp_path / "home").rglob("*.conf")) or os.name == "nt"  # the look was remembered
    sandbox.run("backup", "work.bonito")
    assert len(sandbox.holding()) == 2
    sandbox.run("delete", "work.bonito", "--document", "notice.txt", "--yes")
    assert sandbox.holding() == set()


def test_with_a_passphrase_the_project_does_not_show_it_either(sandbox: Sandbox):
    secret = sandbox.folder / "home" / "secret.txt"
    secret.write_text("a grey heron\n", "utf-8")
    given = ("work.bonito", "--passphrase-file", secret)
    sandbox.run("new", *given)
    sandbox.run("import", *given, sandbox.paper)
    sandbox.run("backup", *given)
    assert CANARIES[1] in sandbox.run("search", *given, "harbour")
    assert sandbox.holding() == set()
    heron = [path for path in sandbox.folder.rglob("*") if path.is_file() and path != secret]
    assert not [path for path in heron if b"a grey heron" in path.read_bytes()]
