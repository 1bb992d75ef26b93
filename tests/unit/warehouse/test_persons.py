"""Two numbers are proposed as one person's only where a paper says both of its own bearer."""

from dataclasses import replace

from factories import page
from owner_factories import described

from digitize.model import Barcode, Box
from digitize.rows import Owner, OwnerBasis, OwnerKind
from digitize.warehouse.owners import Ownership
from digitize.warehouse.persons import stated_pairs

NUMBER, OLDER = "044199001234", "191234567"
BEARER = {"personal_id": NUMBER, "full_name": "Trần Thị Bình", "date_of_birth": "1999-01-02"}
OWNER = Ownership(
    owners=(Owner(kind=OwnerKind.CITIZEN, number=NUMBER, name="Trần Thị Bình"),),
    basis=OwnerBasis.PAPER,
)


def others(*lines: str, type_code: str = "xac_nhan_cu_tru", **values: str) -> list[str]:
    described_paper = described(type_code, {**BEARER, **values})
    return [pair.other for pair in stated_pairs(described_paper, OWNER, [page(*lines)])]


def of_code(payload: str) -> list[str]:
    box = Box(left=1, top=2, right=3, bottom=4)
    reading = replace(
        page("CĂN CƯỚC"), barcodes=(Barcode(text=payload, symbology="QRCode", box=box),)
    )
    return [pair.other for pair in stated_pairs(described("can_cuoc", BEARER), OWNER, [reading])]


def test_a_cards_code_says_the_older_number_beside_name_and_birth() -> None:
    said = f"{NUMBER}|{OLDER}|Trần Thị Bình|02011999|Nữ|Xã A|01052021"
    assert of_code(said) == [OLDER]
    assert of_code(said.replace("Trần Thị Bình", "Trần Thị Ba")) == []
    assert of_code(said.replace("02011999", "02011998")) == []
    assert of_code(f"{NUMBER}||Trần Thị Bình|02011999|Nữ|Xã A|01052021") == []


def test_a_line_that_has_both_numbers_of_the_bearer_proposes_them() -> None:
    assert others(f"Số định danh cá nhân: {NUMBER}; CMND số: {OLDER}") == [OLDER]
    assert others(f"Số CMND cũ: {OLDER}") == [OLDER]


def test_another_persons_card_is_not_the_bearers() -> None:
    assert others(f"Chủ hộ: Trần Văn Ba, CMND số {OLDER}, đăng ký cư trú tại xã A") == []


def test_a_paper_without_its_bearers_birth_proposes_nothing() -> None:
    paper = described("xac_nhan_cu_tru", {"personal_id": NUMBER, "full_name": "Trần Thị Bình"})
    assert stated_pairs(paper, OWNER, [page(f"Số CMND cũ: {OLDER}")]) == ()


def test_papers_that_name_several_people_propose_nothing() -> None:
    assert others(f"Số định danh {NUMBER}, CMND số {OLDER}", type_code="giay_khai_sinh") == []
