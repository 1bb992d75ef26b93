"""A real RFC 3161 time-stamping authority on loopback: `openssl ts -reply` behind a small HTTP server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509

_CONFIGURATION = """\
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.crt
certs = {folder}/tsa.crt
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@contextmanager
def timestamp_authority(folder: Path, *, port: int = 0) -> Iterator[tuple[str, x509.Certificate]]:
    """Its address and the certificate to trust."""
    _make(folder)
    server = HTTPServer(("127.0.0.1", port), _handler(folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        certificate = x509.load_pem_x509_certificate((folder / "tsa.crt").read_bytes())
        yield f"http://127.0.0.1:{server.server_port}/", certificate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _make(folder: Path) -> None:
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(_CONFIGURATION.format(folder=folder))
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=TSA-thu-nghiem",
            "-addext",
            "keyUsage=critical,digitalSignature",
            "-addext",
            "extendedKeyUsage=critical,timeStamping",
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.crt",
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the server's name for it
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(query)
            subprocess.run(
                [
                    "openssl",
                    "ts",
                    "-reply",
                    "-config",
                    "tsa.cnf",
                    "-queryfile",
                    "query",
                    "-out",
                    "reply",
                ],
                cwd=folder,
                check=True,
                capture_output=True,
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply").read_bytes())

        def log_message(self, *args: object) -> None:
            """Tests are quiet."""

    return Handler
