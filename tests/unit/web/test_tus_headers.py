"""Headers of anybody: parsed or refused, and never a 5xx."""

import base64
import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_factories import (
    PIECE,
    TUS,
    Client,
    a_picture,
    begin,
    open_batch,
)

from digitize.errors import DigitizeError, MediaTypeUnsupported, ProtocolUnsupported, RequestInvalid
from web.stations import tus_headers
from web.stations.tus_headers import UploadSaid

SHA = hashlib.sha256(b"").hexdigest()
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=60)
HEADER = st.one_of(
    st.binary(max_size=80),
    st.text("batchfilenamesha256 09AZ,=+/-.", max_size=80).map(str.encode),
    st.integers().map(lambda number: str(number).encode()),
)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def said(**more: str) -> dict[str, str]:
    pairs = {"batch": "b-1", "filename": "a.pdf", "sha256": SHA, **more}
    return {"upload-metadata": ",".join(f"{key} {encoded(text)}" for key, text in pairs.items())}


@given(name=TEXTS.filter(bool), component=TEXTS, type_code=TEXTS)
def test_what_is_said_can_be_read_back(name: str, component: str, type_code: str) -> None:
    first = tus_headers.metadata(said(filename=name, component=component, type_code=type_code))
    again = tus_headers.metadata({"upload-metadata": tus_headers.metadata_header(first)})
    assert again == first


@given(HEADER.map(lambda raw: raw.decode("latin-1")))
def test_any_metadata_is_parsed_or_refused(text: str) -> None:
    try:
        parsed = tus_headers.metadata({"upload-metadata": text})
    except RequestInvalid:
        return
    assert isinstance(parsed, UploadSaid)


@given(HEADER.map(lambda raw: raw.decode("latin-1")))
def test_any_checksum_and_number_is_parsed_or_refused(text: str) -> None:
    headers = {"upload-checksum": text, "upload-offset": text}
    for parse in (
        lambda: tus_headers.checksum(headers),
        lambda: tus_headers.number(headers, "Upload-Offset"),
    ):
        try:
            parse()
        except RequestInvalid:
            continue


def test_names_are_kept_in_one_form_of_unicode() -> None:
    assert tus_headers.metadata(said(filename="o\u031b\u0300.pdf")).name == "\u1edd.pdf"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"upload-metadata": ""},
        said(filename=""),
        said(sha256="F" * 64),
        said(sha256=SHA[:-1]),
        said(surprise="x"),
        said(filename="a\x00b"),
        said(filename="x" * 501),
        {"upload-metadata": said()["upload-metadata"] + ",batch eA=="},
        {"upload-metadata": f"batch {encoded('b')},filename /w==,sha256 {encoded(SHA)}"},
    ],
)
def test_metadata_that_is_missing_unknown_doubled_or_no_text_is_refused(
    headers: dict[str, str],
) -> None:
    with pytest.raises(RequestInvalid):
        tus_headers.metadata(headers)


def test_what_clients_add_by_themselves_is_let_pass() -> None:
    assert tus_headers.metadata(said(filetype="application/pdf")).name == "a.pdf"


@pytest.mark.parametrize(
    ("check", "error"),
    [
        (tus_headers.require_version, ProtocolUnsupported),
        (tus_headers.require_media_type, MediaTypeUnsupported),
    ],
)
def test_a_request_without_its_headers_is_refused(check, error: type[DigitizeError]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error):
        check({})


@pytest.fixture
def upload(client: Client) -> str:
    return begin(client, open_batch(client), a_picture())


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    method=st.sampled_from(["POST", "PATCH", "HEAD", "DELETE", "GET"]),
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Upload-Metadata", "Upload-Offset", "Upload-Length", "Upload-Checksum",
                "Content-Type", "X-HTTP-Method-Override", "Idempotency-Key", "Authorization",
            ]
        ),
        HEADER,
    ),
    body=st.binary(max_size=50),
)  # fmt: skip
def test_no_header_of_anybody_is_an_error_of_the_server(
    client: Client, upload: str, method: str, headers: dict[str, bytes], body: bytes
) -> None:
    for at in (upload, "/api/v1/uploads", "/api/v1/batches"):
        given_headers = {**(PIECE if method == "PATCH" else TUS), **headers}
        answer = client.request(method, at, headers=given_headers, content=body)
        assert answer.status_code < 500, (method, at, headers)
