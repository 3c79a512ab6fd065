"""Lets `python -m desktop` do what the executable does."""

import sys

from desktop.launch import main

if __name__ == "__main__":  # a spawned child imports this file and must not start again
    sys.exit(main())
