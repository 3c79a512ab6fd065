import gc
import subprocess
import sys

WATCH = """
import gc
from desktop.garbage import collect_rarely
collect_rarely()
before = gc.get_stats()[0]["collections"]
kept = [[] for _ in range(5_000)]
print(gc.get_stats()[0]["collections"] - before, gc.get_freeze_count() > 0)
"""


def test_what_was_there_is_left_alone_and_5000_new_objects_cause_no_look() -> None:
    said = subprocess.run(
        [sys.executable, "-c", WATCH], capture_output=True, text=True, check=True, timeout=60
    )
    assert gc.get_freeze_count() == 0, "only the window does so, not who imports it"
    assert said.stdout.split() == ["0", "True"]
