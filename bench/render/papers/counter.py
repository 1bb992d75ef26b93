"""Papers of the one-stop shop itself (Thông tư 01/2018/TT-VPCP and 03/2025/TT-VPCP, Phụ lục I)."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bench.render import forms, pen
from bench.render.letterhead import HeadStyle, head, signature, title
from bench.render.numbers import dossier_code, slashed
from bench.render.offices import Office, Signing
from bench.render.people import Person, some_day, some_name, some_person
from bench.render.places import some_place
from bench.render.rendered import Rendered
from bench.render.sheet import A4_MM, A5_MM, Paper

PROCEDURES = (
    ("1.004206", "Cấp lại Giấy phép xây dựng nhà ở riêng lẻ"),
    ("1.001193", "Đăng ký khai sinh"),
    ("2.000635", "Cấp bản sao trích lục hộ tịch"),
    ("1.004227", "Đăng ký biến động về sử dụng đất do thay đổi thông tin"),
    ("2.001610", "Đăng ký thành lập doanh nghiệp tư nhân"),
    ("1.002003", "Cấp Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm"),
)
_PARTS = (
    "Đơn đề nghị theo mẫu",
    "Bản sao Căn cước công dân",
    "Bản vẽ thiết kế",
    "Giấy chứng nhận quyền sử dụng đất",
    "Hợp đồng có công chứng",
)
_REASONS = (
    "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan tiếp nhận",
    "Thửa đất đang có tranh chấp, chưa có kết quả giải quyết",
    "Thành phần hồ sơ không đúng đối tượng theo quy định",
)


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def receipt(rng: Random) -> Rendered:
    office, person, received = _office(rng), some_person(rng), some_day(rng, 2019, 2025)
    due, code, procedure = received + timedelta(days=rng.randint(3, 30)), "", rng.choice(PROCEDURES)
    code = dossier_code(
        rng, office.place.province.agency_code, received, is_old_form=received.year < 2023
    )
    officer = some_name(rng, is_male=rng.random() < 0.5)
    paper = _paper(rng)
    if rng.random() < 0.7:
        pen.code(
            paper,
            f"{code}|{procedure[0]}|{person.personal_id}|Giấy tiếp nhận hồ sơ",
            x_mm=8,
            y_mm=8,
            width_mm=18,
        )
        paper.skip(9)
    head(
        paper,
        rng,
        office=office,
        reference=f"{rng.randint(100, 9999)}/TNHS",
        day=received,
        style=HeadStyle(size_pt=11.5),
    )
    title(paper, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    paper.lines(f"Mã hồ sơ: <b>{code}</b>", align="centre", after_mm=3)
    style = forms.some_form_style(rng)
    paper.lines(f"Bộ phận Tiếp nhận và Trả kết quả {office.spoken}", align="left")
    forms.line(paper, "Tiếp nhận hồ sơ của", person.name, style=style)
    forms.line(paper, "Địa chỉ", person.address, style=style)
    forms.line(paper, "Số điện thoại", person.phone, style=style)
    forms.line(paper, "Nội dung yêu cầu giải quyết", procedure[1], style=style)
    paper.lines("Thành phần hồ sơ nộp gồm:", align="left")
    for number, part in enumerate(rng.sample(_PARTS, 3), 1):
        paper.lines(
            f"{number}. {part}: 01 bản {rng.choice(('chính', 'sao', 'chụp'))}.",
            align="left",
            after_mm=0.6,
        )
    forms.line(paper, "Số lượng hồ sơ", "01 (bộ)", style=style)
    forms.line(
        paper,
        "Thời gian giải quyết hồ sơ theo quy định là",
        f"{(due - received).days} ngày",
        style=style,
    )
    forms.line(
        paper,
        "Thời gian nhận hồ sơ",
        f"08 giờ {rng.randint(10, 59)} phút, ngày {slashed(received)}",
        style=style,
    )
    forms.line(
        paper,
        "Thời gian trả kết quả giải quyết hồ sơ",
        f"17 giờ 00 phút, ngày {slashed(due)}",
        style=style,
    )
    forms.line(paper, "Đăng ký nhận kết quả tại", "Bộ phận Một cửa", style=style)
    _two_hands(paper, rng, "NGƯỜI NỘP HỒ SƠ", person.name, "NGƯỜI TIẾP NHẬN HỒ SƠ", officer)
    fields = {
        "dossier_code": code,
        "organ_name": office.name,
        "applicant_name": person.name,
        "applicant_address": person.address,
        "phone": person.phone,
        "procedure_name": procedure[1],
        "received_date": received.isoformat(),
        "due_date": due.isoformat(),
        "receiver_name": officer,
    }
    return Rendered(type_code="giay_tiep_nhan", pages=tuple(paper.sheets), fields=fields)


def supplement(rng: Random) -> Rendered:
    office, person, day, procedure = (
        _office(rng),
        some_person(rng),
        some_day(rng, 2019, 2025),
        rng.choice(PROCEDURES),
    )
    reference = f"{rng.randint(2, 900):02d}/HDHS"
    code = dossier_code(rng, office.place.province.agency_code, day, is_old_form=day.year < 2023)
    paper = _opened(rng, office, reference, day, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ")
    _whose(paper, rng, person, procedure[1])
    forms.line(paper, "Mã số hồ sơ", code, style=forms.FormStyle())
    paper.lines("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", align="left")
    for number, part in enumerate(rng.sample(_PARTS, 2), 1):
        paper.lines(f"{number}. Bổ sung {part[0].lower()}{part[1:]};", align="left")
    paper.lines(
        "Lý do: các giấy tờ trên chưa có hoặc đã hết giá trị. Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông (bà) liên hệ trực tiếp để được hướng dẫn./."
    )
    _two_hands(
        paper, rng, "NGƯỜI NỘP HỒ SƠ", person.name, "NGƯỜI HƯỚNG DẪN", some_name(rng, is_male=True)
    )
    fields = _fields(
        office, day, person, procedure_name=procedure[1], reference=reference, dossier_code=code
    )
    return Rendered(type_code="phieu_bo_sung", pages=tuple(paper.sheets), fields=fields)


def refusal(rng: Random) -> Rendered:
    office, person, day, procedure = (
        _office(rng),
        some_person(rng),
        some_day(rng, 2019, 2025),
        rng.choice(PROCEDURES),
    )
    reason = rng.choice(_REASONS)
    paper = _opened(
        rng,
        office,
        f"{rng.randint(2, 300):02d}/TCHS",
        day,
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    )
    _whose(paper, rng, person, procedure[1])
    paper.lines(
        "Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:"
        if rng.random() < 0.5
        else "Bộ phận Một cửa từ chối tiếp nhận hồ sơ. Lý do:",
        align="left",
    )
    paper.lines(f"{reason}.", indent_mm=8)
    paper.lines("Xin thông báo cho ông (bà) được biết và thực hiện./.", indent_mm=8)
    _two_hands(
        paper,
        rng,
        "NGƯỜI NỘP HỒ SƠ",
        person.name,
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        some_name(rng, is_male=False),
    )
    fields = _fields(office, day, person, procedure_name=procedure[1], reason=reason)
    return Rendered(type_code="phieu_tu_choi", pages=tuple(paper.sheets), fields=fields)


def apology(rng: Random) -> Rendered:
    office, person, day = _office(rng), some_person(rng), some_day(rng, 2019, 2025)
    received, due = day - timedelta(days=20), day + timedelta(days=rng.randint(3, 15))
    code = dossier_code(
        rng, office.place.province.agency_code, received, is_old_form=received.year < 2023
    )
    paper = _opened(
        rng,
        office,
        f"{rng.randint(2, 300):02d}/PXL",
        day,
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    )
    paper.lines(f"Kính gửi: {person.name}.", align="centre", after_mm=3)
    paper.lines(
        f"Ngày {slashed(received)}, {office.spoken} tiếp nhận giải quyết hồ sơ đề nghị của ông (bà); mã số: {code}.",
        indent_mm=9,
    )
    paper.lines(
        f"Thời gian hẹn trả kết quả: ngày {slashed(day)}. Tuy nhiên đến nay, chúng tôi chưa trả kết quả đúng thời gian ghi trong giấy hẹn với lý do: hồ sơ cần xác minh thực địa.",
        indent_mm=9,
    )
    paper.lines(
        f"Chúng tôi xin lỗi vì sự chậm trễ này và sẽ trả kết quả cho ông (bà) vào ngày {slashed(due)}.",
        indent_mm=9,
    )
    paper.lines("Mong nhận được sự thông cảm của ông (bà) vì sự chậm trễ này./.", indent_mm=9)
    signing = Signing(authority="", title=office.head, name=some_name(rng, is_male=True))
    signature(paper, rng, office=office, signing=signing)
    fields = _fields(office, day, person, dossier_code=code, due_date=due.isoformat())
    return Rendered(type_code="phieu_xin_loi", pages=tuple(paper.sheets), fields=fields)


def control_slip(rng: Random) -> Rendered:
    office, day = _office(rng), some_day(rng, 2019, 2025)
    code = dossier_code(rng, office.place.province.agency_code, day, is_old_form=day.year < 2023)
    paper = _paper(rng, size_mm=A4_MM)
    head(paper, rng, office=office, reference="", day=day, style=HeadStyle(size_pt=12))
    title(paper, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
    paper.lines(f"Mã số hồ sơ: {code}", align="left")
    paper.lines(f"Cơ quan (bộ phận) giải quyết hồ sơ: {office.spoken}", align="left", after_mm=4)
    rows: list[tuple[str, ...]] = [
        ("TÊN CƠ QUAN", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "KẾT QUẢ GIẢI QUYẾT", "GHI CHÚ")
    ]
    for step in range(4):
        when = slashed(day + timedelta(days=step * 2))
        rows.append(
            (
                f"Giao: {some_name(rng, is_male=True)}\nNhận: {some_name(rng, is_male=False)}",
                f"09 giờ {rng.randint(10, 59)} phút, ngày {when}",
                rng.choice(("Trước hạn", "Đúng hạn", "Quá hạn")),
                "",
            )
        )
    width = paper.width_mm
    forms.table(paper, rows, widths_mm=(width * 0.32, width * 0.3, width * 0.22, width * 0.16))
    fields = {"dossier_code": code, "organ_name": office.name}
    return Rendered(type_code="phieu_kiem_soat", pages=tuple(paper.sheets), fields=fields)


def _office(rng: Random) -> Office:
    place = some_place(rng)
    at_commune = rng.random() < 0.6
    return Office(
        place=place,
        parent=f"ỦY BAN NHÂN DÂN {(place.commune if at_commune else place.province.titled).upper()}",
        spoken="Trung tâm Phục vụ hành chính công"
        if rng.random() < 0.7
        else "Bộ phận Tiếp nhận và Trả kết quả",
        symbol="TTPVHCC",
        unit="",
        place_name=place.commune.split(" ", 1)[1] if at_commune else place.province.name,
        head="GIÁM ĐỐC",
        deputy="PHÓ GIÁM ĐỐC",
    )


def _paper(rng: Random, *, size_mm: tuple[float, float] | None = None) -> Paper:
    """The old forms are A5 (Thông tư 01/2018), printed at the counter on A5 or on A4."""
    size = size_mm or rng.choice((A4_MM, A4_MM, A5_MM))
    if size == A5_MM:
        return Paper(
            size_mm=A5_MM,
            size_pt=9.5,
            left_mm=18,
            right_mm=10,
            top_mm=10,
            bottom_mm=8,
            leading=1.12,
        )
    return Paper(size_pt=rng.choice((12.5, 13)), left_mm=26, top_mm=16, leading=1.2)


def _opened(rng: Random, office: Office, reference: str, day: date, words: str) -> Paper:
    paper = _paper(rng, size_mm=A4_MM)
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle(size_pt=12))
    title(paper, words)
    return paper


def _whose(paper: Paper, rng: Random, person: Person, procedure: str) -> None:
    style = forms.some_form_style(rng)
    forms.line(
        paper,
        rng.choice(("Hồ sơ của", "Bộ phận Một cửa tiếp nhận hồ sơ của")),
        person.name,
        style=style,
    )
    forms.line(paper, "Nội dung yêu cầu giải quyết", procedure, style=style)
    forms.line(paper, "Địa chỉ", person.address, style=style)
    forms.line(paper, "Số điện thoại", person.phone, style=style)


def _two_hands(
    paper: Paper, rng: Random, left: str, left_name: str, right: str, right_name: str
) -> None:
    a5 = paper.size_mm == A5_MM
    paper.keep_together(30 if a5 else 45)
    paper.skip(2)
    top, half = paper.y_mm, paper.width_mm / 2
    for role, name, x in (
        (left, left_name, paper.left_mm),
        (right, right_name, paper.left_mm + half),
    ):
        paper.y_mm = top
        paper.lines(f"<b>{role}</b>", align="centre", x_mm=x, width_mm=half, after_mm=0)
        paper.lines(
            "<i>(Ký và ghi rõ họ tên)</i>",
            align="centre",
            x_mm=x,
            width_mm=half,
            size_pt=paper.size_pt - 1,
        )
        pen.sign(paper, rng, x_mm=x + half / 2, y_mm=paper.y_mm + (6 if a5 else 9))
        paper.skip(13 if a5 else 20)
        paper.lines(name, align="centre", x_mm=x, width_mm=half)


def _fields(office: Office, day: date, person: Person, **more: str) -> dict[str, str]:
    return {
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "applicant_name": person.name,
        **more,
    }


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "giay_tiep_nhan": receipt,
    "phieu_bo_sung": supplement,
    "phieu_tu_choi": refusal,
    "phieu_xin_loi": apology,
    "phieu_kiem_soat": control_slip,
}
