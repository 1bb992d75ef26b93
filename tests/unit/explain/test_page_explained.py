"""A page explained is the page as the pipeline reads it, in pictures that sort in the order of the stages."""

import io

import pytest
from line_factories import printed, word_of
from page_factories import FONT, FONT_BOLD, RED, TEXT, drawn_page, seal
from PIL import Image, ImageDraw, ImageFont

from config.document_types import load_document_types
from digitize import pipeline
from digitize.classify.marks import Mark
from digitize.errors import SecretPaper
from digitize.explain.page import explain_page
from digitize.explain.steps import Picture, Understood
from digitize.image.orientation import turned
from digitize.model import (
    Box,
    Description,
    Field,
    FieldSource,
    Line,
    Reason,
    SourcePage,
    Verdict,
)
from digitize.ocr.scripted import ScriptedEngine
from digitize.reasons import ReasonCode

TYPES = load_document_types()
SCRIPT = (
    *(printed(text, left=200, top=200 + 56 * row) for row, text in enumerate(TEXT)),
    Line(words=(word_of("bào", left=200, top=600, confidence=0.4),)),
)


def _print(pen: ImageDraw.ImageDraw) -> None:
    """The words of the script where it says they stand, and a seal."""
    font = ImageFont.truetype(str(FONT), 22)
    for word in (word for line in SCRIPT for word in line.words):
        pen.text((word.box.left, word.box.top), word.text, font=font, fill=(20, 20, 20))
    seal(pen, left=900, top=1500)


PAGE = drawn_page(paint=_print, colour=True)
BOX = Box(left=200, top=200, right=500, bottom=230)
DOCUMENT = Understood(
    page_indexes=(0,),
    description=Description(
        verdict=Verdict(type_code="quyet_dinh", confidence=0.98),
        fields=(
            Field(
                key="reference",
                value="12/QĐ-UBND",
                confidence=0.4,
                page_index=0,
                box=BOX,
                how=FieldSource.LAYOUT,
            ),
        ),
        reasons=(
            Reason(code=ReasonCode.FIELD_UNSURE, field_key="reference", page_index=0),
            Reason(code=ReasonCode.FIELD_MISSING, field_key="signer_name"),
        ),
    ),
    marks=(
        Mark(
            type_code="quyet_dinh", name="heading QUYẾT ĐỊNH", strength=0.9, page_index=0, box=BOX
        ),
    ),
)


def explained(page=PAGE, *, document=DOCUMENT, script=SCRIPT):
    source = SourcePage(image=page)
    return explain_page(source, engine=ScriptedEngine(script), document=document, types=TYPES)


@pytest.fixture(scope="module")
def page():
    return explained()


def pictures(found):
    return [step for step in found.steps if isinstance(step, Picture)]


def step(found, name):
    (picture,) = [each for each in pictures(found) if each.name.endswith(f"-{name}")]
    return picture


def test_the_reading_is_the_pipelines_own(page):
    assert page.reading == pipeline.read(SourcePage(image=PAGE), engine=ScriptedEngine(SCRIPT))


def test_names_sort_in_the_order_of_the_steps(page):
    names = [picture.name for picture in pictures(page)]
    assert names == sorted(names)
    assert [name.rsplit("-", 1)[1] for name in names if name.endswith(("file", "fields"))] == [
        "file",
        "fields",
    ]


def test_every_picture_is_one_that_opens_at_its_size(page):
    for picture in pictures(page):
        for data in (picture.png, picture.preview):
            assert Image.open(io.BytesIO(data)).size == (picture.width, picture.height)


def test_a_seal_is_shown_before_its_ink_is_taken_out(page):
    names = [picture.name.rsplit("-", 1)[1] for picture in pictures(page)]
    assert names.index("seals") < names.index("red_ink")
    assert "con dấu" in pictures(page)[names.index("red_ink")].sentence


def test_a_step_that_had_nothing_to_do_says_so_and_shows_nothing(page):
    quiet = [each.sentence for each in page.steps if not isinstance(each, Picture)]
    assert "Trang đã đúng chiều, không phải xoay." in quiet


def test_a_turned_page_is_shown_turned():
    found = explained(turned(drawn_page(lines=TEXT), 180), document=None)
    assert step(found, "upright").sentence.startswith("Đã xoay")


def test_doubtful_words_are_counted(page):
    assert "1 từ đáng ngờ" in step(page, "engine").sentence


def test_the_type_names_itself_and_the_fields_say_why_a_person_is_asked(page):
    assert step(page, "type").sentence.startswith("Loại: Quyết định, độ tin cậy 0,98")
    assert "2 lý do" in step(page, "fields").sentence


def test_a_reason_of_the_document_is_drawn_on_its_first_page_only(page):
    later = Understood(page_indexes=(7, 0), description=DOCUMENT.description, marks=DOCUMENT.marks)
    assert step(page, "fields").png != step(explained(document=later), "fields").png


def test_a_page_of_no_document_is_shown_without_type_and_fields():
    names = {picture.name.rsplit("-", 1)[1] for picture in pictures(explained(document=None))}
    assert "words" in names
    assert not names & {"type", "fields"}


def test_nothing_of_a_secret_page_is_explained():
    def stamp(pen):
        pen.rectangle((200, 100, 420, 165), outline=RED, width=4)
        pen.text((225, 110), "TỐI MẬT", font=ImageFont.truetype(str(FONT_BOLD), 38), fill=RED)

    secret = drawn_page(lines=TEXT, paint=stamp, colour=True)
    with pytest.raises(SecretPaper):
        explained(secret, script=(printed("TỐI MẬT", left=200, top=200),))
