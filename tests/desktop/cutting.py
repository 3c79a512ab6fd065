"""A long text that is cut into many passages, and what cuts it."""

from engine.records import Document, Extract, PassageKind
from engine.runs.cutting import settings_for
from engine.store import Project
from models import library

MODEL = library.find("")
SETTINGS = settings_for(MODEL, PassageKind.PARAGRAPH)
PARAGRAPHS = [f"Rule {n}. " + "Nobody may enter before nine o'clock. " * 12 for n in range(40)]
TEXT = "Contents\n\n" + "\n\n".join(text.strip() for text in PARAGRAPHS)


def add(project: Project, text: str, name: str = "rules.txt") -> Document:
    report = project.documents.add(f"/in/{name}", name, "txt", 9, name, Extract(text))
    return project.documents.get(report.document_id or 0)
