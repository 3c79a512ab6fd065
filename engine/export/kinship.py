"""Which documents of a project share text, by `likeness/stretches.py`: they are never split apart.

Each text is read for it once; its marks stay in the project. Whole texts are compared, not the
passages that have rows, so that what is accepted later can't put documents together that an export
has parted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from engine.likeness.stretches import VERSION, families, ordered_marks, shared_stretches
from engine.likeness.stretches import Pair as Places
from engine.records import AlikePair, Kinship
from engine.store import Project

_PIECE = 100_000  # characters whose words are held at once


def never() -> bool:
    """Nobody cancels."""
    return False


def kinship(project: Project, is_cancelled: Callable[[], bool] = never) -> Kinship:
    """Compare the texts of all documents; those that were read for it before are not read again.

    Raises `ProjectDamaged` for a text that is not the one imported. Cancelled, it knows less.
    """
    for document_id in project.parts.without_marks(VERSION):
        if is_cancelled():
            break
        text = project.documents.text(document_id)
        project.parts.remember(document_id, ordered_marks(_pieces(text)), VERSION)
    return _compared(project)


def _compared(project: Project) -> Kinship:
    marks, parts = project.parts.marks(), project.parts.all()
    ids, texts = list(marks), list(marks.values())
    places = {document_id: place for place, document_id in enumerate(ids)}
    found = shared_stretches(texts, [parts.get(document_id, "") for document_id in ids])
    found += [
        Places(places[one], places[other], 1.0)
        for one, other in _read_twice(project)
        if one in places and other in places
    ]
    return Kinship(
        families=tuple(
            tuple(ids[place] for place in family) for family in families(len(ids), found)
        ),
        pairs=tuple(AlikePair(ids[pair.one], ids[pair.other], pair.share) for pair in found),
        parts=parts,
        compared=sum(1 for text in texts if text),
    )


def _read_twice(project: Project) -> Iterator[tuple[int, int]]:
    """Documents of the same file that was read in several ways, whatever their length."""
    of_file = defaultdict[str, list[int]](list)
    for document in project.documents.all():
        of_file[document.sha256].append(document.id)
    for ids in of_file.values():
        yield from pairwise(ids)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end where a word ends."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        while end < len(text) and not text[end].isspace():
            end += 1
        yield text[start:end]
        start = end
