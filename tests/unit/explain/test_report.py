"""The page of HTML stands alone, runs nothing, and escapes what papers and file names say."""

import re
from dataclasses import replace

import pytest
from factories import page as reading_of

from config.document_types import load_document_types
from digitize.explain.report import write_report
from digitize.explain.steps import ExplainedPage, Picture, Unchanged, Understood
from digitize.model import Box, Description, Field, FieldSource, Reason, Verdict
from digitize.reasons import ReasonCode, sentence_of

HOSTILE = "<script>alert(1)</script>\"'&"
PICTURE = Picture(
    name="page-0001-01-file",
    title="Trang 1",
    sentence=HOSTILE,
    png=b"png",
    preview=b"jpeg",
    width=10,
    height=20,
)
DOCUMENT = Understood(
    page_indexes=(0, 1),
    description=Description(
        verdict=Verdict(type_code="quyet_dinh", confidence=0.9),
        fields=(
            Field(
                key="subject",
                value=HOSTILE,
                confidence=0.8,
                page_index=0,
                box=Box(left=0, top=0, right=9, bottom=9),
                how=FieldSource.LAYOUT,
                doubts=("low_confidence",),
            ),
        ),
        reasons=(Reason(code=ReasonCode.FIELD_UNSURE, field_key="subject", page_index=0),),
    ),
)


@pytest.fixture
def html(tmp_path):
    return written(tmp_path, documents=[DOCUMENT])


def written(folder, *, documents):
    steps = (PICTURE, Unchanged(title="Bước 2", sentence="Không phải làm gì."))
    out = folder / "index.html"
    write_report(
        out,
        source=f"{HOSTILE}.pdf",
        documents=documents,
        pages=iter([ExplainedPage(reading=reading_of("Kính gửi"), steps=steps)]),
        types=load_document_types(),
    )
    return out.read_text(encoding="utf-8")


def test_nothing_runs_and_nothing_is_fetched(html):
    assert "<script" not in html
    assert not re.search(r"\son\w+=", html)
    sources = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert sources == ["page-0001-01-file.png", "data:image/jpeg;base64,anBlZw=="]


def test_what_a_paper_or_a_name_says_is_escaped(html):
    assert html.count("&lt;script&gt;") >= 4  # name twice, field, sentence


def test_it_says_why_a_person_is_asked(html):
    assert "Vì sao cần người xem" in html
    assert sentence_of(ReasonCode.FIELD_UNSURE) in html


def test_a_document_nobody_is_asked_about_says_so(tmp_path):
    sure = replace(DOCUMENT, description=replace(DOCUMENT.description, reasons=()))
    assert "Không có điều gì phải hỏi." in written(tmp_path, documents=[sure])


def test_a_file_without_documents_says_so(tmp_path):
    assert "Tệp không có giấy tờ nào" in written(tmp_path, documents=[])


def test_pages_are_asked_for_one_after_the_other(tmp_path):
    asked = []

    def pages():
        for number in range(3):
            asked.append(number)
            yield ExplainedPage(reading=reading_of("x", page_index=number), steps=())

    write_report(tmp_path / "index.html", source="a.pdf", documents=[], pages=pages(), types={})
    assert asked == [0, 1, 2]
