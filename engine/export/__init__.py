"""Write reviewed tasks for the training team: rows, a split by document, a manifest and a card.

Imported by cli, demo, desktop, selftest.
"""

from engine.export.bundle import ExportedFile, ExportReport, ExportRequest, export
from engine.export.rows import FORMATS
from engine.export.split import parse_split

__all__ = ["FORMATS", "ExportReport", "ExportRequest", "ExportedFile", "export", "parse_split"]
