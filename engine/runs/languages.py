"""Which documents of a run are in a language that its model was not trained on, and how much."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from engine.records import PassageKind
from engine.runs.cutting import settings_for
from engine.store import Project
from models.languages import TRAINED, language_name
from models.library import FoundModel


@dataclass(frozen=True, slots=True)
class Foreign:
    """The documents in other languages; `passages` counts those that are cut already."""

    document_ids: frozenset[int]
    passages: int
    languages: tuple[str, ...]  # by number of documents, as people call them

    @property
    def sentence(self) -> str:
        """What a person should know before such a run; empty where there is nothing to say."""
        if not self.document_ids:
            return ""
        trained = " and ".join(map(language_name, TRAINED))
        documents = _counted(len(self.document_ids), "document is", "documents are")
        passages = _counted(self.passages, "passage", "passages")
        return (
            f"{passages}: {documents} in {', '.join(self.languages)}, and the model was trained "
            f"on {trained}. Expect poor tasks from them; leave them out, or look at some "
            "first."
        )


NOTHING_FOREIGN = Foreign(frozenset(), 0, ())


def foreign(
    project: Project, model: FoundModel, document_ids: Collection[int] | None = None
) -> Foreign:
    """What of these documents (None: all) is in another language; unknown ones are not counted."""
    wanted = None if document_ids is None else set(document_ids)
    found = {
        document.id: document.language
        for document in project.documents.all()
        if (wanted is None or document.id in wanted)
        and document.language
        and document.language not in TRAINED
    }
    passages = project.passages.ids(settings_for(model, PassageKind.PARAGRAPH), list(found))
    names = Counter(map(language_name, found.values()))
    languages = tuple(name for name, _count in names.most_common())
    return Foreign(frozenset(found), len(passages) if found else 0, languages)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
