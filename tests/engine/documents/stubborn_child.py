"""A reader's child that dies or hangs on files named so, and reads all others."""

import json
import os
import threading
from pathlib import Path

from engine.documents.main import main


class _Requests:
    """The real pipe, looked at first."""

    def __init__(self, pipe):
        self._pipe = pipe

    def recv_bytes(self):
        request = self._pipe.recv_bytes()
        name = Path(json.loads(request)["path"]).name
        if name == "crash.txt":
            os._exit(7)
        if name == "hang.txt":
            threading.Event().wait()
        if name == "work.txt":
            while True:
                pass
        if name == "grow.txt":
            self.kept = bytearray(400 * 1024**2)
            threading.Event().wait()
        return request


def stubborn(requests, answers):
    main(_Requests(requests), answers)


def never_starts(_requests, _answers):
    os._exit(1)
