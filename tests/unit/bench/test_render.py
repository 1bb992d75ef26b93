"""The renderer: every type, its fields, the same pixels for the same seed."""

import tomllib
from datetime import date
from pathlib import Path
from random import Random

import pytest
import zxingcpp
from PIL import Image

from bench import demo
from bench.render.catalogue import DRAWN, render
from bench.render.damage import CLEAN, Wear, scanned
from bench.render.files import write_pdf
from bench.render.numbers import date_in_words, decimal, enterprise_code, long_date, number_in_words
from bench.render.offices import school
from bench.render.people import some_person

TYPES = Path(__file__).resolve().parents[3] / "config" / "doctypes.toml"


def test_same_seed_same_paper() -> None:
    first, again = render("phieu_bo_sung", 5), render("phieu_bo_sung", 5)
    assert first.fields == again.fields
    assert first.pages[0].tobytes() == again.pages[0].tobytes()


def test_damage_is_seeded_and_brings_the_resolution_down() -> None:
    page = render("to_khai", 1).pages[0]
    wear = Wear(dpi=100, mode="bilevel", skew_degrees=1.5, specks=20, border_px=10)
    first, again = (scanned(page, wear, Random(7)) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert (first.mode, first.size) == ("1", (827, 1169))


def test_a_turned_page_lies_on_its_side() -> None:
    page = Image.new("RGB", (600, 900), "white")
    assert scanned(page, Wear(dpi=300, turn_degrees=90), Random(1)).size == (900, 600)


def test_card_carries_its_code() -> None:
    card = render("can_cuoc", 0)
    codes = zxingcpp.read_barcodes(scanned(card.pages[0], Wear(dpi=300), Random(1)))
    assert codes[0].text.split("|")[0] == card.fields["personal_id"]


def test_written_pdf_is_the_same_bytes(tmp_path: Path) -> None:
    page = scanned(render("khac", 2).pages[0], CLEAN, Random(3))
    for name in ("a.pdf", "b.pdf"):
        write_pdf(tmp_path / name, [page], dpi=CLEAN.dpi)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_enterprise_code_obeys_its_check_digit() -> None:
    digits = [int(c) for c in enterprise_code(Random(3))]
    weighted = sum(d * w for d, w in zip(digits, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=False))
    assert digits[9] == 10 - weighted % 11


def test_personal_id_agrees_with_birth_and_sex() -> None:
    person = some_person(Random(11), is_male=False, born_between=(2001, 2001))
    assert person.personal_id[3:6] == "301"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (2005, "hai nghìn không trăm linh năm"),
        (1999, "một nghìn chín trăm chín mươi chín"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_dates_and_sums_as_printed() -> None:
    assert long_date(date(2024, 2, 5)) == "ngày 05 tháng 02 năm 2024"
    assert date_in_words(date(2020, 11, 3)).startswith("Ngày ba, tháng mười một, năm")
    assert decimal(1234.5) == "1.234,5"


@pytest.mark.parametrize("seed", range(12))
def test_a_school_bears_the_symbol_of_its_own_name(seed: int) -> None:
    office = school(Random(seed))
    initials = iter(word[0].upper() for word in office.spoken.split())
    assert all(letter in initials for letter in office.symbol)


def test_joint_circulars_are_issued_and_signed_by_two_ministries() -> None:
    joint = render("thong_tu_lien_tich", 3).fields
    symbols = joint["reference"].split("-")[1:]
    assert len(set(symbols)) == len(joint["organ_name"].split(" - ")) == 2
    assert "signer_name" not in joint


@pytest.mark.parametrize("seed", range(6))
def test_a_law_is_numbered_by_the_assembly_of_its_day(seed: int) -> None:
    law = render("luat", seed).fields
    term = int(law["reference"][-2:])
    assert {13: "2011-07-21", 14: "2016-07-20", 15: "2021-07-20"}[term] <= law["issued_date"]


def test_every_type_has_a_drawing() -> None:
    assert set(tomllib.loads(TYPES.read_text())["type"]) <= set(DRAWN)


def test_demo_tells_its_stories(tmp_path: Path) -> None:
    demo.stack_with_sheets(tmp_path / "stack.tif", Random(1))
    with Image.open(tmp_path / "stack.tif") as stack:
        sheets = []
        for number in range(stack.n_frames):
            stack.seek(number)
            sheets.append(bool(zxingcpp.read_barcodes(stack.convert("L"))))
    assert sheets == [False, False, True, False, True, False]
    assert len(render("ke_hoach", 18).pages) == 2
    assert render("ke_hoach", 18).handwritten == {"reference"}
