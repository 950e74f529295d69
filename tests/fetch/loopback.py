"""A publisher's site on 127.0.0.1 that answers as real ones do, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Behaviour = Callable[["Handler"], None]
PIECE = 16 * 1024


@dataclass
class Served:
    """A file as the site has it now. Any validator may be missing; ranges: whether Range is honoured."""

    octets: bytes
    etag: str = ""
    last_modified: str = ""
    ranges: bool = True
    content_type: str = "application/octet-stream"


@dataclass
class Asked:
    """One request: its path and query, its headers, what was posted, answered, and how many octets of body left."""

    path: str
    headers: Message
    status: int = 0
    sent: int = 0
    posted: bytes = b""


@dataclass
class Publisher:
    """The site. plans: what to do with the next requests for a path, one each; ordinary service after them.

    usual: what a path does instead of serving a file.
    """

    files: dict[str, Served] = field(default_factory=dict)
    plans: dict[str, list[Behaviour]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Asked] = field(default_factory=list)
    usual: dict[str, Behaviour] = field(default_factory=dict)

    def __enter__(self) -> Publisher:
        self.server = Site(("127.0.0.1", 0), Handler)
        self.server.publisher = self
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def serve(self, path: str, octets: bytes, **said) -> Served:
        """Put a file there, with the ETag of its content unless told otherwise."""
        said.setdefault("etag", etag(octets))
        self.files[path] = Served(octets, **said)
        return self.files[path]

    @property
    def statuses(self) -> list[int]:
        return [one.status for one in self.asked]


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Silence: a client that hangs up is part of the play."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.do_GET(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self, posted: bytes = b"") -> None:
        publisher: Publisher = self.server.publisher
        self.asked = Asked(self.path, self.headers, posted=posted)
        publisher.asked.append(self.asked)
        place = urlsplit(self.path).path
        self.served = publisher.files.get(place)
        plan = publisher.plans[place]
        with contextlib.suppress(ConnectionError):
            (plan.pop(0) if plan else publisher.usual.get(place, ordinary))(self)

    def log_message(self, *_: object) -> None:
        """Silence: the tests read `asked`."""

    def head(self, status: int, length: int | None, **headers: str) -> None:
        self.asked.status = status
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def body(self, octets: bytes) -> None:
        for start in range(0, len(octets), PIECE):
            piece = octets[start : start + PIECE]
            self.wfile.write(piece)
            self.asked.sent += len(piece)

    def validators(self) -> dict[str, str]:
        return {"ETag": self.served.etag, "Last_Modified": self.served.last_modified}

    def start(self, trusting: bool = False) -> bytes:
        """Headers of the file or of the range asked; the octets to send. trusting: If-Range is not looked at."""
        octets, asked_for = self.served.octets, self.headers.get("Range", "")
        condition = self.headers.get("If-Range")
        strong = "" if self.served.etag.startswith("W/") else self.served.etag  # RFC 9110, 13.1.5
        fresh = trusting or condition in (None, strong, self.served.last_modified)
        if asked_for and self.served.ranges and fresh:
            first = int(asked_for.removeprefix("bytes=").rstrip("-"))
            if first >= len(octets):
                self.head(416, 0, Content_Range=f"bytes */{len(octets)}")
                return b""
            place = f"bytes {first}-{len(octets) - 1}/{len(octets)}"
            self.head(206, len(octets) - first, Content_Range=place, **self.validators())
            return octets[first:]
        self.head(200, len(octets), Content_Type=self.served.content_type, **self.validators())
        return octets

    def drop(self) -> None:
        """Cut the line, as a network does."""
        self.wfile.flush()
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def etag(octets: bytes) -> str:
    return f'"{hashlib.sha256(octets).hexdigest()[:16]}"'


def ordinary(handler: Handler) -> None:
    """What a well-behaved site does."""
    served = handler.served
    if served is None:
        handler.head(404, 0)
        return
    conditions = (("If-None-Match", served.etag), ("If-Modified-Since", served.last_modified))
    if any(value and handler.headers.get(name) == value for name, value in conditions):
        handler.head(304, None, **handler.validators())
    else:
        handler.body(handler.start())


def status(code: int, **headers: str) -> Behaviour:
    """Answer with this code and nothing else."""
    return lambda handler: handler.head(code, 0, **headers)


def cut(after: int) -> Behaviour:
    """Promise everything, send that many octets, cut."""

    def behave(handler: Handler) -> None:
        handler.body(handler.start()[:after])
        handler.drop()

    return behave


def hold(after: int, sent: threading.Event, release: threading.Event) -> Behaviour:
    """Send that many octets, say so, and wait to be released before the rest."""

    def behave(handler: Handler) -> None:
        octets = handler.start()
        handler.body(octets[:after])
        sent.set()
        release.wait(60)
        handler.body(octets[after:])

    return behave


def drip(handler: Handler) -> None:
    """One octet at a time, for as long as somebody listens."""
    for octet in handler.start():
        handler.body(bytes([octet]))


def trusting(handler: Handler) -> None:
    """A site that honours Range without looking at If-Range."""
    handler.body(handler.start(trusting=True))


def unsized(handler: Handler) -> None:
    """An export made on the fly: in chunks, without a length."""
    handler.head(200, None, Transfer_Encoding="chunked")
    octets = handler.served.octets
    for start in range(0, len(octets), PIECE):
        piece = octets[start : start + PIECE]
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        handler.asked.sent += len(piece)
    handler.wfile.write(b"0\r\n\r\n")


def unsized_and_cut(handler: Handler) -> None:
    """The same, the line breaking before the last chunk."""
    handler.head(200, None, Transfer_Encoding="chunked", ETag=handler.served.etag)
    handler.wfile.write(b"%x\r\n%b\r\n" % (PIECE, handler.served.octets[:PIECE]))
    handler.asked.sent += PIECE
    handler.drop()


def gzipped(handler: Handler) -> None:
    """Compressed although identity was asked."""
    octets = gzip.compress(handler.served.octets)
    handler.head(200, len(octets), Content_Encoding="gzip", ETag=handler.served.etag)
    handler.body(octets)
