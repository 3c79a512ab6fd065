"""How many passages and units a request means."""

from desktop.estimate import Workload, passages_by_kind
from engine.records import PassageKind
from engine.store import Project
from engine.worker import fake
from models import library

WORK = Workload({PassageKind.PARAGRAPH: 10, PassageKind.SENTENCE: 30})


def test_each_type_counts_the_passages_that_it_reads():
    assert WORK.units(["exqa"], samples=1, limit=None) == 10
    assert WORK.units(["exqa", "nli"], samples=2, limit=None) == 2 * (
        WORK.units(["exqa"], 1, None) + WORK.units(["nli"], 1, None)
    )


def test_a_limit_is_never_exceeded_and_never_filled_up():
    assert WORK.units(["exqa"], samples=3, limit=7) == 7
    assert WORK.units(["exqa"], samples=1, limit=500) == 10


def test_without_other_languages_only_what_is_left_counts():
    work = Workload(WORK.passages, without_others={PassageKind.PARAGRAPH: 4})
    assert work.units(["exqa"], 1, None, leaves_out=True) == 4
    assert work.units(["exqa"], 1, None, leaves_out=False) == 10
    assert WORK.units(["exqa"], 1, None, leaves_out=True) == 0


def test_passages_that_are_cut_already_are_only_counted(full: Project):
    work = passages_by_kind(full, library.find(""), None, fake.main)
    assert dict(work.passages) == dict.fromkeys(PassageKind, 1)
    assert not work.has_cut


def test_of_no_document_nothing_is_read(full: Project):
    work = passages_by_kind(full, library.find(""), (), fake.main)
    assert set(work.passages.values()) == {0}
