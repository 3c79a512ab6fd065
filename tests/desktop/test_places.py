from pathlib import Path

from PySide6.QtCore import QSettings

from desktop.places import MOST, Chosen, Place, Places

HERE = Path("/somewhere/a.bonito")


def test_where_work_stopped_is_known_in_the_next_session(settings: QSettings):
    place = Place(3, {"Task type": Chosen("Summarization", '["summarization"]')})
    Places(settings).remember(HERE, place)
    assert Places(settings).of(HERE) == place
    assert Places(settings).of(Path("/somewhere/b.bonito")) == Place()


def test_what_runs_leave_out_is_known_in_the_next_session_beside_where_work_stopped(
    settings: QSettings,
):
    Places(settings).leave_out(HERE, is_wanted=True)
    Places(settings).remember(HERE, Place(3))
    assert Places(settings).leaves_out(HERE)
    assert not Places(settings).leaves_out(Path("/somewhere/b.bonito"))
    Places(settings).leave_out(HERE, is_wanted=False)
    assert not Places(settings).leaves_out(HERE)
    assert Places(settings).of(HERE) == Place(3)


def test_only_the_newest_projects_are_kept(settings: QSettings):
    places = Places(settings)
    for number in range(MOST + 1):
        places.remember(Path(f"/somewhere/{number}.bonito"), Place(2))
    assert places.of(Path("/somewhere/0.bonito")) == Place()
    assert places.of(Path("/somewhere/1.bonito")) == Place(2)


def test_what_another_version_wrote_is_no_place(settings: QSettings):
    for written in ("[]", "{", f'{{"{HERE}": {{"page": 2, "filters": {{"Type": [1]}}}}}}'):
        settings.setValue("places", written)
        assert Places(settings).of(HERE) == Place()
        assert not Places(settings).leaves_out(HERE)


def test_what_runs_write_and_read_is_known_in_the_next_session(settings: QSettings):
    assert (Places(settings).task_types(HERE), Places(settings).document_ids(HERE)) == (None, None)
    Places(settings).choose_types(HERE, ("qa", "te"))
    Places(settings).choose_documents(HERE, (2, 5))
    Places(settings).remember(HERE, Place(3))
    assert Places(settings).task_types(HERE) == ("qa", "te")
    assert Places(settings).document_ids(HERE) == (2, 5)
    Places(settings).choose_documents(HERE, None)
    Places(settings).choose_types(HERE, ())
    assert (Places(settings).task_types(HERE), Places(settings).document_ids(HERE)) == ((), None)
    settings.setValue("places", f'{{"{HERE}": {{"document_ids": ["x"], "task_types": 7}}}}')
    assert (Places(settings).task_types(HERE), Places(settings).document_ids(HERE)) == (None, None)
