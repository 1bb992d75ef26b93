"""Land certificates of three generations and building permits (Thông tư 23/2014, 10/2024/TT-BTNMT; Nghị định 15/2021)."""

from collections.abc import Callable
from random import Random

from bench.render import forms
from bench.render.letterhead import HeadStyle, head, nation, signature
from bench.render.numbers import decimal, long_date, plain
from bench.render.offices import Office, some_signing
from bench.render.people import some_day, some_person
from bench.render.places import Place, some_address, some_place
from bench.render.rendered import Rendered
from bench.render.sheet import RED, Paper

_USES = (
    "Đất ở tại nông thôn",
    "Đất ở tại đô thị",
    "Đất trồng cây lâu năm",
    "Đất trồng lúa nước còn lại",
)
_TITLES = (
    "GIẤY CHỨNG NHẬN\nQUYỀN SỬ DỤNG ĐẤT",
    "GIẤY CHỨNG NHẬN\nQUYỀN SỬ DỤNG ĐẤT\nQUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT",
    "GIẤY CHỨNG NHẬN\nQUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",
)


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def certificate(rng: Random) -> Rendered:
    """The owner on the first page, the parcel and the signature on the second."""
    generation = rng.choice((0, 1, 1, 2))
    place = some_place(rng)
    office, day = (
        _land_office(place, generation),
        some_day(rng, *((1998, 2008), (2010, 2023), (2025, 2025))[generation]),
    )
    owner, signing = some_person(rng, place=place), some_signing(rng, office)
    letters = "".join(rng.choice("ABCDEGHKLMNPQRSTVX") for _ in range(2))
    serial = (
        f"{letters} {rng.randint(0, 99999999):08d}"
        if generation == 2
        else f"{letters} {rng.randint(0, 999999):06d}"
    )
    book = f"{rng.choice(('CH', 'CS', 'CT')) if generation else 'H'} {rng.randint(100, 99999):05d}"
    area = round(rng.uniform(48, 4200), 1)
    use = rng.choice(_USES)
    term = "Lâu dài" if "ở" in use else f"Đến ngày 15/10/{rng.choice((2043, 2063))}"
    parcel, sheet_number, where = (
        str(rng.randint(1, 890)),
        str(rng.randint(1, 120)),
        some_address(rng, place),
    )
    paper = Paper(
        size_pt=13,
        left_mm=24,
        right_mm=20,
        tint=(252, 232, 232) if generation else (250, 222, 214),
        numbers_pages=False,
        leading=1.25,
    )
    paper.frame(9, 9, 201, 288, colour=RED, stroke_mm=0.7)
    nation(paper, rng, x_mm=paper.left_mm, width_mm=paper.width_mm, size=12.5)
    paper.skip(10)
    paper.lines(f"<b>{_TITLES[generation]}</b>", align="centre", size_pt=16, colour=RED, after_mm=6)
    style = forms.some_form_style(rng)
    paper.lines(
        "<b>I. Người sử dụng đất"
        + (", chủ sở hữu nhà ở và tài sản khác gắn liền với đất" if generation == 1 else "")
        + "</b>",
        align="left",
    )
    paper.lines(f"{'Ông' if owner.is_male else 'Bà'}: <b>{owner.name}</b>", align="left")
    paper.lines(f"Năm sinh: {owner.born.year}, CCCD số: {owner.personal_id}", align="left")
    paper.lines(f"Địa chỉ thường trú: {owner.address}", align="left")
    paper.text(serial, x_mm=185, y_mm=276, size_pt=15, bold=True, colour=RED, anchor="ra")
    paper.new_sheet()
    paper.frame(9, 9, 201, 288, colour=RED, stroke_mm=0.7)
    paper.lines(
        "<b>II. Thửa đất"
        + (", nhà ở và tài sản khác gắn liền với đất" if generation == 1 else "")
        + "</b>",
        align="left",
    )
    forms.pair(paper, ("a) Thửa đất số", parcel), ("tờ bản đồ số", sheet_number), style=style)
    forms.line(paper, "b) Địa chỉ", where, style=style)
    unit = rng.choice(("m2", "m²"))
    forms.line(paper, "c) Diện tích", f"{decimal(area)} {unit}", style=style)
    forms.line(
        paper,
        "d) Hình thức sử dụng",
        f"Sử dụng riêng: {decimal(area)} {unit}; sử dụng chung: Không",
        style=style,
    )
    forms.line(paper, "đ) Mục đích sử dụng", use, style=style)
    forms.line(paper, "e) Thời hạn sử dụng", term, style=style)
    forms.line(
        paper,
        "g) Nguồn gốc sử dụng",
        "Công nhận QSDĐ như giao đất có thu tiền sử dụng đất",
        style=style,
    )
    paper.skip(6)
    paper.lines(
        f"<i>{office.place_name}, {long_date(day)}</i>",
        align="centre",
        x_mm=paper.middle_mm,
        width_mm=paper.width_mm / 2,
        after_mm=0,
    )
    paper.lines(
        f"<b>{office.name}</b>",
        align="centre",
        x_mm=paper.middle_mm,
        width_mm=paper.width_mm / 2,
        after_mm=0,
    )
    signature(paper, rng, office=office, signing=signing)
    paper.lines(f"Số vào sổ cấp GCN: {book}", align="left")
    fields = {
        "serial_number": serial,
        "owner_name": owner.name,
        "owner_personal_id": owner.personal_id,
        "parcel_number": parcel,
        "map_sheet_number": sheet_number,
        "parcel_address": where,
        "area_m2": plain(area),
        "land_use": use,
        "land_use_term": term,
        "book_number": book,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "signer_name": signing.name,
    }
    return Rendered(type_code="giay_chung_nhan_qsdd", pages=tuple(paper.sheets), fields=fields)


