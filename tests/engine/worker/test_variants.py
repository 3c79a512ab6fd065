"""A processor that lacks what it names: a lower library is taken, once and for good."""

from pathlib import Path

import pytest

from engine.config import config_folder
from engine.errors import IllegalInstruction, ModelNotLoaded, WorkerCrashed
from engine.worker import fake, variants
from engine.worker.host import Host
from engine.worker.messages import LoadModel


def kept() -> Path:
    return config_folder() / "processor.json"


def test_a_library_that_dies_while_loading_is_passed_over_and_the_next_remembered():
    host = Host(LoadModel(f"{fake.ILLEGAL}.gguf"), fake.main)
    assert host.start().device == "Script"
    host.stop()
    assert variants.passed_over() == 2
    assert '"passed_over": 2' in kept().read_text(encoding="utf-8")


def test_where_no_library_is_left_it_ends_with_a_sentence_and_all_is_forgotten():
    host = Host(LoadModel(f"{fake.ILLEGAL_ALWAYS}.gguf"), fake.main)
    with pytest.raises(ModelNotLoaded, match="no other library for it is left"):
        host.start()
    assert variants.passed_over() == 0
    assert not kept().exists()
    with pytest.raises(WorkerCrashed) as later:  # not over and over again
        Host(LoadModel(f"{fake.ILLEGAL_ALWAYS}.gguf"), fake.main).start()
    assert not isinstance(later.value, IllegalInstruction)


def test_what_was_passed_over_is_void_for_another_processor_or_build():
    assert variants.pass_over(0)
    variants._passed_over.clear()  # as in the next process
    assert variants.passed_over() == 1
    kept().write_text('{"for": "another", "passed_over": 1}', encoding="utf-8")
    variants._passed_over.clear()
    assert variants.passed_over() == 0


@pytest.mark.parametrize(
    "content",
    ["", "[1]", '{"passed_over": 1}', '{"for": "%s", "passed_over": 99}', '{"for": "%s"}'],
)
def test_a_file_that_says_nothing_counts_as_none(content: str):
    kept().parent.mkdir(parents=True, exist_ok=True)
    kept().write_text(content.replace("%s", variants.stamp()), encoding="utf-8")
    assert variants.passed_over() == 0


def test_the_best_library_is_tried_again_when_asked_for():
    assert not variants.forget()
    variants.pass_over(0)
    assert variants.forget()
    assert variants.passed_over() == 0
    assert not kept().exists()


def test_two_workers_that_die_of_the_same_library_pass_it_over_once():
    assert variants.pass_over(0)
    assert variants.pass_over(0)
    assert variants.passed_over() == 1


def test_a_folder_that_cannot_be_written_still_passes_over_in_this_process():
    config_folder().parent.mkdir(parents=True, exist_ok=True)
    config_folder().write_bytes(b"in the way")
    assert variants.pass_over(0)
    assert variants.passed_over() == 1


def test_no_more_libraries_are_passed_over_than_there_can_be():
    assert not variants.pass_over(24)
