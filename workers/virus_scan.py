"""A file asked about at a ClamAV daemon, over its socket: `INSTREAM`, so that the daemon needs no access to our folders.

Configured means required: where the daemon cannot be asked, nothing is acknowledged, for a station sends again and a counter
is told to wait. What it finds is refused and kept in quarantine, never decoded.
"""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from digitize.errors import InfectedFile, VirusScannerUnavailable

_PIECE_BYTES = 256 * 1024
_END = struct.pack(">L", 0)
_MAX_ANSWER_BYTES = 4096
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 120.0  # the daemon gives up on a file by itself after this (MaxScanTime)


class VirusScanner:
    """Asks the daemon at `address`: the path of its socket, or `host:port`."""

    def __init__(self, address: str) -> None:
        self._address = address

    def require_clean(self, file: Path) -> None:
        """Raises `InfectedFile` with the signature's name in its detail, `VirusScannerUnavailable`."""
        try:
            with self._connected() as line, file.open("rb") as data:
                answer = _asked(line, data)
        except OSError as cause:
            raise VirusScannerUnavailable(str(cause)) from cause
        verdict = answer.removeprefix("stream: ")
        if verdict.endswith(" FOUND"):
            raise InfectedFile(verdict.removesuffix(" FOUND"))
        if verdict != "OK":  # too large for it, out of memory, or no daemon at all
            raise VirusScannerUnavailable(verdict[:200])

    def version(self) -> str:
        """What the daemon says of itself and its signatures. Raises `VirusScannerUnavailable`."""
        try:
            with self._connected() as line:
                line.sendall(b"zVERSION\0")
                return _answer(line)
        except OSError as cause:
            raise VirusScannerUnavailable(str(cause)) from cause

    def _connected(self) -> socket.socket:
        if self._address.startswith("/"):
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(_CONNECT_SECONDS)
            try:
                line.connect(self._address)
            except OSError:
                line.close()
                raise
        else:
            line = socket.create_connection(_host_and_port(self._address), _CONNECT_SECONDS)
        line.settimeout(_ANSWER_SECONDS)
        return line


def _asked(line: socket.socket, data: BinaryIO) -> str:
    """The daemon's answer to the bytes; one given before the last of them is an answer too."""
    line.sendall(b"zINSTREAM\0")
    try:
        for piece in _pieces(data):
            line.sendall(struct.pack(">L", len(piece)) + piece)
        line.sendall(_END)
    except (BrokenPipeError, ConnectionResetError):
        return _answer(line)
    return _answer(line)


def _pieces(data: BinaryIO) -> Iterator[bytes]:
    while piece := data.read(_PIECE_BYTES):
        yield piece


def _answer(line: socket.socket) -> str:
    """Text up to the closing zero byte. Raises `ConnectionError` where the daemon hangs up without a word."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANSWER_BYTES:
        piece = line.recv(_MAX_ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    if not answer:
        raise ConnectionError("no answer")
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)
