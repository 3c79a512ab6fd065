"""What an export says of itself to programs: languages, licence, size and kinds of task.

The words are those of the Hugging Face dataset card; the card's header and `croissant.json` are
made of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.export.contents import Contents, ExportRequest
from engine.export.shapes import PAIRS, PASSAGES

UNKNOWN_LICENCE = "unknown"  # the card's own word for it
TAGS = ("bonito", "instruction-tuning", "synthetic")
_PASSAGE_TAGS = ("bonito", "passages")  # no model wrote them

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_LARGEST = "10M<n<100M"

_CATEGORIES: Mapping[str, str] = {
    "exqa": "question-answering",
    "qa": "question-answering",
    "ynqa": "question-answering",
    "mcqa": "multiple-choice",
    "qg": "text-generation",
    "paraphrase": "text-generation",
    "sent_comp": "text-generation",
    "text_gen": "text-generation",
    "summarization": "summarization",
    "coref": "question-answering",
}
_MORE_TAGS: Mapping[str, tuple[str, ...]] = {PAIRS: ("dpo",)}
_LABELS = "text-classification"  # the other types answer with a label


@dataclass(frozen=True, slots=True)
class Metadata:
    """True of the rows that were written, all of them together."""

    title: str
    languages: tuple[str, ...]  # ISO 639, of the documents; empty where none can be told
    licence: str
    size: str
    categories: tuple[str, ...]
    rows: int
    description: str
    tags: tuple[str, ...]
    rights: tuple[str, ...] = ()  # noted of the documents, each note once


def metadata(request: ExportRequest, contents: Contents) -> Metadata:
    """What the rows that went in are, in the words of the card."""
    rows = sum(file.rows for file in contents.files)
    of_passages = request.format == PASSAGES
    what = "Passages" if of_passages else "Tasks"
    kinds = {_CATEGORIES.get(t, _LABELS) for t in contents.rows_of_type}
    return Metadata(
        title=f"{what} from {len(contents.documents)} document(s)",
        languages=tuple(sorted({one.language for one in contents.documents.values()} - {""})),
        licence=request.licence or UNKNOWN_LICENCE,
        size=next((name for limit, name in _SIZES if rows < limit), _LARGEST),
        categories=("text-generation",) if of_passages else tuple(sorted(kinds)),
        rows=rows,
        description=(
            f"{rows} passages of documents, as they stand there."
            if of_passages
            else f"{rows} tasks for instruction tuning, written by a local model."
        ),
        tags=_PASSAGE_TAGS if of_passages else (*TAGS, *_MORE_TAGS.get(request.format, ())),
        rights=tuple(sorted({one.rights for one in contents.documents.values()} - {""})),
    )
