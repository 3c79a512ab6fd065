"""Prove on the spot that this installation works: formats, model, export, crashes, processes.

It runs the same engine that users run, in a folder of its own that is gone afterwards, and opens
nothing of theirs. It is what an office's IT runs first on a packaged program.

Imported by cli.
"""

from engine.selftest.steps import Step, run_steps

__all__ = ["Step", "run_steps"]
