"""Documents in, tasks out, in one project file: a library that happens to have a window.

Start at `runs/` to see a run, at `records/` for the words, at `cli/` for every use of it.
"""