def building_permit(rng: Random) -> Rendered:
    place, day = some_place(rng), some_day(rng, 2012, 2025)
    office = Office(
        place=place,
        parent="",
        spoken=f"Ủy ban nhân dân {place.district}",
        symbol="UBND",
        unit="",
        place_name=place.district.split(" ", 1)[1],
        head="CHỦ TỊCH",
        deputy="PHÓ CHỦ TỊCH",
        acts_for="ỦY BAN NHÂN DÂN",
    )
    owner, signing = some_person(rng, place=place), some_signing(rng, office)
    reference, storeys = f"{rng.randint(2, 900):02d}/GPXD", rng.randint(1, 6)
    ground = round(rng.uniform(40, 180), 1)
    floors = round(ground * storeys * 0.97, 1)
    where = some_address(rng, place)
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle())
    paper.lines("<b>GIẤY PHÉP XÂY DỰNG</b>", align="centre", size_pt=15, after_mm=0.5)
    paper.lines("<i>(Sử dụng cho nhà ở riêng lẻ)</i>", align="centre", after_mm=4)
    paper.lines(f"1. Cấp cho: {'ông' if owner.is_male else 'bà'} <b>{owner.name}</b>", align="left")
    forms.line(paper, "Địa chỉ", owner.address, style=style)
    paper.lines("2. Được phép xây dựng công trình: Nhà ở riêng lẻ", align="left")
    paper.lines(
        "Theo thiết kế do Công ty TNHH Đồi Gió lập, gồm các nội dung sau đây:", align="left"
    )
    forms.line(paper, "- Vị trí xây dựng", where, style=style)
    forms.line(paper, "- Diện tích xây dựng tầng 1", f"{decimal(ground)} m2", style=style)
    forms.line(paper, "- Tổng diện tích sàn", f"{decimal(floors)} m2", style=style)
    forms.line(paper, "- Số tầng", f"{storeys:02d}", style=style)
    forms.line(
        paper,
        "- Chiều cao công trình",
        f"{storeys * 3.4:.1f}".replace(".", ",") + " m",
        style=style,
    )
    paper.lines(
        "3. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá thời hạn trên thì phải đề nghị gia hạn.",
        align="left",
    )
    signature(
        paper, rng, office=office, signing=signing, recipients=("Chủ đầu tư", "Lưu: VT, QLĐT")
    )
    fields = {
        "reference": reference,
        "owner_name": owner.name,
        "construction_address": where,
        "floor_area_m2": plain(floors),
        "storeys": str(storeys),
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "signer_name": signing.name,
    }
    return Rendered(type_code="giay_phep_xay_dung", pages=tuple(paper.sheets), fields=fields)


def _land_office(place: Place, generation: int) -> Office:
    province = place.province.titled
    spoken = (
        f"Ủy ban nhân dân {place.district}",
        f"Sở Tài nguyên và Môi trường {province}",
        f"Chi nhánh Văn phòng đăng ký đất đai {place.district}",
    )[generation]
    return Office(
        place=place,
        parent="",
        spoken=spoken,
        symbol="",
        unit="",
        place_name=place.province.name,
        head=("CHỦ TỊCH", "GIÁM ĐỐC", "GIÁM ĐỐC")[generation],
        deputy=("PHÓ CHỦ TỊCH", "PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")[generation],
    )


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "giay_chung_nhan_qsdd": certificate,
    "giay_phep_xay_dung": building_permit,
}
