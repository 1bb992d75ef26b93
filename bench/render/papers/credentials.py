"""What a person is certified for: criminal record, driving, diplomas, practice, health (Luật LLTP 2009 and the forms of each field)."""

from collections.abc import Callable
from random import Random

from bench.render import forms, pen
from bench.render.letterhead import HeadStyle, head, nation, signature, title
from bench.render.numbers import long_date, slashed, years_after
from bench.render.offices import Office, Signing, some_signing
from bench.render.people import some_day, some_name, some_person
from bench.render.places import Place, some_place
from bench.render.rendered import Rendered
from bench.render.sheet import CARD_MM, RED, Paper, px
from bench.render.typeface import ARIAL, TIMES

_GRADES = ("Giỏi", "Khá", "Trung bình khá")
_MAJORS = ("Kế toán", "Công nghệ thông tin", "Luật học", "Sư phạm Ngữ văn", "Kỹ thuật xây dựng")


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def criminal_record(rng: Random) -> Rendered:
    place, day = some_place(rng), some_day(rng, 2011, 2025)
    office, person = _justice(place), some_person(rng, place=place)
    reference, signing = f"{rng.randint(10, 9000)}/STP-LLTP", some_signing(rng, office)
    record = rng.choice(("Không có án tích", "Không có án tích", "Có án tích"))
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle())
    paper.lines(
        f"<b>PHIẾU LÝ LỊCH TƯ PHÁP SỐ {rng.choice((1, 2))}</b>",
        align="centre",
        size_pt=15,
        after_mm=2,
    )
    paper.lines("Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;", indent_mm=9)
    paper.lines("<b>XÁC NHẬN:</b>", align="centre")
    forms.line(paper, "1. Họ và tên", person.name.upper(), style=style)
    forms.line(paper, "2. Giới tính", person.sex, style=style)
    forms.line(paper, "3. Ngày, tháng, năm sinh", slashed(person.born), style=style)
    forms.line(paper, "4. Nơi sinh", place.commune_and_up, style=style)
    forms.line(paper, "5. Quốc tịch", "Việt Nam", style=style)
    forms.line(paper, "6. Nơi thường trú", person.address, style=style)
    forms.line(
        paper, "7. Giấy CMND/Thẻ CCCD/Hộ chiếu", f"Thẻ CCCD, Số: {person.personal_id}", style=style
    )
    forms.line(paper, "8. Tình trạng án tích", record, style=style)
    forms.line(
        paper,
        "9. Thông tin về cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác xã",
        "Không",
        style=style,
    )
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "reference": reference,
        "full_name": person.name.upper(),
        "date_of_birth": person.born.isoformat(),
        "sex": person.sex,
        "nationality": "Việt Nam",
        "residence": person.address,
        "personal_id": person.personal_id,
        "criminal_record": record,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "signer_name": signing.name,
    }
    return Rendered(type_code="phieu_ly_lich_tu_phap", pages=tuple(paper.sheets), fields=fields)


