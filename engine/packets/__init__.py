"""Packets: open units of a run, or tasks to review, as projects that travel and come back.

Imported by cli.
"""

from engine.packets.merging import merge, merge_one
from engine.packets.packing import pack

__all__ = ["merge", "merge_one", "pack"]
