"""Which scans a child is asked about, and that one that arrived signed stays one."""

from dataclasses import replace
from typing import Any, cast

from decree_pages import first_page, last_page, reading, row

from config.document_types import load_document_types
from digitize.doctype import DocumentTypes
from digitize.intake.possible_starts import relevant_for_starts
from digitize.model import FileTrait, PageReading
from digitize.pipeline import Knowledge
from workers.separating import separated
from workers.tools import Tools

PLAIN = reading([row("Điều 2. Thi hành.", center=826, top=300)])


class HerePool:
    """Calls in this process, with the shipped types and no engine."""

    def __init__(self) -> None:
        self.calls = 0

    def call(self, function: Any, _seconds: float, *arguments: Any) -> Any:
        self.calls += 1
        types: DocumentTypes = load_document_types()
        tools = Tools(
            engine=cast("Any", None), knowledge=Knowledge(types=types, provinces=(), learned=None)
        )
        return function(tools, *arguments)


def scan(*pages: PageReading) -> list[PageReading]:
    return [replace(page, page_index=index) for index, page in enumerate(pages)]


def decision(number: int) -> PageReading:
    return first_page(
        organ=("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"),
        reference=f"Số: {number}/QĐ-UBND",
        heading=("QUYẾT ĐỊNH",),
    )


TWO = scan(decision(1), last_page(("CHỦ TỊCH",)), PLAIN, decision(2), PLAIN)


def test_two_papers_of_one_scan_become_two_documents() -> None:
    found = separated(cast("Any", HerePool()), TWO, frozenset())
    assert found.documents == ((0, 1, 2), (3, 4))


def test_a_file_that_arrived_signed_stays_one_document() -> None:
    pool = HerePool()
    found = separated(cast("Any", pool), TWO, frozenset({FileTrait.SIGNED}))
    assert (found.documents, pool.calls) == (((0, 1, 2, 3, 4),), 0)


def test_a_scan_that_nothing_can_begin_in_asks_no_child() -> None:
    pool = HerePool()
    assert separated(cast("Any", pool), scan(decision(1), PLAIN, PLAIN), frozenset()).documents
    assert pool.calls == 0


def test_only_the_pages_that_matter_cross_to_the_child() -> None:
    assert [page.page_index for page in relevant_for_starts(TWO)] == [0, 2, 3]
