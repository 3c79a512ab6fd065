"""How many passages and units a request means."""

from desktop.estimate import Workload, passages_by_kind
from engine.records import PassageKind, SentenceRule
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
        == "2 task types over 10 passages or 30 sentences"
    )
    assert WORK.sentence(["exqa"], leaves_out=False) == "1 task type over 10 passages"


def test_what_is_left_out_of_the_sentences_is_said():
    work = Workload(WORK.passages, fragments=35, fragments_without_others=1)
    assert work.sentence(["coref"], leaves_out=False) == (
        "1 task type over 30 sentences; 35 headings, table rows and the like left out"
    )
    assert work.sentence(["exqa", "coref"], leaves_out=True).endswith(
        "; 1 heading or table row left out"
    )
    assert work.sentence(["exqa"], leaves_out=False) == "1 task type over 10 passages"


def test_the_rest_of_a_pilot_of_an_earlier_version_counts_all_pieces():
    work = Workload(WORK.passages, fragments=35)
    assert work.read(leaves_out=False, rule=SentenceRule.ALL)[PassageKind.SENTENCE] == 65
    assert work.read(leaves_out=False)[PassageKind.SENTENCE] == 30


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
