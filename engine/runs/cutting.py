"""Cut the documents that have no passages yet, in the tokens of the model that will read them."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self

from engine.passages.cut import in_steps
from engine.passages.headings import marked_starts
from engine.processes.child import ChildMain
from engine.records import Document, PassageKind, PassageSettings, Span, TokenCounter
from engine.store import Project
from engine.worker.counting import token_counter
from engine.worker.main import main as worker_main
from models.library import FoundModel

_MOST_TOGETHER = 16  # documents that are saved at once
_MOST_PASSAGES = 500  # a few milliseconds, for which a decision would wait


class _Cancelled(Exception):
    """Ends the cutting of a document between two questions to the counter."""


@dataclass(frozen=True, slots=True)
class CutProgress:
    """How far the cutting is, in characters of all documents that are to be cut."""

    done: int
    total: int


TellProgress = Callable[[CutProgress], None]


class _Saving:
    """Saves the passages of several documents at once: a commit for each takes too long.

    As a context it saves what is left, after an error too. What somebody else has cut or edited
    meanwhile stays as it is.
    """

    def __init__(self, project: Project, settings: PassageSettings) -> None:
        self._project, self._settings = project, settings
        self._before = project.passages.current_ids(settings)
        self._waiting: list[tuple[int, Sequence[Span]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._save()

    def add(self, document_id: int, spans: Sequence[Span]) -> None:
        """Save it now or with one of the next."""
        self._waiting.append((document_id, spans))
        passages = sum(len(spans) for _, spans in self._waiting)
        if len(self._waiting) >= _MOST_TOGETHER or passages >= _MOST_PASSAGES:
            self._save()

    def _save(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._project.passages.save_several(self._settings, waiting, self._before)


def settings_for(model: FoundModel, kind: PassageKind) -> PassageSettings:
    """How passages of a kind are cut for a model: the defaults, counted by its vocabulary."""
    return PassageSettings(kind=kind, tokenizer=model.header.vocabulary)


def usual_settings(project: Project, model: FoundModel, kind: PassageKind) -> PassageSettings:
    """How a new document is cut: in the size that most documents of the project have."""
    settings = settings_for(model, kind)
    usual = project.passages.usual_size(settings)
    if not usual:
        return settings
    return replace(settings, max_tokens=usual, min_tokens=min(settings.min_tokens, usual))


def cut_missing(  # noqa: PLR0913, PLR0917 the last three have defaults; name them at the call
    project: Project,
    model: FoundModel,
    kinds: Collection[PassageKind],
    worker: ChildMain = worker_main,
    is_cancelled: Callable[[], bool] = lambda: False,
    tell: TellProgress = lambda _: None,
) -> None:
    """Cut and save what is not cut yet; starts no worker if there is nothing to do.

    So what was left when an earlier import was killed is made up for. `tell` is called now and
    then, within a long document too. Cancelling keeps the documents that are done, and ends at the
    next question to the counter.
    """
    wanted = [usual_settings(project, model, kind) for kind in sorted(kinds)]
    missing = [
        (settings, ids) for settings in wanted if (ids := project.passages.missing(settings))
    ]
    if not missing:
        return
    _cut_each(project, missing, model, worker, is_cancelled, tell)


def cut_all(  # noqa: PLR0913, PLR0917 the last three have defaults; name them at the call
    project: Project,
    model: FoundModel,
    settings: PassageSettings,
    is_cancelled: Callable[[], bool] = lambda: False,
    worker: ChildMain = worker_main,
    tell: TellProgress = lambda _: None,
) -> int:
    """Cut every document by these settings; gives how many were cut anew.

    Documents whose passages were changed by hand stay as they are. Cancelling keeps what is done.
    """
    passages = project.passages
    waiting = sorted({*passages.missing(settings), *passages.of_other_size(settings)})
    return _cut_each(project, [(settings, waiting)], model, worker, is_cancelled, tell)


def _cut_each(  # noqa: PLR0913, PLR0917 what both callers are given
    project: Project,
    wanted: Sequence[tuple[PassageSettings, Sequence[int]]],
    model: FoundModel,
    worker: ChildMain,
    is_cancelled: Callable[[], bool],
    tell: TellProgress,
) -> int:
    """Cut and save documents, for each of the settings, until it is cancelled; gives how many."""
    documents = {document.id: document for document in project.documents.all()}
    total = sum(documents[one].characters for _, ids in wanted for one in ids)
    progress, done = CutProgress(0, total), 0
    with token_counter(model.path, worker) as counter, suppress(_Cancelled):
        count = _until(is_cancelled, counter)
        for settings, ids in wanted:
            with _Saving(project, settings) as saving:
                for document in map(documents.__getitem__, ids):
                    spans = cut_document(project, document, settings, count, _from(progress, tell))
                    saving.add(document.id, spans)
                    progress = replace(progress, done=progress.done + document.characters)
                    tell(progress)
                    done += 1
    return done


def cut_document(
    project: Project,
    document: Document,
    settings: PassageSettings,
    count: TokenCounter,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Span]:
    """The spans of a stored document, cut where its text and its page map say; saves nothing.

    `tell` hears up to which character it is cut.
    """
    text = project.documents.text(document.id)
    pages = project.documents.pages(document.id)
    starts = marked_starts(text, pages)
    if document.options.records:  # one passage a record
        starts = [mark.start for mark in pages]
        settings = replace(settings, min_tokens=0)
    steps = in_steps(text, settings, count, starts)
    while True:
        try:
            tell(next(steps))
        except StopIteration as end:
            return end.value


def _from(progress: CutProgress, tell: TellProgress) -> Callable[[int], None]:
    """A listener to the offsets of one document, as part of the whole."""
    return lambda offset: tell(replace(progress, done=progress.done + offset))


def _until(is_cancelled: Callable[[], bool], count: TokenCounter) -> TokenCounter:
    def count_on(texts: Sequence[str]) -> Sequence[int]:
        if is_cancelled():
            raise _Cancelled
        return count(texts)

    return count_on
