"""The whole way in one window: new, import, pilot, the rest, review by keys, bulk, export."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.app import App
from desktop.main_window import EXPORT, GENERATE, REVIEW
from engine.export.verify import verify
from engine.records import RunState, Verdict
from tests.harbour import NOTICES
from tests.models.gguf_files import gguf

CTRL = Qt.KeyboardModifier.ControlModifier
PILOT = 4  # units


def keys(app: App, *pressed: str) -> None:
    for key in pressed:
        QTest.keyClick(app.window.focusWidget() or app.window, key)


def begin(app: App, tmp_path: Path, calm) -> None:
    """A new project with three documents, and a stranger's model."""
    files = [tmp_path / f"notice {number}.txt" for number in range(3)]
    for path, text in zip(files, NOTICES, strict=False):
        path.write_text(text, encoding="utf-8")
    (tmp_path / "tiny.gguf").write_bytes(gguf())
    app.start_page.new_requested.emit(tmp_path / "letters.bonito")
    app.documents.import_files(files)
    calm(app)
    app.models.choose(str(tmp_path / "tiny.gguf"))
    calm(app)


def generate(app: App, calm) -> None:
    """A pilot, then what it left."""
    QTest.keyClick(app.window, Qt.Key.Key_2, CTRL)
    assert app.window.pages.currentIndex() == GENERATE
    app.generate.sampling.limit.setValue(PILOT)
    app.generate.start.pilot.click()
    calm(app)
    app.generate.panel.pilot.rest.click()
    calm(app)


def test_from_nothing_to_a_verified_bundle_of_reviewed_tasks(app: App, tmp_path: Path, calm):
    begin(app, tmp_path, calm)
    generate(app, calm)
    assert app.project is not None
    rest, pilot = app.project.runs.all()
    assert (pilot.state, pilot.units_done) == (RunState.DONE, PILOT)
    assert rest.state is RunState.DONE
    QTest.keyClick(app.window, Qt.Key.Key_3, CTRL)
    assert app.window.pages.currentIndex() == REVIEW
    review_by_keys(app)
    accept_the_rest(app, calm)
    kept = export(app, tmp_path / "bundle", calm)
    assert kept == app.project.status().verdicts[Verdict.ACCEPT] + 1  # and the edited one


def review_by_keys(app: App) -> None:
    """Accept, reject with a reason, edit, and take one back."""
    keys(app, "a", "3", "e")
    app.review.pane.output.selectAll()
    QTest.keyClicks(app.review.pane.output, "at nine")
    QTest.keyClick(app.review.pane.output, Qt.Key.Key_Return, CTRL)
    keys(app, "a", "u", "f")
    assert app.project is not None
    verdicts = app.project.status().verdicts
    assert {one: verdicts.get(one, 0) for one in Verdict if one is not Verdict.SKIP} == {
        Verdict.ACCEPT: 1, Verdict.REJECT: 1, Verdict.EDIT: 1, Verdict.FLAG: 1,
    }  # fmt: skip


def accept_the_rest(app: App, calm) -> None:
    """Read a sample whole, then accept what it stands for; one undo would take that back."""
    audit = app.review.audit
    app.review.filter.fold.click()
    audit.how_many.setValue(1)
    audit.draw.click()
    calm(app)
    keys(app, "a")
    calm(app)
    audit.take.click()
    calm(app)
    audit.leave.click()
    calm(app)


def export(app: App, target: Path, calm) -> int:
    """The rows of a bundle that its own proof finds whole."""
    QTest.keyClick(app.window, Qt.Key.Key_4, CTRL)
    assert app.window.pages.currentIndex() == EXPORT
    app.export.one_of_each.setChecked(False)
    app.export.target.setText(str(target))
    app.export.button.click()
    calm(app)
    assert verify(target).problems == []
    return len((target / "train.jsonl").read_text(encoding="utf-8").splitlines())
