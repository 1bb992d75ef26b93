"""No reason means sealed without a person: each thing that speaks against a document gives its reason, once."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from decree_pages import first_page
from factories import page

from config.document_types import load_document_types
from digitize.judge import JudgeOptions, judge
from digitize.model import (
    Box,
    Field,
    FieldSource,
    FileTrait,
    PageOutcome,
    PageReading,
    Reason,
    Resolution,
    TextOrigin,
    Verdict,
)
from digitize.reasons import ReasonCode, explain, sentence_of

TYPES = load_document_types()
READ = page("Căn cứ Luật Tổ chức chính quyền địa phương")


def field(key: str, *, confidence: float = 0.99, doubts: tuple[str, ...] = ()) -> Field:
    return Field(
        key=key,
        value="giá trị",
        confidence=confidence,
        page_index=0,
        box=Box(left=0, top=0, right=10, bottom=10),
        how=FieldSource.LAYOUT,
        doubts=doubts,
    )


def decision(*changed: Field, without: str = "") -> list[Field]:
    """All required fields of a decision, sure, but for the changed ones."""
    fields = {spec.key: field(spec.key) for spec in TYPES["quyet_dinh"].required}
    fields |= {item.key: item for item in changed}
    return [item for key, item in fields.items() if key != without]


def reasons(
    fields: list[Field] | None = None,
    *,
    type_code: str = "quyet_dinh",
    confidence: float = 0.98,
    pages: tuple[PageReading, ...] = (READ,),
    traits: frozenset[FileTrait] = frozenset(),
    options: JudgeOptions | None = None,
) -> tuple[Reason, ...]:
    verdict = Verdict(type_code=type_code, confidence=confidence)
    items = decision() if fields is None else fields
    return judge(verdict, items, pages, types=TYPES, traits=traits, options=options)


def codes(found: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in found]


def test_sure_document_needs_nobody() -> None:
    assert reasons() == ()


def test_missing_required_field_is_named() -> None:
    assert reasons(decision(without="subject")) == (
        Reason(code=ReasonCode.FIELD_MISSING, field_key="subject"),
    )


@pytest.mark.parametrize(
    ("reference", "code"),
    [("Số: #? /QĐ-BTC", "handwriting"), ("Số: /QĐ-BTC", "field_missing")],
    ids=["ink that nobody could read", "an empty gap"],
)
def test_missing_number_says_whether_a_pen_wrote_there(reference: str, code: str) -> None:
    scrawled = first_page(reference=reference.replace("#?", "đ@?"))
    found = reasons(decision(without="reference"), pages=(scrawled,))
    assert [(reason.code, reason.field_key) for reason in found] == [(code, "reference")]


def test_missing_optional_field_is_no_reason() -> None:
    assert TYPES["quyet_dinh"].field("recipients") is not None
    assert "recipients" not in {item.key for item in decision()}
    assert reasons() == ()


def test_field_below_its_own_threshold_is_unsure() -> None:
    options = JudgeOptions(field_thresholds={"subject": 0.7, "reference": 0.95})
    fields = decision(field("subject", confidence=0.75), field("reference", confidence=0.9))
    found = reasons(fields, options=options)
    assert found == (Reason(code=ReasonCode.FIELD_UNSURE, field_key="reference", page_index=0),)


def test_field_without_threshold_takes_the_common_one() -> None:
    options = JudgeOptions(field_thresholds={}, min_field_confidence=0.9)
    assert codes(reasons(decision(field("subject", confidence=0.89)), options=options)) == [
        ReasonCode.FIELD_UNSURE
    ]


@pytest.mark.parametrize("doubt", ["handwriting", "bad_format", "contradiction"])
def test_doubt_asks_a_person_however_sure_the_reading(doubt: str) -> None:
    assert codes(reasons(decision(field("reference", doubts=(doubt,))))) == [doubt]


def test_contradiction_in_an_optional_field_asks_too() -> None:
    found = reasons(decision(field("parent_organ_name", doubts=("contradiction",))))
    assert found[0].field_key == "parent_organ_name"


@pytest.mark.parametrize(
    ("type_code", "confidence", "code"),
    [("khac", 0.4, "unknown_type"), ("quyet_dinh", 0.6, "type_unsure")],
)
def test_unsure_type_asks(type_code: str, confidence: float, code: str) -> None:
    assert codes(reasons(type_code=type_code, confidence=confidence)) == [code]


def test_unknown_type_asks_for_no_fields() -> None:
    assert codes(reasons([], type_code="khac", confidence=0.0)) == ["unknown_type"]


def test_unreadable_page_is_named() -> None:
    lost = replace(READ, outcome=PageOutcome.UNREADABLE, page_index=1)
    assert reasons(pages=(READ, lost)) == (Reason(code="unreadable_page", page_index=1),)


def test_blank_back_is_no_reason() -> None:
    assert reasons(pages=(READ, replace(page(), outcome=PageOutcome.BLANK))) == ()


def test_document_without_text_says_so() -> None:
    assert "no_text" in codes(reasons(pages=(page(),)))


def test_page_with_ink_but_no_words_is_named() -> None:
    drawn = replace(page(page_index=1), notes=("no_text",))
    assert reasons(pages=(READ, drawn)) == (Reason(code="no_text", page_index=1),)


@pytest.mark.parametrize(("dpi", "asks"), [(100, True), (189, True), (196, False), (200, False)])
def test_coarse_page_asks_below_200_dpi(dpi: int, asks: bool) -> None:
    coarse = replace(READ, resolution=Resolution(dpi_x=dpi, dpi_y=dpi))
    assert ("low_resolution" in codes(reasons(pages=(coarse,)))) is asks


def test_resolution_of_a_signed_original_is_its_own() -> None:
    coarse = replace(READ, resolution=Resolution(dpi_x=72, dpi_y=72))
    assert reasons(pages=(coarse,), traits=frozenset({FileTrait.SIGNED})) == ()


def test_born_digital_page_has_no_resolution_to_lack() -> None:
    typed = replace(READ, resolution=Resolution(dpi_x=72, dpi_y=72), origin=TextOrigin.TEXT_LAYER)
    assert reasons(pages=(typed,)) == ()


@pytest.mark.parametrize(
    "trait", [FileTrait.ACTIVE_CONTENT, FileTrait.ATTACHMENTS, FileTrait.REPAIRED]
)
def test_noteworthy_file_asks(trait: FileTrait) -> None:
    assert codes(reasons(traits=frozenset({trait}))) == [trait.value]


def test_signed_and_locked_files_are_fine() -> None:
    assert reasons(traits=frozenset({FileTrait.SIGNED, FileTrait.OWNER_PASSWORD})) == ()


# ---- the sentences --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_code_has_a_sentence_that_says_what_to_do(code: ReasonCode) -> None:
    assert "Hãy" in sentence_of(code)


def test_explanation_names_page_and_field() -> None:
    reason = Reason(code="handwriting", field_key="reference", page_index=2)
    assert explain(reason, field_title="Số, ký hiệu").startswith("Trang 3, Số, ký hiệu: ")


def test_explanation_of_a_whole_file_has_no_place() -> None:
    assert explain(Reason(code="no_text")) == sentence_of("no_text")


def test_every_code_written_in_the_code_has_a_sentence() -> None:
    used = set(_reason_literals(Path(__file__).parents[2]))
    assert used <= set(ReasonCode)


def _reason_literals(root: Path) -> Iterator[str]:
    """The codes of every `Reason(code="...")` in the packages."""
    for package in ("digitize", "workers", "storage", "config"):
        for source in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                    yield from (
                        word.value.value
                        for word in node.keywords
                        if word.arg == "code" and isinstance(word.value, ast.Constant)
                    )
