"""Cut the documents that have no passages yet, in the tokens of the model that will read them."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from engine.passages.cut import in_steps
from engine.passages.headings import marked_starts
from engine.processes.child import ChildMain
from engine.records import PassageKind, PassageSettings, Span, TokenCounter
from engine.store import Project
from engine.worker.counting import token_counter
from engine.worker.main import main as worker_main
from models.library import FoundModel


class _Cancelled(Exception):
    """Ends the cutting of a document between two questions to the counter."""


@dataclass(frozen=True, slots=True)
class CutProgress:
    """How far the cutting is, in characters of all documents that are to be cut."""

    done: int
    total: int


TellProgress = Callable[[CutProgress], None]


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
    with token_counter(model.path, worker) as counter, suppress(_Cancelled):
        count = _until(is_cancelled, counter)
        sizes = {document.id: document.characters for document in project.documents.all()}
        left = [(settings, one) for settings, ids in missing for one in ids]
        progress = CutProgress(0, sum(sizes[one] for _, one in left))
        for settings, document_id in left:
            if not project.passages.current(document_id, settings):  # nobody has cut it meanwhile
                spans = cut_document(project, document_id, settings, count, _from(progress, tell))
                project.passages.save(document_id, settings, spans)
            progress = replace(progress, done=progress.done + sizes[document_id])
            tell(progress)


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
    sizes = {document.id: document.characters for document in project.documents.all()}
    progress = CutProgress(0, sum(sizes[one] for one in waiting))
    done = 0
    with token_counter(model.path, worker) as counter, suppress(_Cancelled):
        count = _until(is_cancelled, counter)
        for document_id in waiting:
            spans = cut_document(project, document_id, settings, count, _from(progress, tell))
            passages.save(document_id, settings, spans)
            progress = replace(progress, done=progress.done + sizes[document_id])
            tell(progress)
            done += 1
    return done


def cut_document(
    project: Project,
    document_id: int,
    settings: PassageSettings,
    count: TokenCounter,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Span]:
    """The spans of a stored document, cut where its text and its page map say; saves nothing.

    `tell` hears up to which character it is cut.
    """
    text = project.documents.text(document_id)
    pages = project.documents.pages(document_id)
    starts = marked_starts(text, pages)
    if project.documents.get(document_id).options.records:  # one passage a record
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
