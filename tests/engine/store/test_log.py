from engine.records import FileStatus, RunState


def test_the_log_tells_what_happened_in_order(project, run):
    project.documents.refuse("/in/x.pdf", "x.pdf", FileStatus.DAMAGED, "Torn.")
    project.runs.set_state(run.id, RunState.FAILED, "No memory.")
    project.log.add("exported", "4 rows to out", "Ada")
    entries = [(entry.event, entry.detail) for entry in project.log.all()]
    assert entries == [
        ("created", "new.bonito was created"),
        ("imported", "rules.pdf: 73 characters, SHA-256 b1"),
        ("run", f"Run {run.id} started: 6 units with Nano"),
        ("refused", "x.pdf: damaged"),
        ("run", f"Run {run.id} failed. No memory."),
        ("exported", "4 rows to out"),
    ]


def test_an_entry_knows_who_and_when(project):
    project.log.add("exported", "4 rows", "Ada")
    entry = project.log.all()[-1]
    assert (entry.who, entry.event, entry.detail) == ("Ada", "exported", "4 rows")
    assert entry.at.endswith("+00:00")
