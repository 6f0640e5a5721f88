"""Octant as it is served, and a client that costs next to nothing: sockets and bytes.

`served` starts gunicorn as `scripts/run` does; a `Person` signs in and saves answers over one
kept connection. Tests of faults and `bench/saving.py` share them.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

HOME = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PIECE = 64 * 1024
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
COOKIE = re.compile(rb"^set-cookie: *([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
JSON = "application/json"


class Server(NamedTuple):
    """A running gunicorn and where it listens."""

    port: int
    process: subprocess.Popen

    def kill(self):
        """SIGKILL to all of it at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(application: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server with the settings of `scripts/run`, ended at the end.

    It inherits a socket that listens already, so nobody has to guess when it is ready.
    """
    with socket.create_server((HOST, 0), backlog=128) as listening:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listening.fileno()}"]
        command += ["--workers", "2", "--threads", "400", "--graceful-timeout", "5", "--preload"]
        command += ["--access-logfile", "/dev/null", "--log-level", "critical", application]
        process = subprocess.Popen(
            command,
            cwd=HOME,
            env={**os.environ, **environment},
            pass_fds=[listening.fileno()],
            start_new_session=True,
        )
        server = Server(listening.getsockname()[1], process)
    try:
        yield server
    finally:
        process.terminate()
        process.wait()


class Reply(NamedTuple):
    """What a server said."""

    status: int
    head: bytes
    body: bytes


class Wire:
    """One kept connection. Raises OSError (ConnectionError, TimeoutError) where it breaks."""

    def __init__(self, port):
        self.port = port
        self.open()

    def open(self):
        self.socket = socket.create_connection((HOST, self.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def open_again(self):
        """A new connection: gunicorn ends one that is silent for two seconds."""
        self.close()
        self.open()

    def close(self):
        self.socket.close()

    def ask(self, request: bytes) -> Reply:
        """Send one request and read its reply to the end."""
        self.socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, body = received[: end + 2], received[end + 4 :]
        length = LENGTH.search(head)
        while length and len(body) < int(length[1]):
            body += self._more()
        return Reply(int(head[9:12]), head, body)

    def _more(self):
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionResetError("the server went away")
        return piece


def message(method, path, fields=None, *, cookie=b"", accept="text/html") -> bytes:
    """A request as bytes; `fields` are sent as a form."""
    body = b"" if fields is None else urlencode(fields).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: {accept}\r\n".encode()
    if cookie:
        head += b"Cookie: " + cookie + b"\r\n"
    if fields is not None:
        head += b"Content-Type: application/x-www-form-urlencoded\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


class Person:
    """Somebody who signed in over a connection of their own, and holds a form token."""

    def __init__(self, port, email, password):
        self.wire = Wire(port)
        self.cookie = b""
        token = self._token("/sign-in")
        fields = {"csrf_token": token, "email": email, "password": password}
        signed = self.wire.ask(message("POST", "/sign-in", fields, cookie=self.cookie))
        assert signed.status in {302, 303}, signed
        self._keep(signed)
        self.token = self._token("/account")

    def get(self, path) -> Reply:
        return self.wire.ask(message("GET", path, cookie=self.cookie))

    def save_message(self, address, **fields) -> bytes:
        """The request that saves an answer as the page's script does it."""
        sent = {"csrf_token": self.token, **fields}
        return message("POST", address, sent, cookie=self.cookie, accept=JSON)

    def _token(self, path):
        page = self.get(path)
        self._keep(page)
        return TOKEN.search(page.body)[1].decode()

    def _keep(self, reply):
        cookie = COOKIE.search(reply.head)
        if cookie:
            self.cookie = cookie[1]
