"""What errors say, without what a person's paper said."""

import json
from io import StringIO
from pathlib import Path

import pytest

from digitize.errors import BadInput, SourceUnreadable
from workers.log import log_error, logger_to
from workers.log_words import frames_of, plain

NAME, NUMBER = "Nguyễn Thị Hòa", "044203001234"


@pytest.mark.parametrize(
    "said",
    [
        f"invalid literal for int() with base 10: '{NAME}'",
        f"[Errno 2] No such file or directory: '/quét/{NUMBER} {NAME}.pdf'",
        f"{NUMBER}_{NAME}.pdf: no such file",
        f"/quét/{NAME}/{NUMBER}.png: Permission denied",
        f"C:\\quét\\{NAME}\\1.tif",
        f'two values: "{NAME}" and {NUMBER}',
    ],
)
def test_a_detail_names_nobody(said: str) -> None:
    assert NAME not in plain(said)
    assert NUMBER not in plain(said)


@pytest.mark.parametrize(
    "said",
    [
        "render: exit -9",
        "https://s3.tinh.gov.vn:9000 answered 503",
        "000.00.16.H07-210101-0001 has no page 3",
        "100 bytes announced, 90 read",
    ],
)
def test_what_helps_the_operator_stays(said: str) -> None:
    assert plain(said) == said


def test_a_traceback_has_frames_and_no_foreign_words() -> None:
    try:
        try:
            int(NAME)
        except ValueError as fault:
            raise BadInput(f"page 3 of '{NAME}'") from fault
    except BadInput as error:
        told = frames_of(error)
    assert "test_log_words.py" in told
    assert "ValueError\n" in told
    assert "BadInput: page 3 of …\n" in told
    assert NAME not in told


def test_a_line_of_the_log_is_plain() -> None:
    file = StringIO()
    log_error(logger_to(file), "source.failed", SourceUnreadable(f"{NAME}.pdf: no such file"))
    line = json.loads(file.getvalue())
    assert (line["code"], line["detail"]) == ("source_unreadable", "…: no such file")


def test_the_system_says_why_in_its_own_words_without_the_file() -> None:
    try:
        Path(f"/{NAME}/1.tif").read_bytes()
    except OSError as error:
        told = frames_of(error)
    assert "FileNotFoundError: No such file or directory\n" in told
    assert NAME not in told
