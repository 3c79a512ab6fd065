"""Lets the tests import the scripts of packaging/, which is no package on purpose."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = str(ROOT / "packaging")

if SCRIPTS not in sys.path:
    sys.path.append(SCRIPTS)  # last: `packaging`, `build` and the like of others come first
