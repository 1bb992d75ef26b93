"""Papers of enterprises and household businesses (Thông tư 01/2021/TT-BKHĐT) and food safety (Thông tư 43/2018/TT-BCT)."""

from collections.abc import Callable
from random import Random

from bench.render import forms
from bench.render.letterhead import HeadStyle, head, signature
from bench.render.numbers import dotted, enterprise_code, long_date, slashed, years_after
from bench.render.offices import Office, some_signing
from bench.render.people import some_day, some_person
from bench.render.places import Place, some_address, some_place
from bench.render.rendered import Rendered
from bench.render.sheet import RED, Paper

_COMPANIES = (
    ("CÔNG TY TNHH MỘT THÀNH VIÊN", "CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN"),
    ("CÔNG TY TNHH", "CÔNG TY TRÁCH NHIỆM HỮU HẠN HAI THÀNH VIÊN TRỞ LÊN"),
    ("CÔNG TY CỔ PHẦN", "CÔNG TY CỔ PHẦN"),
    ("DOANH NGHIỆP TƯ NHÂN", "DOANH NGHIỆP TƯ NHÂN"),
)
_NAMES = ("BẾN TRĂNG", "ĐỒI GIÓ XANH", "SUỐI MƠ", "GIẾNG MÍT", "CẦU VỒNG THƯỢNG", "HOA SẤU VÀNG")
_TRADES = (
    "XÂY DỰNG VÀ THƯƠNG MẠI",
    "CHẾ BIẾN NÔNG SẢN",
    "VẬN TẢI",
    "CÔNG NGHỆ SỐ",
    "THIẾT BỊ GIÁO DỤC",
)


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def enterprise(rng: Random) -> Rendered:
    place, person = some_place(rng), some_person(rng, born_between=(1962, 1996))
    office = _registrar(place)
    first = some_day(rng, 2009, 2022)
    changes = rng.choice((0, 0, 1, 3, 7))
    changed = some_day(rng, first.year + 1, 2025) if changes else None
    form, form_title = rng.choice(_COMPANIES)
    code, name = enterprise_code(rng), f"{form} {rng.choice(_TRADES)} {rng.choice(_NAMES)}"
    seat, capital = some_address(rng, place), rng.choice((500, 1800, 2000, 9900, 68000)) * 1_000_000
    signing = some_signing(rng, office)
    paper, style = Paper(size_pt=13), forms.some_form_style(rng)
    head(paper, rng, office=office, reference="", day=None, style=HeadStyle())
    paper.lines(
        "<b>GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP</b>", align="centre", size_pt=15, after_mm=0.5
    )
    paper.lines(f"<b>{form_title}</b>", align="centre", after_mm=2)
    paper.lines(f"<b>Mã số doanh nghiệp: {code}</b>", align="centre", after_mm=0.5)
    paper.lines(f"<i>Đăng ký lần đầu: {long_date(first)}</i>", align="centre", after_mm=0.5)
    if changed:
        paper.lines(
            f"<i>Đăng ký thay đổi lần thứ: {changes}, {long_date(changed)}</i>",
            align="centre",
            after_mm=0.5,
        )
    paper.skip(3)
    paper.lines("<b>1. Tên công ty</b>", align="left")
    paper.lines(f"Tên công ty viết bằng tiếng Việt: <b>{name}</b>", align="left")
    paper.lines("<b>2. Địa chỉ trụ sở chính</b>", align="left")
    paper.lines(f"{seat}, Việt Nam", align="left")
    forms.pair(paper, ("Điện thoại", person.phone), ("Fax", ""), style=forms.FormStyle())
    paper.lines(
        "<b>3. Vốn điều lệ</b>" if "TƯ NHÂN" not in form else "<b>3. Vốn đầu tư</b>", align="left"
    )
    forms.line(paper, "Vốn điều lệ", f"{dotted(capital)} đồng", style=style)
    paper.lines("<b>4. Người đại diện theo pháp luật của công ty</b>", align="left")
    forms.pair(paper, ("* Họ và tên", person.name.upper()), ("Giới tính", person.sex), style=style)
    forms.line(paper, "Chức danh", "Giám đốc", style=style)
    forms.pair(paper, ("Sinh ngày", slashed(person.born)), ("Quốc tịch", "Việt Nam"), style=style)
    forms.line(paper, "Số giấy tờ pháp lý của cá nhân", person.personal_id, style=style)
    forms.line(paper, "Địa chỉ thường trú", person.address, style=style)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "enterprise_code": code,
        "company_name": name,
        "head_office": f"{seat}, Việt Nam",
        "charter_capital_vnd": str(capital),
        "representative_name": person.name.upper(),
        "first_registered_date": first.isoformat(),
        "organ_name": office.name,
        "phone": person.phone,
    }
    if changed:
        fields |= {"change_count": str(changes), "changed_date": changed.isoformat()}
    return Rendered(type_code="dang_ky_doanh_nghiep", pages=tuple(paper.sheets), fields=fields)


