"""Packets: open units of a run, or tasks to review, as projects that travel and come back.

Imported by cli, desktop.
"""

from engine.packets.agreeing import agreement, conflicts
from engine.packets.merging import merge, merge_one
from engine.packets.packing import pack
from engine.packets.reviewing import Sharing, pack_review

__all__ = ["Sharing", "agreement", "conflicts", "merge", "merge_one", "pack", "pack_review"]