def driving_licence(rng: Random) -> Rendered:
    """A plastic card scanned alone on a sheet."""
    person, day = some_person(rng), some_day(rng, 2013, 2025)
    number = (
        f"{rng.randint(10, 99)}{rng.randint(0, 1)}{day.year % 100:02d}{rng.randint(0, 9999999):07d}"
    )
    licence_class = rng.choice(("A1", "B1", "B2", "C"))
    expiry = (
        None
        if licence_class == "A1"
        else years_after(day, 10 if licence_class.startswith("B") else 5)
    )
    side = Paper(size_mm=CARD_MM, face=ARIAL, numbers_pages=False, tint=(250, 244, 214), top_mm=2)
    side.frame(0, 0, *CARD_MM, colour=(180, 160, 100))
    side.text("BỘ GTVT", x_mm=14, y_mm=4, size_pt=6, bold=True, anchor="ma")
    side.text("MOT", x_mm=14, y_mm=6.6, size_pt=5, anchor="ma")
    side.text(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", x_mm=54, y_mm=3, size_pt=5.8, bold=True, anchor="ma"
    )
    side.text("Độc lập - Tự do - Hạnh phúc", x_mm=54, y_mm=5.4, size_pt=5.4, bold=True, anchor="ma")
    side.text(
        "GIẤY PHÉP LÁI XE / DRIVER'S LICENSE",
        x_mm=54,
        y_mm=9,
        size_pt=7.2,
        bold=True,
        colour=RED,
        anchor="ma",
    )
    side.text(
        f"Số/No: {number}", x_mm=54, y_mm=12.8, size_pt=8.5, bold=True, colour=RED, anchor="ma"
    )
    side.frame(4, 14, 23, 38, colour=(140, 140, 120))
    side.draw.ellipse([px(9), px(17), px(18), px(27)], fill=(165, 150, 138))
    y = 17.5
    for text in (
        f"Họ tên/Full name: {person.name.upper()}",
        f"Ngày sinh/Date of Birth: {slashed(person.born)}",
        "Quốc tịch/Nationality: VIỆT NAM",
        f"Nơi cư trú/Address: {person.place.commune},",
        f"{person.place.district}, {person.place.province.titled}",
        f"{person.place.province.name}, ngày/date {day.day:02d} tháng/month {day.month:02d} năm/year {day.year}",
    ):
        side.text(text, x_mm=26, y_mm=y, size_pt=5.9)
        y += 3.5
    side.text(f"Hạng/Class: {licence_class}", x_mm=4, y_mm=40, size_pt=8, bold=True)
    valid = slashed(expiry) if expiry else "Không thời hạn"
    side.text(f"Có giá trị đến/Expires: {valid}", x_mm=4, y_mm=46, size_pt=5.5)
    pen.seal(side, rng, "Sở Giao thông vận tải", x_mm=64, y_mm=45, diameter_mm=13)
    sheet = Paper(numbers_pages=False)
    sheet.image.paste(side.image, (px(rng.uniform(50, 75)), px(rng.uniform(40, 90))))
    fields = {
        "licence_number": number,
        "full_name": person.name.upper(),
        "date_of_birth": person.born.isoformat(),
        "nationality": "Việt Nam",
        "residence": person.place.commune_and_up,
        "licence_class": licence_class,
        "issued_date": day.isoformat(),
    }
    if expiry:
        fields["expiry_date"] = expiry.isoformat()
    return Rendered(type_code="giay_phep_lai_xe", pages=tuple(sheet.sheets), fields=fields)


def diploma(rng: Random) -> Rendered:
    """Wide and framed, the holder's half in Vietnamese."""
    place, day = some_place(rng), some_day(rng, 2005, 2025)
    person = some_person(rng, born_between=(day.year - 30, day.year - 22))
    degree = rng.choice(("BẰNG CỬ NHÂN", "BẰNG KỸ SƯ", "BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG"))
    is_school = "TỐT NGHIỆP" in degree
    organ = (
        f"Sở Giáo dục và Đào tạo {place.province.titled}"
        if is_school
        else "Trường Đại học Bến Trăng"
    )
    serial = f"{rng.choice('ABCD')}{rng.randint(0, 9999999):07d}"
    book, grade, major = (
        f"{rng.randint(100, 9999)}/{day.year}",
        rng.choice(_GRADES),
        rng.choice(_MAJORS),
    )
    office = _office(place, "", organ, "GIÁM ĐỐC" if is_school else "HIỆU TRƯỞNG")
    signing = Signing(authority="", title=office.head, name=some_name(rng, is_male=True))
    paper = Paper(
        size_mm=(297, 210),
        size_pt=13,
        left_mm=60,
        right_mm=60,
        top_mm=22,
        bottom_mm=12,
        tint=(252, 247, 232),
        numbers_pages=False,
    )
    paper.frame(8, 8, 289, 202, colour=(170, 120, 40), stroke_mm=1.2)
    paper.frame(11, 11, 286, 199, colour=(170, 120, 40), stroke_mm=0.3)
    nation(paper, rng, x_mm=60, width_mm=177, size=13)
    paper.lines(f"<b>{office.name}</b>", align="centre", after_mm=1)
    paper.lines("cấp", align="centre", after_mm=1)
    paper.lines(f"<b>{degree}</b>", align="centre", size_pt=24, colour=RED, after_mm=2)
    style = forms.FormStyle(value_is_bold=True, after_mm=0.8)
    if not is_school:
        forms.line(paper, "Ngành", major, style=style)
    forms.line(paper, "Cho", person.name, style=style)
    forms.line(paper, "Ngày sinh", slashed(person.born), style=style)
    forms.line(paper, "Năm tốt nghiệp", str(day.year), style=style)
    forms.line(paper, "Xếp loại tốt nghiệp", grade, style=style)
    paper.lines(
        f"<i>{place.province.name}, {long_date(day)}</i>",
        align="centre",
        x_mm=150,
        width_mm=90,
        after_mm=0,
    )
    bottom = paper.y_mm
    signature(paper, rng, office=office, signing=signing, room_mm=22)
    paper.text(f"Số hiệu: {serial}", x_mm=60, y_mm=bottom + 26, size_pt=12)
    paper.text(f"Số vào sổ gốc cấp bằng: {book}", x_mm=60, y_mm=bottom + 33, size_pt=12)
    fields = {
        "full_name": person.name,
        "date_of_birth": person.born.isoformat(),
        "serial_number": serial,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "signer_name": signing.name,
        "grade": grade,
        "book_number": book,
    }
    if not is_school:
        fields["major"] = major
    return Rendered(type_code="bang_tot_nghiep", pages=tuple(paper.sheets), fields=fields)


