"""A page whose files can be read once more in another way: encoding, columns, headers."""

from collections.abc import Sequence

from desktop.background import Background, Operation
from desktop.dialogs.read_again import ReadAgain, reread_sentence
from desktop.language import tr
from desktop.pages.importing_page import ImportingPage, wants_password
from engine.records import FileReport, ImportOptions
from engine.rereading import read_again
from engine.store import Project


class RereadingPage(ImportingPage):
    """Heirs say which document is shown, and select one."""

    def __init__(self, title: str, sentence: str, background: Background) -> None:
        super().__init__(title, sentence, background)
        self._shown: int | None = None  # id of the document beside the table

    def _select(self, document_id: int | None) -> None:
        """Select a document in the table; for heirs."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Ask how the document that is shown, and others, are to be read, and do so."""
        project, shown = self.project, self._shown
        if project is None or shown is None or self._job is not None:
            return
        documents = project.documents
        dialog = ReadAgain(self, documents.get(shown), documents.all())
        if dialog.exec():
            self._read_again(project, dialog.document_ids(), dialog.options())
        dialog.deleteLater()

    def _read_again(
        self,
        project: Project,
        ids: Sequence[int],
        options: ImportOptions,
        passwords: Sequence[str] = (),
    ) -> None:
        self.notice.hide()
        self.strip.begin()
        self._job = self._background.run(
            Operation(
                name=tr("Reading again"),
                work=lambda job: read_again(
                    project, ids, options, job.tell, job.is_cancelled, passwords
                ),
                told=self.strip.show_report,
                done=lambda reports: self._reread(project, reports, options, passwords),
                failed=self._import_failed,
                ended=self._import_ended,
                owner=project,
            )
        )

    def _reread(
        self,
        project: Project,
        reports: Sequence[FileReport],
        options: ImportOptions,
        passwords: Sequence[str],
    ) -> None:
        self._show_imported()
        locked = {
            one.document_id: one.name
            for one in reports
            if one.document_id and wants_password(one.status, one.name)
        }
        if locked:
            self.ask_and(
                list(locked.values()),
                lambda word: self._read_again(project, list(locked), options, [word]),
                is_wrong=bool(passwords),
            )
        self._select(next((one.document_id for one in reports), None))
        self.notice.say(*reread_sentence(reports))
