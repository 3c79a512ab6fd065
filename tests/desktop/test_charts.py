from desktop.charts import Share, acceptance, coverage, reviewed, yields
from engine.records import Covered, DocumentCoverage, Outcome, TaskCount, TypeYield, Verdict

COUNTS = (
    TaskCount(1, "exqa", Outcome.OK, None, 5),
    TaskCount(1, "exqa", Outcome.OK, Verdict.ACCEPT, 3),
    TaskCount(2, "exqa", Outcome.OK, Verdict.EDIT, 1),
    TaskCount(2, "exqa", Outcome.OK, Verdict.REJECT, 2),
    TaskCount(2, "exqa", Outcome.OK, Verdict.FLAG, 1),
    TaskCount(2, "exqa", Outcome.NO_PIPE, None, 4),
    TaskCount(2, "sentiment", Outcome.BAD_LABEL, None, 6),
)


def test_of_each_type_it_is_told_what_came_out_well():
    made = (TypeYield("sentiment", 6, 0), TypeYield("exqa", 16, 12))
    assert yields(made) == [
        Share("exqa", "Extractive question answering", 12, 16),
        Share("sentiment", "Sentiment", 0, 6),
    ]


def test_only_what_somebody_settled_counts_as_accepted_or_not():
    (exqa,) = acceptance(COUNTS)
    assert (exqa.part, exqa.whole) == (4, 6)
    (seen,) = reviewed(COUNTS)
    assert (seen.part, seen.whole) == (6, 12)


def test_the_document_with_the_most_to_gain_comes_first():
    found = {
        n: DocumentCoverage(n, f"d{n}.txt", 100, Covered(kept, 0), {}, (), ())
        for n, kept in ((1, 80), (2, 10))
    }
    assert coverage(found) == [Share(2, "d2.txt", 10, 100), Share(1, "d1.txt", 80, 100)]
