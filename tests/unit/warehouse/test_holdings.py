"""Each asked paper gets one answer, by the best that is held; what is not sure never spares a paper by itself."""

from datetime import date

import pytest

from config.document_types import load_document_types
from config.procedures import load_checklists
from digitize.warehouse.holdings import (
    Answer,
    AskedItem,
    HeldPaper,
    Holding,
    holdings_of,
    items_of_checklist,
    items_of_types,
)
from digitize.warehouse.life import LifeShown
from digitize.warehouse.validity import UNKNOWN, Basis, Validity

TYPES = load_document_types()
UNTIL = Validity(valid_from=None, valid_until=date(2027, 3, 12), basis=Basis.PAPER)
ENDED = Validity(valid_from=None, valid_until=date(2024, 3, 5), basis=Basis.PAPER)
WITHOUT_END = Validity(valid_from=None, valid_until=None, basis=Basis.LAW)
CARD = items_of_types(["can_cuoc"], TYPES)


def held(shown: LifeShown, validity: Validity = UNTIL, *, type_code: str = "can_cuoc") -> HeldPaper:
    return HeldPaper(type_code=type_code, shown=shown, validity=validity)


def answer(*papers: HeldPaper, items: tuple[AskedItem, ...] = CARD) -> Holding:
    (found,) = holdings_of(items, papers)
    return found


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (LifeShown.VALID, Answer.HELD),
        (LifeShown.AMENDED, Answer.UNCLEAR),
        (LifeShown.CORRECTED, Answer.UNCLEAR),
        (LifeShown.UNKNOWN, Answer.UNCLEAR),
        (LifeShown.NOT_YET, Answer.UNCLEAR),
        (LifeShown.EXPIRED, Answer.EXPIRED),
        (LifeShown.SUPERSEDED, Answer.SUPERSEDED),
        (LifeShown.REVOKED, Answer.REVOKED),
    ],
)
def test_only_what_is_surely_in_force_spares_the_paper(shown: LifeShown, expected: Answer) -> None:
    assert answer(held(shown)).answer is expected


def test_what_is_not_there_is_to_be_handed_in() -> None:
    assert answer().answer is Answer.NOT_HELD
    assert answer(held(LifeShown.VALID, type_code="giay_khai_sinh")).answer is Answer.NOT_HELD


def test_a_valid_paper_counts_beside_an_older_revoked_one() -> None:
    found = answer(held(LifeShown.REVOKED), held(LifeShown.VALID), held(LifeShown.EXPIRED, ENDED))
    assert (found.answer, found.valid_until) == (Answer.HELD, date(2027, 3, 12))


def test_of_two_valid_ones_the_one_in_force_longest_is_told() -> None:
    found = answer(held(LifeShown.VALID), held(LifeShown.VALID, WITHOUT_END))
    assert (found.is_without_end, found.valid_until) == (True, None)


def test_sentences_say_what_the_counter_must_do() -> None:
    assert answer(held(LifeShown.VALID)).sentence == (
        "Đã có, không yêu cầu nộp. Còn hiệu lực đến hết ngày 12/03/2027."
    )
    assert "hết hạn ngày 05/03/2024" in answer(held(LifeShown.EXPIRED, ENDED)).sentence
    assert answer(held(LifeShown.VALID, WITHOUT_END)).sentence.endswith("Không có thời hạn.")
    assert "xem lại" in answer(held(LifeShown.UNKNOWN, UNKNOWN)).sentence
    assert answer().sentence == "Cần nộp."


def test_a_declaration_for_one_dossier_is_never_held_for_another() -> None:
    checklist = load_checklists(types=TYPES)["1.000894"]
    items = items_of_checklist(checklist, TYPES)
    assert [item.code for item in items] == ["to_khai", "giay_xac_nhan_hon_nhan", "can_cuoc"]
    papers = [held(LifeShown.VALID, type_code="to_khai"), held(LifeShown.VALID)]
    answers = [found.answer for found in holdings_of(items, papers)]
    assert answers == [Answer.NOT_HELD, Answer.NOT_HELD, Answer.HELD]


def test_an_item_that_no_type_tells_is_never_found_held() -> None:
    item = AskedItem(code="giay_chung_sinh", title="Giấy chứng sinh", type_codes=())
    assert answer(held(LifeShown.VALID), items=(item,)).answer is Answer.NOT_HELD


def test_each_type_is_answered_once() -> None:
    assert len(items_of_types(["can_cuoc", "can_cuoc"], TYPES)) == 1
