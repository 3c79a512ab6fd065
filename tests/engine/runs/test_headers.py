"""The header row of a table goes into the prompt, and the prompt can be made again from offsets."""

from pathlib import Path

from engine import runs
from engine.records import Evidence, EvidenceGrade, Header, PassageText
from engine.tasks.evidence import in_document
from engine.tasks.prompts import build
from engine.tasks.types import task_type
from engine.worker import fake
from models import library
from tests.harbour import harbour, import_text, request

TABLE = "Contract\tParty\tFee\n" + "\n".join(
    f"C-{n}\tCompany {n} of Harbour Town\t{n * 10}" for n in range(200)
)


def test_a_prompt_is_made_again_from_the_offsets_of_passage_and_header(tmp_path: Path):
    wording = library.find(request(tmp_path).model).prompting
    with harbour(tmp_path) as project:
        table = import_text(project, "table.txt", TABLE)
        runs.start(project, request(tmp_path), lambda _: None, fake.main).wait()
        tasks = list(project.tasks.export_rows(only_accepted=False))
    of_table = [task for task in tasks if task.document_id == table and task.header_end]
    assert of_table
    for task in of_table:
        header = TABLE[task.header_start : task.header_end]
        shown = f"{header}\n{TABLE[task.passage_start : task.passage_end]}"
        assert header == "Contract\tParty\tFee"
        assert build(wording, task_type(task.task_type), shown).sha256 == task.prompt_sha256


def test_evidence_in_header_or_passage_has_the_documents_offsets():
    passage = PassageText(100, "x" * 50, Header(10, 20, 2), "h" * 10)

    def place(start, end):
        found = in_document(Evidence(EvidenceGrade.EXACT, start, end), passage)
        return found.start, found.end

    assert place(0, 10) == (10, 20)
    assert place(11, 15) == (100, 104)
    assert place(8, 14) == (None, None)
