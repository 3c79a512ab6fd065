"""A reader's child that dies or hangs on files that hold one such word, and reads all others."""

import os
import threading

from engine.documents.main import main


class _Requests:
    """The real pipe, looked at first."""

    def __init__(self, pipe):
        self._pipe = pipe

    def recv_bytes(self):
        request = self._pipe.recv_bytes()
        if request == b"crash":
            os._exit(7)
        if request == b"hang":
            threading.Event().wait()
        if request == b"work":
            while True:
                pass
        if request == b"grow":
            self.kept = bytearray(400 * 1024**2)
            threading.Event().wait()
        return request


def stubborn(requests, answers):
    main(_Requests(requests), answers)


def never_starts(_requests, _answers):
    os._exit(1)
