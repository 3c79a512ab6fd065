"""A hub on loopback, shaped as huggingface-hub's own requests expect it, with faults on demand.

A file is asked for with HEAD at /REPOSITORY/resolve/REVISION/FILE; the answer is a redirect to a
storage host with X-Repo-Commit, X-Linked-Size and X-Linked-Etag (the SHA-256). The bytes come
from there, in ranges. Both are this server: "localhost" is the storage, "127.0.0.1" the hub.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "c0ffee" * 6 + "beef"


@dataclass
class SmallHub:
    """One file at one place; change the fields to make it misbehave."""

    path: str
    data: bytes
    status: int = 200
    sha256: str = ""
    size: int | None = None
    knows_ranges: bool = True
    break_after: list[int] = field(default_factory=list)  # bytes sent before each break, in turn
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # method, path, Range
    tokens: list[str] = field(default_factory=list)  # shown with each request
    port: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ranges(self) -> list[str]:
        """The Range of each request for bytes."""
        return [asked for method, path, asked in self.asked if path == "/storage/blob"]

    def head(self) -> dict[str, str]:
        return {
            "X-Repo-Commit": COMMIT,
            "X-Linked-Size": str(len(self.data) if self.size is None else self.size),
            "X-Linked-Etag": f'"{self.sha256 or hashlib.sha256(self.data).hexdigest()}"',
            "ETag": '"not-this-one"',
            "Location": f"http://localhost:{self.port}/storage/blob",
            "Content-Length": "0",
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: SmallHub

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._note()
        self._resolve()

    def do_GET(self) -> None:
        self._note()
        if self.path == "/storage/blob":
            self._send_bytes()
        else:
            self._resolve()

    def _note(self) -> None:
        self.hub.tokens.append(self.headers.get("Authorization", ""))
        self.hub.asked.append((self.command, self.path, self.headers.get("Range", "")))

    def _resolve(self) -> None:
        hub = self.hub
        repository, _, file = hub.path.rpartition("/")
        known = {f"/{repository}/resolve/{revision}/{file}" for revision in ("main", COMMIT)}
        status = hub.status if hub.status != 200 else (302 if self.path in known else 404)
        self.send_response(status)
        for name, value in (hub.head() if status == 302 else {"Content-Length": "0"}).items():
            self.send_header(name, value)
        self.end_headers()

    def _send_bytes(self) -> None:
        data, start = self.hub.data, 0
        asked = self.headers.get("Range", "")
        if asked and self.hub.knows_ranges:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if self.hub.break_after:
            self.wfile.write(data[start : start + self.hub.break_after.pop(0)])
            self.close_connection = True
        else:
            self.wfile.write(data[start:])


@contextmanager
def small_hub(path: str, data: bytes) -> Iterator[SmallHub]:
    """Serve `data` as the file REPOSITORY/FILE until the block ends."""
    hub = SmallHub(path, data)
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
