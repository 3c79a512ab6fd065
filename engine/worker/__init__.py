"""The child process that runs llama.cpp: it is expected to die, and owns nothing worth keeping.

Read `main.py` for its loop, then `scheduler.py`, `sequence.py` and `batch.py` for how many units
go through one model at once, then `llama.py` and `sampling.py`, which alone touch llama.cpp.
The split into scheduler, sequence and runner follows nano-vllm.

Imported by cli, demo, desktop, devices, runs, selftest.
"""
