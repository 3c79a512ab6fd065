"""What a split is said to give is what an export then writes."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from engine.export import ExportRequest, export
from engine.export.forecast import forecast
from tests.projects import fill, new_project


def test_the_forecast_is_what_is_written(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        fill(project, documents=10)
        request = ExportRequest(tmp_path / "out", only_accepted=False, split=(80, 10, 10))
        found = forecast(project, request)
        written = Counter({one.path.stem: one.rows for one in export(project, request).files})
        assert {part: rows for part, (_documents, rows) in found.items()} == dict(written)
        assert sum(documents for documents, _rows in found.values()) == 10
        assert forecast(project, request) == found  # the parts stay


def test_without_a_split_or_without_tasks_nothing_is_foretold(tmp_path: Path):
    with new_project(tmp_path / "work.bonito") as project:
        request = ExportRequest(tmp_path / "out", split=(90, 10))
        assert forecast(project, request) == {}
        fill(project, documents=2)
        assert forecast(project, replace(request, split=None)) == {}
        assert forecast(project, replace(request, format="passages")) == {}