def practice_certificate(rng: Random) -> Rendered:
    place, day, person = some_place(rng), some_day(rng, 2012, 2025), some_person(rng)
    field, office = rng.choice(
        (
            (
                "KHÁM BỆNH, CHỮA BỆNH",
                _office(place, f"UBND {place.province.titled.upper()}", "Sở Y tế", "GIÁM ĐỐC"),
            ),
            (
                "HOẠT ĐỘNG XÂY DỰNG",
                _office(place, f"UBND {place.province.titled.upper()}", "Sở Xây dựng", "GIÁM ĐỐC"),
            ),
            (
                "DƯỢC",
                _office(place, f"UBND {place.province.titled.upper()}", "Sở Y tế", "GIÁM ĐỐC"),
            ),
        )
    )
    number = (
        f"{rng.randint(1000, 99999):06d}/CCHN"
        if "XÂY" not in field
        else f"{rng.choice(('HAN', 'QNA', 'DON'))}-{rng.randint(0, 99999999):08d}"
    )
    profession = {
        "KHÁM BỆNH, CHỮA BỆNH": "Khám bệnh, chữa bệnh chuyên khoa Nhi",
        "DƯỢC": "Bán lẻ thuốc",
        "HOẠT ĐỘNG XÂY DỰNG": "Giám sát công trình dân dụng hạng II",
    }[field]
    signing = some_signing(rng, office)
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    head(paper, rng, office=office, reference="", day=None, style=HeadStyle())
    paper.lines("<b>CHỨNG CHỈ HÀNH NGHỀ</b>", align="centre", size_pt=18, colour=RED, after_mm=0.5)
    paper.lines(f"<b>{field}</b>", align="centre", size_pt=14, after_mm=1.5)
    paper.lines(f"Số: {number}", align="centre", after_mm=4)
    forms.line(paper, "Họ và tên", person.name.upper(), style=style)
    forms.line(paper, "Ngày, tháng, năm sinh", slashed(person.born), style=style)
    forms.line(paper, "Số CCCD", person.personal_id, style=style)
    forms.line(paper, "Chỗ ở hiện nay", person.address, style=style)
    forms.line(paper, "Văn bằng chuyên môn", "Đại học", style=style)
    forms.line(
        paper,
        "Phạm vi hoạt động chuyên môn" if "XÂY" not in field else "Lĩnh vực hành nghề",
        profession,
        style=style,
    )
    paper.lines(
        f"<i>{place.province.name}, {long_date(day)}</i>",
        align="centre",
        x_mm=paper.middle_mm,
        width_mm=paper.width_mm / 2,
        after_mm=0,
    )
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        "full_name": person.name.upper(),
        "date_of_birth": person.born.isoformat(),
        "personal_id": person.personal_id,
        "profession": profession,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
        "signer_name": signing.name,
    }
    return Rendered(type_code="chung_chi_hanh_nghe", pages=tuple(paper.sheets), fields=fields)


