"""Which graphics devices this computer has, and whether one of them is to be used for a model.

Found by a child (`finding.py`), fitted and chosen (`choosing.py`), tried against the CPU
(`proving.py`), and remembered by device, driver and build (`notes.py`). Nothing here loads a driver
into this process.

Imported by cli, desktop, runs, selftest.
"""
