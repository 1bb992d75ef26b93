"""What the applicant brings filled in: applications, declarations, and a paper of no known type."""

from collections.abc import Callable
from datetime import date
from random import Random

from bench.render import forms, pen
from bench.render.letterhead import nation
from bench.render.numbers import long_date, slashed
from bench.render.people import some_day, some_person
from bench.render.phrases import sentences
from bench.render.rendered import Rendered
from bench.render.sheet import Paper
from bench.render.typeface import ARIAL

_APPLICATIONS = (
    ("ĐƠN ĐỀ NGHỊ", "Cấp Giấy phép xây dựng nhà ở riêng lẻ"),
    ("ĐƠN XIN", "Xác nhận hoàn cảnh gia đình"),
    ("ĐƠN ĐĂNG KÝ", "Biến động đất đai, tài sản gắn liền với đất"),
)
_DECLARATIONS = (
    ("TỜ KHAI ĐĂNG KÝ KHAI SINH", ""),
    ("TỜ KHAI", "Cấp Giấy xác nhận tình trạng hôn nhân"),
    ("TỜ KHAI", "Thay đổi thông tin cư trú"),
)


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def application(rng: Random) -> Rendered:
    person, day = some_person(rng), some_day(rng, 2012, 2025)
    words, subject = rng.choice(_APPLICATIONS)
    addressee = f"Ủy ban nhân dân {person.place.commune}"
    paper, style = _opened(rng, words, subject), forms.some_form_style(rng)
    paper.lines(f"Kính gửi: {addressee}", align="centre", after_mm=4)
    forms.line(
        paper,
        rng.choice(("Tôi tên là", "Họ và tên", "1. Họ và tên người làm đơn")),
        person.name,
        style=style,
    )
    forms.line(paper, "Sinh ngày", slashed(person.born), style=style)
    forms.line(
        paper, rng.choice(("Số CCCD", "Căn cước công dân số")), person.personal_id, style=style
    )
    forms.line(
        paper, rng.choice(("Thường trú tại", "Địa chỉ thường trú")), person.address, style=style
    )
    forms.line(paper, "Số điện thoại", person.phone, style=style)
    paper.lines(
        f"Nay tôi làm đơn này kính mong quý cơ quan xem xét, giải quyết: {subject[0].lower()}{subject[1:]}. Tôi xin cam đoan những nội dung trên là đúng sự thật và chịu trách nhiệm trước pháp luật.",
        indent_mm=9,
    )
    _applicant(paper, rng, person.name, person.place.commune.split(" ", 1)[1], day, "NGƯỜI LÀM ĐƠN")
    fields = {
        "addressee": addressee,
        "applicant_name": person.name,
        "issued_date": day.isoformat(),
        "date_of_birth": person.born.isoformat(),
        "personal_id": person.personal_id,
        "residence": person.address,
        "phone": person.phone,
        "subject": subject,
    }
    return Rendered(type_code="don_de_nghi", pages=tuple(paper.sheets), fields=fields)


def declaration(rng: Random) -> Rendered:
    person, day = some_person(rng), some_day(rng, 2012, 2025)
    words, subject = rng.choice(_DECLARATIONS)
    addressee = f"Ủy ban nhân dân {person.place.commune}"
    by_hand = rng.random() < 0.3
    paper, style = _opened(rng, words, subject), forms.some_form_style(rng)
    paper.lines(f"Kính gửi: {addressee}", align="centre", after_mm=4)
    forms.line(paper, "Họ, chữ đệm, tên người yêu cầu", person.name, style=style)
    if by_hand:
        forms.by_hand(paper, rng, "Giấy tờ tùy thân số", person.personal_id)
    else:
        forms.line(paper, "Giấy tờ tùy thân số", person.personal_id, style=style)
    forms.line(paper, "Nơi cư trú", person.address, style=style)
    forms.line(paper, "Quan hệ với người được khai", "Bản thân", style=style)
    paper.lines(
        "Đề nghị cơ quan đăng ký thực hiện nội dung nêu trên. Tôi cam đoan nội dung kê khai là đúng sự thật.",
        align="left",
    )
    _applicant(paper, rng, person.name, person.place.commune.split(" ", 1)[1], day, "Người yêu cầu")
    fields = {
        "addressee": addressee,
        "applicant_name": person.name,
        "personal_id": person.personal_id,
        "residence": person.address,
        "issued_date": day.isoformat(),
    }
    if subject:
        fields["subject"] = subject
    pens = frozenset({"personal_id"}) if by_hand else frozenset()
    return Rendered(type_code="to_khai", pages=tuple(paper.sheets), fields=fields, handwritten=pens)


def other(rng: Random) -> Rendered:
    """A page that is none of the types: a leaflet, a note, a price list."""
    paper = Paper(face=ARIAL, size_pt=12, top_mm=30)
    paper.lines(
        f"<b>{rng.choice(('BẢNG GIÁ DỊCH VỤ IN ẤN', 'LỊCH TRỰC NHÀ VĂN HÓA', 'HƯỚNG DẪN SỬ DỤNG MÁY LỌC NƯỚC'))}</b>",
        align="centre",
        size_pt=18,
        after_mm=8,
    )
    for _ in range(rng.randint(2, 5)):
        paper.lines(sentences(rng, 2))
    return Rendered(type_code="khac", pages=tuple(paper.sheets), fields={})


def _opened(rng: Random, words: str, subject: str) -> Paper:
    paper = Paper(size_pt=13.5)
    if rng.random() < 0.4:
        paper.text(
            f"Mẫu số {rng.randint(1, 15):02d}",
            x_mm=188,
            y_mm=10,
            size_pt=10,
            italic=True,
            anchor="ra",
        )
    nation(paper, rng, x_mm=paper.left_mm, width_mm=paper.width_mm, size=13)
    paper.skip(5)
    paper.lines(f"<b>{words}</b>", align="centre", size_pt=15, after_mm=0.5)
    if subject:
        paper.lines(f"<b>{subject}</b>", align="centre", after_mm=4)
    return paper


def _applicant(paper: Paper, rng: Random, name: str, place: str, day: date, role: str) -> None:
    x, width = paper.middle_mm, paper.width_mm / 2
    paper.skip(4)
    paper.lines(
        f"<i>{place}, {long_date(day)}</i>", align="centre", x_mm=x, width_mm=width, after_mm=0.5
    )
    paper.lines(f"<b>{role}</b>", align="centre", x_mm=x, width_mm=width, after_mm=0)
    paper.lines(
        "<i>(Ký, ghi rõ họ, chữ đệm, tên)</i>", align="centre", x_mm=x, width_mm=width, size_pt=11.5
    )
    pen.sign(paper, rng, x_mm=x + width / 2, y_mm=paper.y_mm + 9)
    paper.skip(20)
    paper.lines(name, align="centre", x_mm=x, width_mm=width)


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "don_de_nghi": application,
    "to_khai": declaration,
    "khac": other,
}
