"""How much work a request means: passages of each kind, cut where they aren't yet, and units.

Cutting asks the engine, which asks the model's own tokenizer: call `passages_by_kind` off the
UI thread.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Self

from desktop import wording
from desktop.language import counted, plural
from engine.processes.child import ChildMain
from engine.records import (
    NEWEST_SENTENCE_RULE,
    Labels,
    Made,
    ModelIdentity,
    Narrowing,
    PassageKind,
    SentenceRule,
    Way,
)
from engine.rereading import tell_languages
from engine.runs.choosing import to_read
from engine.runs.coverage import open_passages
from engine.runs.cutting import TellProgress, cut_missing, settings_for
from engine.runs.identity import Identities
from engine.runs.languages import NOTHING_FOREIGN, Foreign, foreign
from engine.store import Project
from engine.tasks.types import TASK_TYPES, task_type
from models.library import FoundModel

_TOGETHER = 20  # documents whose sentences are read in one go


class Choice(IntEnum):
    """Which units a new run makes, of those that earlier runs made too."""

    MISSING = 0
    GAPS = 1
    ALL = 2

    @classmethod
    def of(cls, asked: Narrowing) -> Self:
        """The choice that a run was started with."""
        if asked.fill_gaps:
            return cls(cls.GAPS)
        return cls(cls.MISSING if asked.only_missing else cls.ALL)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Of the units of a run, how many were made before: with its model, and with any."""

    units: int
    alike: int
    in_any_way: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the passages: types (short names), samples, and in which way."""

    types: tuple[str, ...]
    samples: int
    way: Way
    labels: Mapping[str, Labels] = field(default_factory=dict[str, Labels])
    leaves_out: bool = False
    rule: SentenceRule = NEWEST_SENTENCE_RULE


@dataclass(frozen=True, slots=True)
class Workload:
    """Passages there are, by kind, for one model and one choice of documents."""

    passages: Mapping[PassageKind, int]
    has_cut: bool = False  # there are passages that were not there before
    others: Foreign = NOTHING_FOREIGN  # what of it is in languages that the model can't
    without_others: Mapping[PassageKind, int] | None = None  # passages, once those are left out
    gaps: Mapping[str, int] | None = None  # passages without a kept task, by type
    gaps_without_others: Mapping[str, int] | None = None
    fragments: int = 0  # headings, table rows and the like, which are not read as sentences
    fragments_without_others: int = 0
    made: Made | None = None  # by earlier runs; None: there are no tasks
    made_without_others: Made | None = None
    model: ModelIdentity | None = None  # that the tasks were compared with; None: not known

    def earlier(self, wanted: Wanted) -> Earlier | None:
        """How much of this was made before; None if none was."""
        made = self.made_without_others if wanted.leaves_out else self.made
        if made is None:
            return None
        types, samples = wanted.types, wanted.samples
        found = Earlier(
            self.units(types, samples, leaves_out=wanted.leaves_out, rule=wanted.rule),
            made.alike(types, samples, wanted.way, wanted.labels),
            made.in_any_way(types, samples),
        )
        is_cut_anew = not made.units  # tasks there are, of passages that were others
        return found if found.in_any_way or is_cut_anew else None

    def to_make(self, wanted: Wanted, choice: Choice) -> int:
        """How many units a run of this would make."""
        found = self.earlier(wanted) if choice is Choice.MISSING else None
        units = self.units(
            wanted.types,
            wanted.samples,
            leaves_out=wanted.leaves_out,
            rule=wanted.rule,
            fills_gaps=choice is Choice.GAPS,
        )
        return units - found.alike if found else units

    def read(
        self, *, leaves_out: bool, rule: SentenceRule = NEWEST_SENTENCE_RULE
    ) -> Mapping[PassageKind, int]:
        """The passages that are read, with or without those in other languages."""
        read = self.without_others or {} if leaves_out else self.passages
        if rule is not SentenceRule.ALL:
            return read
        sentences = read.get(PassageKind.SENTENCE, 0)
        return {**read, PassageKind.SENTENCE: sentences + self._fragments(leaves_out=leaves_out)}

    def _fragments(self, *, leaves_out: bool) -> int:
        return self.fragments_without_others if leaves_out else self.fragments

    def units(
        self,
        types: Collection[str],
        samples: int,
        *,
        leaves_out: bool = False,
        fills_gaps: bool = False,
        rule: SentenceRule = NEWEST_SENTENCE_RULE,
    ) -> int:
        """Units for these task types (short names)."""
        if fills_gaps:
            left = (self.gaps_without_others if leaves_out else self.gaps) or {}
            per_sample = sum(left.get(short, 0) for short in types)
        else:
            passages = self.read(leaves_out=leaves_out, rule=rule)
            per_sample = sum(passages.get(task_type(short).reads, 0) for short in types)
        return per_sample * samples

    def sentence(self, types: Collection[str], *, leaves_out: bool) -> str:
        """What the units are made of: each type reads the passages of its kind."""
        read, said = self.read(leaves_out=leaves_out), wording.counted(len(types), "task type")
        kinds = {task_type(short).reads for short in types}
        passages = read.get(PassageKind.PARAGRAPH, 0)
        if PassageKind.SENTENCE not in kinds:
            return plural(
                passages, "{types} over {n} passage", "{types} over {n} passages", types=said
            )
        sentences = read.get(PassageKind.SENTENCE, 0)
        if kinds == {PassageKind.SENTENCE}:
            said = plural(
                sentences, "{types} over {n} sentence", "{types} over {n} sentences", types=said
            )
        else:
            said = plural(
                passages,
                "{types} over {n} passage or {sentences}",
                "{types} over {n} passages or {sentences}",
                types=said,
                sentences=counted(sentences, "sentence"),
            )
        return _with_fragments(said, self._fragments(leaves_out=leaves_out))


def _with_fragments(said: str, fragments: int) -> str:
    """The sentence, and what was left out of the sentences."""
    if not fragments:
        return said
    return plural(
        fragments,
        "{said}; {n} heading or table row left out",
        "{said}; {n} headings, table rows and the like left out",
        said=said,
    )


def passages_by_kind(  # noqa: PLR0913, PLR0917 the last two have defaults; name them at the call
    project: Project,
    model: FoundModel,
    document_ids: tuple[int, ...] | None,
    worker: ChildMain,
    is_cancelled: Callable[[], bool] = lambda: False,
    tell: TellProgress = lambda _: None,
    *,
    with_gaps: bool = False,
    identities: Identities | None = None,
) -> Workload:
    """Cut what isn't cut yet and count; raises what the engine raises.

    Documents of earlier versions get their language first.
    """
    tell_languages(project, is_cancelled)
    before = project.passages.newest_set()
    cut_missing(project, model, tuple(PassageKind), worker, is_cancelled, tell)
    others = foreign(project, model, document_ids)
    chosen = project.documents.ids() if document_ids is None else document_ids
    trained = tuple(one for one in chosen if one not in others.document_ids)
    every = _to_read(project, model, document_ids, is_cancelled)
    of_trained = _to_read(project, model, trained, is_cancelled) if others.document_ids else every
    made = _made(project, model, chosen, every)
    gaps = partial(open_passages, project, model, TASK_TYPES)
    return Workload(
        _counts(every),
        has_cut=project.passages.newest_set() != before,
        others=others,
        without_others=_counts(of_trained),
        gaps=gaps(document_ids) if with_gaps else None,
        gaps_without_others=gaps(trained) if with_gaps else None,
        fragments=every[PassageKind.SENTENCE].left_out,
        fragments_without_others=of_trained[PassageKind.SENTENCE].left_out,
        made=made,
        made_without_others=made
        if trained == tuple(chosen)
        else _made(project, model, trained, of_trained),
        model=(identities or Identities()).of(model) if made else None,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """How many passages of a kind are read, and which are no sentences."""

    passages: int
    others: tuple[int, ...] = ()

    @property
    def left_out(self) -> int:
        return len(self.others)


def _made(
    project: Project,
    model: FoundModel,
    document_ids: Collection[int],
    found: Mapping[PassageKind, _Read],
) -> Made | None:
    if not project.tasks.counts():
        return None
    without = [passage for one in found.values() for passage in one.others]
    return project.made.of(model.header.vocabulary, document_ids, without)


def _to_read(
    project: Project,
    model: FoundModel,
    document_ids: Collection[int] | None,
    is_cancelled: Callable[[], bool],
) -> dict[PassageKind, _Read]:
    """Sentences some documents at a time, for the window wants the project meanwhile."""
    whole = settings_for(model, PassageKind.PARAGRAPH)
    settings = settings_for(model, PassageKind.SENTENCE)
    ids = project.documents.ids() if document_ids is None else list(document_ids)
    sentences, others = 0, list[int]()
    for start in range(0, len(ids), _TOGETHER):
        some = ids[start : start + _TOGETHER]
        found = to_read(project, settings, some, is_cancelled=is_cancelled)
        sentences += len(found.ids)
        others += found.others
    return {
        PassageKind.PARAGRAPH: _Read(project.passages.to_read(whole, document_ids)),
        PassageKind.SENTENCE: _Read(sentences, tuple(sorted(others))),
    }


def _counts(found: Mapping[PassageKind, _Read]) -> dict[PassageKind, int]:
    return {kind: one.passages for kind, one in found.items()}
