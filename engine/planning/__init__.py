"""Plan past this computer: how long machines of known speeds need, and into how many parts to cut.

Pure, but for the reading of one small file. `machines.py` reads who helps, `sharing.py` deals the
parts out, `forecast.py` puts the times and the cost of merging together.

Imported by cli, cluster.
"""
