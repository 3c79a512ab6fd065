"""Documents in, tasks out, in one project file: a library that happens to have a window.

Start at `runs.py` to see a run, at `records.py` for the words, at `cli/` for every use of it.
"""
