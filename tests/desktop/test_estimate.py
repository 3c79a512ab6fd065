"""How many passages and units a request means."""

from desktop.estimate import Workload, passages_by_kind
from engine.records import PassageKind
from engine.store import Project
from engine.worker import fake
from models import library

WORK = Workload({PassageKind.PARAGRAPH: 10, PassageKind.SENTENCE: 30})


def test_each_type_counts_the_passages_that_it_reads():
    assert WORK.units(["exqa"], samples=1) == 10
    assert WORK.units(["exqa", "nli"], samples=2) == 2 * (
        WORK.units(["exqa"], 1) + WORK.units(["nli"], 1)
    )


def test_what_the_units_are_made_of_is_said_without_adding_kinds_up():
    assert (
        WORK.sentence(["exqa", "coref"], leaves_out=False)
        == "2 task types over 10 passages or their sentences"
    )
    assert WORK.sentence(["exqa"], leaves_out=False) == "1 task type over 10 passages"


def test_without_other_languages_only_what_is_left_counts():
    work = Workload(WORK.passages, without_others={PassageKind.PARAGRAPH: 4})
    assert work.units(["exqa"], 1, leaves_out=True) == 4
    assert work.units(["exqa"], 1, leaves_out=False) == 10
    assert WORK.units(["exqa"], 1, leaves_out=True) == 0


def test_passages_that_are_cut_already_are_only_counted(full: Project):
    work = passages_by_kind(full, library.find(""), None, fake.main)
    assert dict(work.passages) == dict.fromkeys(PassageKind, 1)
    assert not work.has_cut


def test_of_no_document_nothing_is_read(full: Project):
    work = passages_by_kind(full, library.find(""), (), fake.main)
    assert set(work.passages.values()) == {0}
