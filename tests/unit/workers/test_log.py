"""A line of the log says what its thread is at work on, whoever writes it."""

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from config.settings import LogTo
from digitize.errors import DigitizeError
from workers.log import logger_to, open_log
from workers.log_of_libraries import libraries_into
from workers.observing import Stage, about, carried, stage


@pytest.fixture
def file() -> io.StringIO:
    return io.StringIO()


def lines(file: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_a_line_has_the_ids_of_all_stages_around_it(file: io.StringIO) -> None:
    log = logger_to(file)
    with about(batch="lo-1"), stage(Stage.SCAN, scan="ab"), stage(Stage.READ_PAGE, page=3):
        log.info("something.happened")
    log.info("nothing.at_work")
    inside, outside = lines(file)
    assert (inside["batch"], inside["scan"], inside["page"]) == ("lo-1", "ab", 3)
    assert not {"batch", "scan", "page"} & set(outside)


def test_what_the_line_says_itself_counts(file: io.StringIO) -> None:
    with about(scan="ab"):
        logger_to(file).info("something.happened", scan="cd")
    assert lines(file)[0]["scan"] == "cd"


def test_a_thread_that_is_handed_work_is_at_work_on_it(file: io.StringIO) -> None:
    log = logger_to(file)

    def read(page: int) -> None:
        with about(page=page):
            log.info("page.read")

    with about(scan="ab"), ThreadPoolExecutor(2) as threads:
        list(threads.map(carried(read), (1, 2)))
    assert sorted((line["scan"], line["page"]) for line in lines(file)) == [("ab", 1), ("ab", 2)]


def test_ids_end_with_their_block_also_where_it_fails(file: io.StringIO) -> None:
    with pytest.raises(DigitizeError), stage(Stage.SEAL, document="d"):
        raise DigitizeError
    logger_to(file).info("afterwards")
    assert "document" not in lines(file)[0]


def test_every_line_has_time_in_utc_level_and_event(file: io.StringIO) -> None:
    logger_to(file).warning("page.unreadable")
    (line,) = lines(file)
    assert (line["level"], line["event"]) == ("warning", "page.unreadable")
    assert line["timestamp"].endswith("Z")


def test_what_a_library_warns_of_is_a_line_of_ours(file: io.StringIO) -> None:
    with libraries_into(logger_to(file)):
        logging.getLogger("some_library").warning("lost %s", "the line")
        logging.getLogger("some_library").info("all is well")
        try:
            raise ConnectionResetError("by the broker")
        except ConnectionResetError:
            logging.getLogger("another_library").warning("line lost", exc_info=True)
    logging.getLogger("some_library").warning("after the block")
    line, trouble = lines(file)
    assert (line["event"], line["library"]) == ("library.said", "some_library")
    assert line["detail"] == "lost the line"
    assert trouble["detail"].endswith("ConnectionResetError\n")


def test_the_log_goes_to_the_warehouse_by_default(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        logger_to(log).info("something.happened")
    assert json.loads((tmp_path / "digitize.log").read_text())["event"] == "something.happened"


def test_the_log_goes_to_stderr_where_that_is_set(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_log(tmp_path, to=LogTo.STDERR) as log:
        logger_to(log).info("something.happened")
    assert json.loads(capfd.readouterr().err)["event"] == "something.happened"
    assert not list(tmp_path.iterdir())
