"""Generate: check and plan a run, send its units to the worker, judge and save what comes back.

Read `starting.py` first, then `generation.py`.

Imported by cli, demo, desktop, planning, selftest.
"""

from engine.runs.starting import RunHandle, plan_only, resume, start

__all__ = ["RunHandle", "plan_only", "resume", "start"]
