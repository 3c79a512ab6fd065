"""Read what a Word document holds besides its body: charts, diagrams, and documents put into it.

Also counts what is left out, so that it can be told: comments, headers and footers, objects.
"""

from engine.documents import html, plain
from engine.documents.charts import chart_text
from engine.documents.notes import left_out
from engine.documents.package import Package
from engine.documents.xlsx import drawn_text
from engine.errors import DocumentRefused

# Which attribute of an element names the part.
EMBEDDED = {"chart": "id", "relIds": "dm", "altChunk": "id"}
_EDGES = ("header", "footer")
_OBJECTS = ("oleObject", "package", "control")
_READ = ("chart", "diagramData", "aFChunk")
_PAGES = (".html", ".htm", ".xhtml")
_TEXTS = (".txt", ".text")


class Embedded:
    """The parts that a document's main part names."""

    def __init__(self, package: Package, *, is_outermost: bool = True) -> None:
        self._is_outermost = is_outermost
        self._package = package
        self._parts = {each.id: each for each in package.relations(package.main)}
        self._unread = self._empty_charts = self._empty_diagrams = 0

    def text(self, relation_id: str) -> str:
        """What a chart, a diagram or another document says; empty if it can't be read."""
        part = self._parts.get(relation_id)
        if part is None or part.kind not in _READ:
            self._unread += 1
            return ""
        if part.kind == "chart":
            text = chart_text(self._package, part.target)
            self._empty_charts += not text
            return text
        if part.kind == "diagramData":
            text = "\n".join(drawn_text(self._package, part.target))
            self._empty_diagrams += not text
            return text
        try:
            return self._document(part.target)
        except DocumentRefused:  # it costs itself only, and is counted
            self._unread += 1
            return ""

    def note(self, deletions: int) -> str:
        """What was left out of the document, in a sentence."""
        kinds = [each.kind for each in self._parts.values()]
        edges = {
            text
            for part in self._parts.values()
            if part.kind in _EDGES
            for text in self._said(part.target)
        }
        comments = sum(
            self._count(part.target, "comment")
            for part in self._parts.values()
            if part.kind == "comments"
        )
        return left_out(
            comment=comments,
            tracked_deletion=deletions,
            line_of_headers_and_footers=len(edges),
            chart_without_words=self._empty_charts,
            diagram_without_words=self._empty_diagrams,
            embedded_document=self._unread,
            embedded_object=sum(kind in _OBJECTS for kind in kinds),
        )

    def _document(self, part: str) -> str:
        data = self._package.read(part)
        name = part.lower()
        if name.endswith(_PAGES):
            return html.read(data).text
        if name.endswith(_TEXTS):
            return plain.decode(data)
        if name.endswith((".mht", ".mhtml", ".eml")):
            from engine.documents import eml  # noqa: PLC0415 hardly any document needs it

            return eml.body(data)
        if name.endswith(".rtf"):
            from engine.documents import rtf  # noqa: PLC0415 it needs this package in turn

            return rtf.read(data).text
        if name.endswith((".docx", ".docm", ".dotx")) and self._is_outermost:
            from engine.documents import docx  # noqa: PLC0415 it needs this module in turn

            return docx.read(data, depth=1).text
        self._unread += 1
        return ""

    def _said(self, part: str) -> list[str]:
        """The paragraphs of a header or footer."""
        found: list[str] = []
        line: list[str] = []
        path: list[str] = []

        def on_start(name: str, _values: dict[str, str]) -> None:
            path.append(name)

        def on_end(name: str) -> None:
            path.pop()
            if name == "p" and "".join(line).strip():
                found.append("".join(line).strip())
                line.clear()

        def on_text(text: str) -> None:
            if path[-1] == "t":
                line.append(text)

        self._package.walk(part, on_start, on_end, on_text)
        return found

    def _count(self, part: str, element: str) -> int:
        names: list[str] = []
        self._package.walk(part, lambda name, _values: names.append(name))
        return names.count(element)
