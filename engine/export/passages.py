"""The passages themselves as rows: text for continued pretraining, or for an index of retrieval.

No model wrote any of it. What was decided on personal data in tasks is done here too; a passage
with possible personal data that nobody decided on is left out, unless a reason was given.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from engine.errors import NothingToDo
from engine.export.contents import Contents, ExportRequest
from engine.export.hiding import Hider
from engine.export.rows import NOWHERE, line, passage_sha256
from engine.export.shapes import Row, renamed
from engine.export.sharing import Shares
from engine.export.target import home
from engine.export.verify_rows import LONG_PASSAGE, LongPassages
from engine.export.writing import RowFile
from engine.records import Document, PlacedPassage
from engine.store import Project
from engine.tasks.markers import control_texts
from engine.version import app_version


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as its row says it; no row where it was held back."""

    passage: PlacedPassage
    document: Document
    text: str  # as it stands in the document
    row: Row | None
    masked: int
    has_control_text: bool


def chosen_passages(project: Project, request: ExportRequest) -> Sequence[int]:
    """The passages to write; raises `NothingToDo` where there is none."""
    ids = project.paragraphs.ids(request.narrow.document_ids)
    if not ids:
        raise NothingToDo(
            "No document has passages yet; the command “plan”, or the page Generate, makes them."
        )
    return ids


class PassageRows:
    """Makes the rows of passages; of documents and texts the newest is held."""

    def __init__(self, project: Project, request: ExportRequest) -> None:
        self._project, self._request = project, request
        self._hider = Hider(project, is_allowed=bool(request.personal_reason))
        self._names = dict(request.columns)
        self._documents = dict[int, Document]()
        self._text = 0, ""

    def of(self, ids: Sequence[int]) -> Iterator[PassageRow]:
        """The rows of these passages, in this order."""
        return map(self.row, self._project.paragraphs.in_slices(ids))

    def row(self, passage: PlacedPassage) -> PassageRow:
        """The row of one passage; `ProjectDamaged` if its text is not the one imported."""
        document = self._document(passage.document_id)
        text = self._text[1][passage.start : passage.end]
        shown = self._hider.shown(text, document.id)
        row = None
        has_control_text = bool(control_texts(shown.text))
        if not shown.is_held_back:
            row = renamed({"text": shown.text}, self._names)
            if self._request.with_provenance:
                row["provenance"] = {
                    **_provenance(passage, document, text),
                    "masked": shown.masked,
                    "control_text": has_control_text,
                    "app_version": app_version(),
                }
        return PassageRow(passage, document, text, row, shown.masked, has_control_text)

    def _document(self, document_id: int) -> Document:
        if document_id not in self._documents:
            self._documents[document_id] = self._project.documents.get(document_id)
        if self._text[0] != document_id:
            self._text = document_id, self._project.documents.text(document_id)
        return self._documents[document_id]


def _provenance(passage: PlacedPassage, document: Document, text: str) -> Row:
    """Where a passage stands; `start` and `end` count characters of the document's text."""
    return {
        "passage_id": passage.id,
        "document": {"name": document.name, "sha256": document.sha256, "page": passage.page},
        "passage": {
            "start": passage.start,
            "end": passage.end,
            "header_start": passage.header_start if passage.header_end else NOWHERE,
            "header_end": passage.header_end or NOWHERE,
            "text_sha256": passage_sha256(text),
        },
        "language": document.language,
    }


def write_passages(
    project: Project,
    request: ExportRequest,
    shares: Shares,
    names: Mapping[str, str],
    staged: Path,
) -> Contents:
    """Write the rows of these passages, each into the file in `staged` that its part has."""
    count = _Counts()
    with ExitStack() as stack:
        files = {part: stack.enter_context(RowFile(staged / name)) for part, name in names.items()}
        for one in PassageRows(project, request).of(shares.tasks):
            part = shares.parts[one.document.id]
            if one.row is not None:
                files[part].add(line(one.row))
            count.add(one, part)
    if not count.documents:
        raise NothingToDo(
            "Each passage holds possible personal data that nobody decided on; decide on it with "
            "the command “personal”, or say why it may stay (--allow-personal)."
        )
    return Contents(
        files=tuple(file.report(home(request.target)) for file in files.values()),
        documents=count.documents,
        runs={},
        part_of_document=shares.parts,
        rows_of_document=count.rows,
        rows_of_type={},
        rows_with_control_text=count.with_control_text,
        masked=count.masked,
        given_before=shares.given_before,
        kinship=shares.kinship,
        held_back=count.held_back,
        passages_in_two_parts=count.long_passages.in_two(),
    )


class _Counts:
    """What the rows are, counted as they are written."""

    def __init__(self) -> None:
        self.documents = dict[int, Document]()
        self.rows = Counter[int]()
        self.held_back = self.masked = self.with_control_text = 0
        self.long_passages = LongPassages()

    def add(self, one: PassageRow, part: str) -> None:
        if one.row is None:
            self.held_back += 1
            return
        self.documents[one.document.id] = one.document
        self.rows[one.document.id] += 1
        self.masked += one.masked
        self.with_control_text += one.has_control_text
        if len(one.text) >= LONG_PASSAGE:
            self.long_passages.add(part, passage_sha256(one.text))
