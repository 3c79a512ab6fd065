"""Child processes: how they are started and talked to, and what of their errors may be printed.

Imported by cli, demo, desktop, devices, documents, isolation, runs, selftest, worker.
"""
