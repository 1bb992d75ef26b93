"""HTTP off the wire by a parser in C, which by itself would gather a request's headers and trailers without end.

Reading bodies costs the server most of its time, and this parser hands them on without looking at every byte in Python.
"""

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from digitize.limits import MAX_HEADER_BYTES


class BoundedHttp(HttpToolsProtocol):
    """Ends a connection that sent more between two pieces of body than a request's headers may be."""

    _beside_body = 0

    def data_received(self, data: bytes) -> None:
        self._beside_body += len(data)
        super().data_received(data)
        if self._beside_body > MAX_HEADER_BYTES and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """What these headers say is judged with the request."""
        super().on_headers_complete()
        self._beside_body = 0

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._beside_body = 0


_TOO_LARGE = (
    STATUS_LINE[HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE]
    + b"content-length: 0\r\nconnection: close\r\n\r\n"
)
