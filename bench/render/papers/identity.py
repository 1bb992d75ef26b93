"""Identity and residence: both generations of the card, confirmation CT07, the old household book."""

import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

from PIL import Image

from bench.render import forms, pen
from bench.render.letterhead import HeadStyle, head, signature
from bench.render.numbers import slashed, years_after
from bench.render.offices import Office, some_signing
from bench.render.people import Person, some_day, some_person
from bench.render.places import Place, some_place
from bench.render.rendered import Rendered
from bench.render.sheet import A4_MM, CARD_MM, RED, Paper, px
from bench.render.typeface import ARIAL, COURIER, DPI


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def card(rng: Random) -> Rendered:
    """Front above back on one sheet, as counters scan it."""
    person = some_person(rng, born_between=(1965, 2003))
    is_new = rng.random() < 0.4
    issued = some_day(rng, 2024, 2025) if is_new else some_day(rng, 2021, 2023)
    expiry = years_after(person.born, 60 if person.born.year < 1985 else 40)
    sheet = Paper(numbers_pages=False)
    sides = (
        _front(person, issued, expiry, is_new=is_new),
        _back(rng, person, issued, expiry, is_new=is_new),
    )
    for side, y_mm in zip(sides, (45.0, 118.0), strict=True):
        sheet.image.paste(side, (px(62), px(y_mm)))
    fields = {
        "personal_id": person.personal_id,
        "full_name": person.name.upper(),
        "date_of_birth": person.born.isoformat(),
        "sex": person.sex,
        "nationality": "Việt Nam",
        "place_of_origin": person.place.commune_and_up,
        "residence": person.address,
        "expiry_date": expiry.isoformat(),
        "issued_date": issued.isoformat(),
    }
    return Rendered(type_code="can_cuoc", pages=tuple(sheet.sheets), fields=fields)


def residence_confirmation(rng: Random) -> Rendered:
    place = some_place(rng)
    office, day, person = _police(place), some_day(rng, 2021, 2025), some_person(rng, place=place)
    reference, signing = f"{rng.randint(10, 4000)}/XN-CA", some_signing(rng, office)
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    paper.text(
        "Mẫu CT07 ban hành kèm theo Thông tư số 66/2023/TT-BCA",
        x_mm=105,
        y_mm=10,
        size_pt=9,
        italic=True,
    )
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle())
    paper.lines("<b>XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ</b>", align="centre", size_pt=15, after_mm=4)
    paper.lines("<b>I. Thông tin công dân:</b>", align="left")
    forms.line(paper, "1. Họ, chữ đệm và tên", person.name.upper(), style=style)
    forms.pair(
        paper,
        ("2. Ngày, tháng, năm sinh", slashed(person.born)),
        ("3. Giới tính", person.sex),
        style=style,
    )
    forms.line(paper, "4. Số định danh cá nhân", person.personal_id, style=style)
    forms.pair(paper, ("5. Dân tộc", person.ethnicity), ("6. Quốc tịch", "Việt Nam"), style=style)
    forms.line(paper, "7. Quê quán", place.commune_and_up, style=style)
    forms.line(paper, "8. Nơi thường trú", person.address, style=style)
    forms.line(paper, "9. Nơi ở hiện tại", person.address, style=style)
    paper.lines(
        "<b>II. Nội dung xác nhận:</b> công dân có tên trên hiện đang thường trú tại địa chỉ nêu tại mục 8.",
        align="left",
    )
    paper.lines("<i>Xác nhận này có giá trị 30 ngày kể từ ngày cấp.</i>", align="left")
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "reference": reference,
        "full_name": person.name.upper(),
        "date_of_birth": person.born.isoformat(),
        "personal_id": person.personal_id,
        "residence": person.address,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
    }
    return Rendered(type_code="xac_nhan_cu_tru", pages=tuple(paper.sheets), fields=fields)


def household_book(rng: Random) -> Rendered:
    owner, number = (
        some_person(rng, born_between=(1950, 1980)),
        f"{rng.randint(100000000, 999999999)}",
    )
    paper = Paper(size_mm=A4_MM, size_pt=14, tint=(250, 240, 222), numbers_pages=False, top_mm=34)
    paper.frame(16, 20, 194, 277, colour=RED, stroke_mm=0.8)
    paper.lines("BỘ CÔNG AN", align="centre", after_mm=12)
    paper.lines("<b>SỔ HỘ KHẨU</b>", align="centre", size_pt=30, colour=RED, after_mm=4)
    paper.lines(f"Số: <b>{number}</b>", align="centre", size_pt=16, after_mm=14)
    style = forms.FormStyle(dots=True, after_mm=4)
    forms.line(paper, "Họ và tên chủ hộ", owner.name, style=style)
    forms.line(paper, "Nơi thường trú", owner.address, style=style)
    _police_day(paper, rng, owner.place)
    _members(paper, rng, owner)
    fields = {"certificate_number": number, "full_name": owner.name, "residence": owner.address}
    return Rendered(type_code="so_ho_khau", pages=tuple(paper.sheets), fields=fields)


