"""The command line: the same engine without a window, one file for each group of commands.

Imported by desktop.
"""

from engine.cli.main import COMMANDS, main

__all__ = ["COMMANDS", "main"]