def household(rng: Random) -> Rendered:
    place = some_place(rng)
    office, person, first = (
        _commune_registrar(place),
        some_person(rng, place=place),
        some_day(rng, 2015, 2025),
    )
    number = f"{rng.randint(10, 99)}{rng.choice('ABCDEFGH')}8{rng.randint(0, 999999):06d}"
    name, seat = f"HỘ KINH DOANH {person.name.upper()}", some_address(rng, place)
    capital, signing = rng.choice((50, 120, 300)) * 1_000_000, some_signing(rng, office)
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    head(paper, rng, office=office, reference="", day=None, style=HeadStyle())
    paper.lines(
        "<b>GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH</b>", align="centre", size_pt=15, after_mm=1
    )
    paper.lines(f"<b>Số: {number}</b>", align="centre", after_mm=0.5)
    paper.lines(f"<i>Đăng ký lần đầu, {long_date(first)}</i>", align="centre", after_mm=4)
    forms.line(paper, "1. Tên hộ kinh doanh", name, style=style)
    forms.line(paper, "2. Địa điểm kinh doanh", seat, style=style)
    forms.line(
        paper, "3. Ngành, nghề kinh doanh", "Bán lẻ hàng hóa trong cửa hàng tổng hợp", style=style
    )
    forms.line(paper, "4. Vốn kinh doanh", f"{dotted(capital)} đồng", style=style)
    forms.line(paper, "5. Họ và tên đại diện hộ kinh doanh", person.name, style=style)
    forms.pair(paper, ("Sinh ngày", slashed(person.born)), ("Giới tính", person.sex), style=style)
    forms.line(paper, "Số Căn cước công dân", person.personal_id, style=style)
    forms.line(paper, "Nơi đăng ký hộ khẩu thường trú", person.address, style=style)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        "business_name": name,
        "head_office": seat,
        "capital_vnd": str(capital),
        "representative_name": person.name,
        "personal_id": person.personal_id,
        "first_registered_date": first.isoformat(),
        "organ_name": office.name,
    }
    return Rendered(type_code="dang_ky_ho_kinh_doanh", pages=tuple(paper.sheets), fields=fields)


def food_safety(rng: Random) -> Rendered:
    place, day = some_place(rng), some_day(rng, 2016, 2025)
    office, person = _food_office(place), some_person(rng, place=place)
    reference, expiry = f"{rng.randint(2, 700):02d}/{day.year}/ATTP-CN", years_after(day, 3)
    name, seat, signing = (
        f"CƠ SỞ CHẾ BIẾN THỰC PHẨM {rng.choice(_NAMES)}",
        some_address(rng, place),
        some_signing(rng, office),
    )
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    paper.frame(12, 12, 198, 285, colour=RED, stroke_mm=0.7)
    head(paper, rng, office=office, reference="", day=None, style=HeadStyle(size_pt=12))
    paper.lines("<b>GIẤY CHỨNG NHẬN</b>", align="centre", size_pt=18, colour=RED, after_mm=0.4)
    paper.lines(
        "<b>CƠ SỞ ĐỦ ĐIỀU KIỆN AN TOÀN THỰC PHẨM</b>",
        align="centre",
        size_pt=14,
        colour=RED,
        after_mm=3,
    )
    paper.lines(f"<b>{office.name}</b>\n<b>CHỨNG NHẬN</b>", align="centre", after_mm=3)
    forms.line(paper, "Cơ sở", name, style=style)
    forms.line(paper, "Chủ cơ sở", person.name, style=style)
    forms.line(paper, "Địa chỉ sản xuất, kinh doanh", seat, style=style)
    forms.line(paper, "Điện thoại", person.phone, style=style)
    paper.lines(
        "Đủ điều kiện an toàn thực phẩm để sản xuất, kinh doanh: bánh kẹo, nước chấm, hạt điều rang muối.",
        align="left",
        after_mm=5,
    )
    forms.line(paper, "Số cấp", reference, style=forms.FormStyle())
    paper.lines(f"Giấy chứng nhận có hiệu lực đến {long_date(expiry)}", align="left")
    paper.lines(
        f"<i>{office.place_name}, {long_date(day)}</i>",
        align="centre",
        x_mm=paper.middle_mm,
        width_mm=paper.width_mm / 2,
        after_mm=0,
    )
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "reference": reference,
        "business_name": name,
        "representative_name": person.name,
        "head_office": seat,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "expiry_date": expiry.isoformat(),
        "signer_name": signing.name,
    }
    return Rendered(type_code="giay_chung_nhan_attp", pages=tuple(paper.sheets), fields=fields)


def _registrar(place: Place) -> Office:
    return Office(
        place=place,
        parent=f"SỞ KẾ HOẠCH VÀ ĐẦU TƯ {place.province.titled.upper()}",
        spoken="Phòng Đăng ký kinh doanh",
        symbol="",
        unit="",
        place_name=place.province.name,
        head="TRƯỞNG PHÒNG",
        deputy="PHÓ TRƯỞNG PHÒNG",
    )


def _commune_registrar(place: Place) -> Office:
    return Office(
        place=place,
        parent=f"ỦY BAN NHÂN DÂN {place.district.upper()}",
        spoken="Phòng Tài chính - Kế hoạch",
        symbol="",
        unit="",
        place_name=place.district.split(" ", 1)[1],
        head="TRƯỞNG PHÒNG",
        deputy="PHÓ TRƯỞNG PHÒNG",
    )


def _food_office(place: Place) -> Office:
    return Office(
        place=place,
        parent=f"SỞ CÔNG THƯƠNG {place.province.titled.upper()}",
        spoken="Chi cục An toàn vệ sinh thực phẩm",
        symbol="",
        unit="",
        place_name=place.province.name,
        head="CHI CỤC TRƯỞNG",
        deputy="PHÓ CHI CỤC TRƯỞNG",
    )


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "dang_ky_doanh_nghiep": enterprise,
    "dang_ky_ho_kinh_doanh": household,
    "giay_chung_nhan_attp": food_safety,
}