def _front(person: Person, issued: date, expiry: date, *, is_new: bool) -> Image.Image:
    side = _side((222, 238, 240) if is_new else (214, 232, 226))
    side.text(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", x_mm=47, y_mm=3, size_pt=6.2, bold=True, anchor="ma"
    )
    side.text("Độc lập - Tự do - Hạnh phúc", x_mm=47, y_mm=5.8, size_pt=5.6, bold=True, anchor="ma")
    side.text(
        "CĂN CƯỚC" if is_new else "CĂN CƯỚC CÔNG DÂN",
        x_mm=47,
        y_mm=10.5,
        size_pt=11,
        bold=True,
        colour=RED,
        anchor="ma",
    )
    side.text(
        "IDENTITY CARD" if is_new else "Citizen Identity Card",
        x_mm=47,
        y_mm=15,
        size_pt=5.4,
        anchor="ma",
    )
    side.text(
        "Số định danh cá nhân/ Personal identification number" if is_new else "Số / No.:",
        x_mm=27,
        y_mm=18.2,
        size_pt=5,
    )
    side.text(
        person.personal_id,
        x_mm=38 if not is_new else 27,
        y_mm=20.4 if is_new else 17.3,
        size_pt=10.5,
        bold=True,
    )
    side.frame(4, 18, 23, 43, colour=(120, 140, 150))
    side.draw.ellipse([px(9), px(22), px(18), px(32)], fill=(160, 150, 140))
    side.draw.chord([px(6), px(32), px(21), px(50)], 180, 360, fill=(90, 100, 120))
    rows = _front_rows(person, is_new=is_new)
    y = 24.6 if is_new else 22.0
    for label, value in rows:
        side.text(label, x_mm=27, y_mm=y, size_pt=4.6)
        side.text(value, x_mm=27, y_mm=y + 1.9, size_pt=6.4, bold=label.startswith("Họ"))
        y += 4.9
    if not is_new:
        side.text(f"Có giá trị đến: {slashed(expiry)}", x_mm=4, y_mm=45, size_pt=4.4)
        _wrapped(side, "Quê quán / Place of origin:", person.place.commune_and_up, y_mm=37.0)
        _wrapped(side, "Nơi thường trú / Place of residence:", person.address, y_mm=43.6)
    pen.code(side, _qr(person, issued), x_mm=72, y_mm=3, width_mm=11.5)
    return side.image


def _front_rows(person: Person, *, is_new: bool) -> tuple[tuple[str, str], ...]:
    if is_new:
        return (
            ("Họ, chữ đệm và tên khai sinh / Full name", person.name.upper()),
            ("Ngày, tháng, năm sinh / Date of birth", slashed(person.born)),
            ("Giới tính / Sex", person.sex),
            ("Quốc tịch / Nationality", "Việt Nam"),
        )
    return (
        ("Họ và tên / Full name:", person.name.upper()),
        ("Ngày sinh / Date of birth:", slashed(person.born)),
        (
            "Giới tính / Sex:          Quốc tịch / Nationality:",
            f"{person.sex}                            Việt Nam",
        ),
    )


def _back(rng: Random, person: Person, issued: date, expiry: date, *, is_new: bool) -> Image.Image:
    side = _side((226, 236, 232))
    y = 4.0
    if is_new:
        _wrapped(side, "Nơi cư trú / Place of residence:", person.address, y_mm=y, x_mm=6)
        _wrapped(
            side,
            "Nơi đăng ký khai sinh / Place of birth:",
            person.place.commune_and_up,
            y_mm=y + 8,
            x_mm=6,
        )
        y += 17
        side.text(
            f"Ngày, tháng, năm cấp / Date of issue: {slashed(issued)}", x_mm=6, y_mm=y, size_pt=5
        )
        side.text(
            f"Ngày, tháng, năm hết hạn / Date of expiry: {slashed(expiry)}",
            x_mm=6,
            y_mm=y + 3,
            size_pt=5,
        )
        side.text("BỘ CÔNG AN", x_mm=64, y_mm=y + 6, size_pt=6, bold=True, anchor="ma")
    else:
        side.text("Đặc điểm nhân dạng / Personal identification:", x_mm=30, y_mm=y, size_pt=4.8)
        side.text("Nốt ruồi C:1cm trên sau đuôi mắt trái", x_mm=30, y_mm=y + 2.4, size_pt=5.6)
        side.text(
            f"Ngày, tháng, năm / Date, month, year: {slashed(issued)}",
            x_mm=30,
            y_mm=y + 6.5,
            size_pt=5,
        )
        side.text(
            "CỤC TRƯỞNG CỤC CẢNH SÁT", x_mm=58, y_mm=y + 10, size_pt=5, bold=True, anchor="ma"
        )
        side.text(
            "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
            x_mm=58,
            y_mm=y + 12.2,
            size_pt=5,
            bold=True,
            anchor="ma",
        )
        pen.seal(side, rng, "Bộ Công an", x_mm=48, y_mm=y + 22, diameter_mm=15)
        side.frame(6, 8, 18, 18, colour=(170, 140, 60), stroke_mm=1.2)
    for row, text in enumerate(_machine_rows(person, expiry)):
        side.text(text, x_mm=4, y_mm=38 + row * 4.4, size_pt=8.6, face=COURIER)
    return side.image


