import gc
import subprocess
import sys

WATCH = """
import gc, threading, weakref
from PySide6.QtCore import QCoreApplication
from desktop.garbage import collect_on_this_thread

class Cycle:
    def __init__(self):
        self.itself = self
        weakref.finalize(self, lambda: seen.add(threading.current_thread() is main))

seen, main = set(), threading.main_thread()
application = QCoreApplication([])
collector = collect_on_this_thread(application)
before = gc.get_stats()[0]["collections"]
kept = [[] for _ in range(5_000)]
collector.look()
print(gc.get_stats()[0]["collections"] - before, gc.get_freeze_count() > 0)

def make():
    for _ in range(50_000):
        Cycle()

thread = threading.Thread(target=make)
thread.start()
thread.join()
print(len(seen))
collector.look()
print(seen)
"""


def test_cycles_are_looked_for_on_the_window_s_thread_alone_and_rarely() -> None:
    said = subprocess.run(
        [sys.executable, "-c", WATCH], capture_output=True, text=True, check=True, timeout=120
    )
    assert gc.get_freeze_count() == 0, "only the window does so, not who imports it"
    assert said.stdout.splitlines() == ["0 True", "0", "{True}"]