def health_certificate(rng: Random) -> Rendered:
    place, day, person = some_place(rng), some_day(rng, 2014, 2025), some_person(rng)
    office = _office(
        place,
        f"SỞ Y TẾ {place.province.titled.upper()}",
        f"Bệnh viện đa khoa {place.district}",
        "GIÁM ĐỐC",
    )
    reference = f"{rng.randint(10, 9000)}/GKSK-BVĐK"
    conclusion = rng.choice(
        (
            "Đủ sức khỏe làm việc",
            "Đủ sức khỏe học tập và công tác, loại II",
            "Hiện tại đủ sức khỏe lái xe hạng B2",
        )
    )
    paper, style = Paper(size_pt=13), forms.some_form_style(rng)
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle(size_pt=12))
    title(paper, "GIẤY KHÁM SỨC KHỎE")
    paper.frame(26, paper.y_mm, 56, paper.y_mm + 40)
    paper.text("Ảnh", x_mm=41, y_mm=paper.y_mm + 16, italic=True, anchor="ma", face=TIMES)
    top, paper.left_mm = paper.y_mm, 62
    forms.line(paper, "Họ và tên (viết chữ in hoa)", person.name.upper(), style=style)
    forms.pair(paper, ("Giới", person.sex), ("Ngày sinh", slashed(person.born)), style=style)
    forms.line(paper, "Số CMND/CCCD/Hộ chiếu", person.personal_id, style=style)
    forms.line(paper, "Chỗ ở hiện tại", person.address, style=style)
    forms.line(paper, "Lý do khám sức khỏe", "Đi làm", style=style)
    paper.left_mm, paper.y_mm = 30, max(paper.y_mm, top + 44)
    rows: list[tuple[str, ...]] = [("Nội dung khám", "Kết quả")]
    rows += [
        ("Tuần hoàn", "Bình thường"),
        ("Hô hấp", "Bình thường"),
        ("Mắt", f"{rng.randint(7, 10)}/10"),
        ("Huyết áp", "120/80 mmHg"),
    ]
    forms.table(paper, rows, widths_mm=(paper.width_mm * 0.5, paper.width_mm * 0.5))
    paper.lines("<b>KẾT LUẬN</b>", align="left")
    paper.lines(f"1. Phân loại sức khỏe: Loại {rng.choice(('I', 'II'))}", align="left")
    paper.lines(f"2. Kết luận: {conclusion}", align="left")
    signing = Signing(authority="", title="NGƯỜI KẾT LUẬN", name=some_name(rng, is_male=True))
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "reference": reference,
        "full_name": person.name.upper(),
        "sex": person.sex,
        "date_of_birth": person.born.isoformat(),
        "personal_id": person.personal_id,
        "residence": person.address,
        "conclusion": conclusion,
        "organ_name": office.name,
        "issued_date": day.isoformat(),
    }
    return Rendered(type_code="giay_kham_suc_khoe", pages=tuple(paper.sheets), fields=fields)


def _justice(place: Place) -> Office:
    return _office(place, f"UBND {place.province.titled.upper()}", "Sở Tư pháp", "GIÁM ĐỐC")


def _office(place: Place, parent: str, spoken: str, head_title: str) -> Office:
    return Office(
        place=place,
        parent=parent,
        spoken=spoken,
        symbol="",
        unit="",
        place_name=place.province.name,
        head=head_title,
        deputy=f"PHÓ {head_title}",
    )


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "phieu_ly_lich_tu_phap": criminal_record,
    "giay_phep_lai_xe": driving_licence,
    "bang_tot_nghiep": diploma,
    "chung_chi_hanh_nghe": practice_certificate,
    "giay_kham_suc_khoe": health_certificate,
}