def _machine_rows(person: Person, expiry: date) -> tuple[str, str, str]:
    """The machine-readable zone of a card (ICAO 9303, TD1) with its check digits."""
    number, born, until = person.personal_id[3:], f"{person.born:%y%m%d}", f"{expiry:%y%m%d}"
    first = f"IDVNM{number}{_check(number)}{person.personal_id}<<<"
    sex = "M" if person.is_male else "F"
    second = f"{born}{_check(born)}{sex}{until}{_check(until)}VNM".ljust(29, "<")
    whole = first[5:] + second[0:7] + second[8:15] + second[18:29]
    family, *given = _ascii(person.name).split()
    return first, second + _check(whole), f"{family}<<{'<'.join(given)}".ljust(30, "<")


def _check(text: str) -> str:
    values = (0 if c == "<" else int(c, 36) for c in text)
    return str(sum(v * (7, 3, 1)[k % 3] for k, v in enumerate(values)) % 10)


def _ascii(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.upper().replace("Đ", "D"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _qr(person: Person, issued: date) -> str:
    """number|old number|name|birth|sex|address|issue, as the card's own code holds it."""
    return f"{person.personal_id}||{person.name}|{person.born:%d%m%Y}|{person.sex}|{person.address}|{issued:%d%m%Y}"


def _side(tint: tuple[int, int, int]) -> Paper:
    side = Paper(size_mm=CARD_MM, face=ARIAL, numbers_pages=False, tint=tint, top_mm=2)
    for step in range(0, 86, 3):  # guilloche that OCR has to look through
        shade = (tint[0] - 12, tint[1] - 9, tint[2] - 10)
        side.draw.arc([px(step - 30), px(-20), px(step + 30), px(70)], 0, 360, fill=shade, width=2)
    side.frame(0, 0, *CARD_MM, colour=(150, 160, 160))
    return side


def _wrapped(side: Paper, label: str, value: str, *, y_mm: float, x_mm: float = 27) -> None:
    width = side.text(label, x_mm=x_mm, y_mm=y_mm, size_pt=4.6)
    words, first = value.split(", "), ""
    while (
        words
        and side.face.font(5.8).getlength(f"{first}{words[0]}, ") * 25.4 / DPI < 83 - x_mm - width
    ):
        first += f"{words.pop(0)}, "
    side.text(
        first.rstrip(" ") if words else first.rstrip(", "),
        x_mm=x_mm + width + 1,
        y_mm=y_mm - 0.4,
        size_pt=5.8,
    )
    side.text(", ".join(words), x_mm=x_mm, y_mm=y_mm + 2.5, size_pt=5.8)


def _police(place: Place) -> Office:
    return Office(
        place=place,
        parent=f"CÔNG AN {place.district.upper()}",
        spoken=f"Công an {place.commune}",
        symbol="CA",
        unit="",
        place_name=place.commune.split(" ", 1)[1],
        head="TRƯỞNG CÔNG AN",
        deputy="PHÓ TRƯỞNG CÔNG AN",
    )


def _police_day(paper: Paper, rng: Random, place: Place) -> None:
    day = some_day(rng, 1998, 2019)
    paper.lines(
        f"<i>Ngày {day.day:02d} tháng {day.month:02d} năm {day.year}</i>",
        align="centre",
        x_mm=100,
        width_mm=85,
        after_mm=1,
    )
    paper.lines(
        f"<b>TRƯỞNG CÔNG AN {place.district.upper()}</b>",
        align="centre",
        x_mm=100,
        width_mm=85,
        size_pt=11,
        after_mm=24,
    )
    pen.sign(paper, rng, x_mm=146, y_mm=paper.y_mm - 12)
    pen.seal(paper, rng, f"Công an {place.district}", x_mm=130, y_mm=paper.y_mm - 12)
    paper.lines("<b>Thượng tá Quách Viết Bằng</b>", align="centre", x_mm=100, width_mm=85)


def _members(paper: Paper, rng: Random, owner: Person) -> None:
    paper.new_sheet()
    for relation, person in (
        ("Chủ hộ", owner),
        ("Vợ", some_person(rng, is_male=False)),
        ("Con", some_person(rng, born_between=(1990, 2004))),
    ):
        paper.lines(f"<b>Quan hệ với chủ hộ: {relation}</b>", align="left")
        style = forms.FormStyle(dots=True)
        forms.line(paper, "Họ và tên", person.name, style=style)
        forms.pair(
            paper,
            ("Ngày, tháng, năm sinh", slashed(person.born)),
            ("Giới tính", person.sex),
            style=style,
        )
        forms.line(paper, "Nguyên quán", owner.place.commune_and_up, style=style)
        paper.skip(6)


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "can_cuoc": card,
    "xac_nhan_cu_tru": residence_confirmation,
    "so_ho_khau": household_book,
}
