"""Civil status papers (Luật Hộ tịch 2014; Thông tư 04/2020/TT-BTP, Phụ lục): births, deaths, marriages."""

from collections.abc import Callable
from datetime import date
from random import Random

from bench.render import forms
from bench.render.letterhead import HeadStyle, head, nation, signature
from bench.render.numbers import date_in_words, long_date, slashed
from bench.render.offices import Office, Signing, commune_committee, some_signing
from bench.render.people import Person, some_day, some_person
from bench.render.rendered import Rendered
from bench.render.sheet import RED, Paper


def draw(code: str, rng: Random) -> Rendered:
    return KINDS[code](rng)


def birth(rng: Random) -> Rendered:
    office, registered = commune_committee(rng), some_day(rng, 2016, 2025)
    child = some_person(
        rng, born_between=(registered.year - 1, registered.year - 1), place=office.place
    )
    mother = some_person(rng, is_male=False, born_between=(1975, 1999), place=office.place)
    father = some_person(rng, is_male=True, born_between=(1972, 1998), place=office.place)
    number = f"{rng.randint(1, 480):02d}/{registered.year}"
    born_at = f"Bệnh viện đa khoa {office.place.district}, {office.place.province.titled}"
    signing = some_signing(rng, office)
    paper, style = _certificate(rng), forms.some_form_style(rng)
    _crown(paper, rng, office, "GIẤY KHAI SINH", number)
    forms.line(
        paper,
        "Họ, chữ đệm, tên",
        child.name.upper() if rng.random() < 0.5 else child.name,
        style=style,
    )
    forms.line(
        paper,
        "Ngày, tháng, năm sinh",
        f"{slashed(child.born)} ghi bằng chữ: {date_in_words(child.born)}",
        style=style,
    )
    forms.pair(paper, ("Giới tính", child.sex), ("Dân tộc", child.ethnicity), style=style)
    forms.line(paper, "Quốc tịch", "Việt Nam", style=style)
    forms.line(paper, "Nơi sinh", born_at, style=style)
    forms.line(paper, "Quê quán", office.place.commune_and_up, style=style)
    forms.line(paper, "Số định danh cá nhân", child.personal_id, style=style)
    for role, parent in (("mẹ", mother), ("cha", father)):
        forms.line(paper, f"Họ, chữ đệm, tên người {role}", parent.name, style=style)
        forms.pair(
            paper, ("Năm sinh", str(parent.born.year)), ("Dân tộc", parent.ethnicity), style=style
        )
        forms.pair(
            paper, ("Quốc tịch", "Việt Nam"), ("Nơi cư trú", office.place.commune), style=style
        )
    forms.line(
        paper, "Họ, chữ đệm, tên người đi khai sinh", rng.choice((mother, father)).name, style=style
    )
    forms.line(paper, "Giấy tờ tùy thân", f"Thẻ CCCD số {father.personal_id}", style=style)
    forms.line(paper, "Nơi đăng ký khai sinh", office.spoken, style=style)
    forms.line(paper, "Ngày, tháng, năm đăng ký", slashed(registered), style=style)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        "full_name": child.name,
        "date_of_birth": child.born.isoformat(),
        "sex": child.sex,
        "ethnicity": child.ethnicity,
        "nationality": "Việt Nam",
        "place_of_birth": born_at,
        "place_of_origin": office.place.commune_and_up,
        "personal_id": child.personal_id,
        "mother_name": mother.name,
        "father_name": father.name,
        **_issue(office, registered, signing),
    }
    return Rendered(type_code="giay_khai_sinh", pages=tuple(paper.sheets), fields=fields)


def birth_extract(rng: Random) -> Rendered:
    office, day = commune_committee(rng), some_day(rng, 2016, 2025)
    child = some_person(rng, born_between=(1985, day.year - 1), place=office.place)
    mother = some_person(rng, is_male=False, born_between=(1955, 1975))
    father = some_person(rng, is_male=True, born_between=(1950, 1974))
    number, signing = f"{rng.randint(1, 900)}/TLKS-BS", some_signing(rng, office)
    paper, style = _extract(rng, office, number, day, "TRÍCH LỤC KHAI SINH")
    forms.line(paper, "Họ, chữ đệm, tên", child.name, style=style)
    forms.line(paper, "Ngày, tháng, năm sinh", slashed(child.born), style=style)
    paper.lines(f"Ghi bằng chữ: {date_in_words(child.born)}", align="left")
    forms.pair(paper, ("Giới tính", child.sex), ("Dân tộc", child.ethnicity), style=style)
    forms.line(paper, "Nơi sinh", office.place.commune_and_up, style=style)
    forms.line(paper, "Số định danh cá nhân", child.personal_id, style=style)
    forms.line(paper, "Họ, chữ đệm, tên người mẹ", mother.name, style=style)
    forms.line(paper, "Họ, chữ đệm, tên người cha", father.name, style=style)
    _registered(paper, rng, office, day)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        **_of(child),
        "sex": child.sex,
        "personal_id": child.personal_id,
        "mother_name": mother.name,
        "father_name": father.name,
        **_issue(office, day, signing),
    }
    return Rendered(type_code="trich_luc_khai_sinh", pages=tuple(paper.sheets), fields=fields)


def death_extract(rng: Random) -> Rendered:
    office, day = commune_committee(rng), some_day(rng, 2016, 2025)
    person = some_person(rng, born_between=(1930, 1965), place=office.place)
    died = date(day.year - 1, rng.randint(1, 12), rng.randint(1, 28))
    number, signing = (
        f"{rng.randint(1, 400):02d}/TLKT{rng.choice(('', '-BS'))}",
        some_signing(rng, office),
    )
    cause = rng.choice(("Bệnh già", "Tai biến mạch máu não", "Suy tim"))
    paper, style = _extract(rng, office, number, day, "TRÍCH LỤC KHAI TỬ")
    forms.line(paper, "Họ, chữ đệm, tên", person.name, style=style)
    forms.line(paper, "Ngày, tháng, năm sinh", slashed(person.born), style=style)
    forms.pair(paper, ("Giới tính", person.sex), ("Dân tộc", person.ethnicity), style=style)
    forms.line(paper, "Số định danh cá nhân/Giấy tờ tùy thân", person.personal_id, style=style)
    forms.line(paper, "Nơi cư trú cuối cùng", person.address, style=style)
    forms.line(
        paper,
        "Đã chết vào lúc",
        f"{rng.randint(0, 23):02d} giờ {rng.randint(10, 59)} phút, {long_date(died)}",
        style=style,
    )
    forms.line(paper, "Nơi chết", "Tại nhà riêng", style=style)
    forms.line(paper, "Nguyên nhân chết", cause, style=style)
    _registered(paper, rng, office, day)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        **_of(person),
        "date_of_death": died.isoformat(),
        "personal_id": person.personal_id,
        "place_of_death": "Tại nhà riêng",
        "cause_of_death": cause,
        **_issue(office, day, signing),
    }
    return Rendered(type_code="trich_luc_khai_tu", pages=tuple(paper.sheets), fields=fields)


def marriage(rng: Random) -> Rendered:
    office, day = commune_committee(rng), some_day(rng, 2016, 2025)
    wife = some_person(rng, is_male=False, born_between=(1980, 2000))
    husband = some_person(rng, is_male=True, born_between=(1978, 1999))
    number, signing = f"{rng.randint(1, 300):02d}/{day.year}", some_signing(rng, office)
    paper = _certificate(rng)
    _crown(paper, rng, office, "GIẤY CHỨNG NHẬN KẾT HÔN", number)
    half = paper.width_mm / 2
    top, ends = paper.y_mm, []
    for side, (role, person) in enumerate((("vợ", wife), ("chồng", husband))):
        paper.y_mm, x = top, paper.left_mm + side * half
        for label, value in (
            (f"Họ, chữ đệm, tên {role}", f"<b>{person.name}</b>"),
            ("Ngày, tháng, năm sinh", slashed(person.born)),
            ("Dân tộc", person.ethnicity),
            ("Quốc tịch", "Việt Nam"),
            ("Nơi cư trú", person.address),
            ("Giấy tờ tùy thân", f"Thẻ CCCD số {person.personal_id}"),
        ):
            paper.lines(f"{label}: {value}", align="left", x_mm=x, width_mm=half - 4)
        ends.append(paper.y_mm)
    paper.y_mm = max(ends) + 2
    paper.lines(f"Nơi đăng ký kết hôn: {office.spoken}", align="left")
    paper.lines(f"Ngày, tháng, năm đăng ký: {slashed(day)}", align="left")
    _spouses(paper)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "certificate_number": number,
        "husband_name": husband.name,
        "husband_date_of_birth": husband.born.isoformat(),
        "husband_personal_id": husband.personal_id,
        "wife_name": wife.name,
        "wife_date_of_birth": wife.born.isoformat(),
        "wife_personal_id": wife.personal_id,
        **_issue(office, day, signing),
    }
    return Rendered(type_code="giay_chung_nhan_ket_hon", pages=tuple(paper.sheets), fields=fields)


def single_status(rng: Random) -> Rendered:
    office, day = commune_committee(rng), some_day(rng, 2016, 2025)
    person, signing = some_person(rng, place=office.place), some_signing(rng, office)
    reference = f"{rng.randint(1, 500):02d}/UBND-XNTTHN"
    status = rng.choice(
        ("Chưa đăng ký kết hôn với ai", "Đã ly hôn, hiện tại chưa đăng ký kết hôn với ai")
    )
    purpose = rng.choice(
        ("làm thủ tục đăng ký kết hôn", "làm thủ tục mua bán đất", "bổ túc hồ sơ vay vốn")
    )
    paper, style = Paper(size_pt=13.5), forms.some_form_style(rng)
    head(paper, rng, office=office, reference=reference, day=day, style=HeadStyle())
    paper.lines(
        "<b>GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN</b>", align="centre", size_pt=14.5, after_mm=3
    )
    paper.lines(f"<b>{office.name}</b>", align="centre", after_mm=2)
    paper.lines(
        f"Xét đề nghị của ông/bà {person.name}, về việc cấp Giấy xác nhận tình trạng hôn nhân,",
        indent_mm=9,
    )
    paper.lines("<b>XÁC NHẬN:</b>", align="centre", after_mm=2)
    forms.line(paper, "Họ, chữ đệm, tên", person.name, style=style)
    forms.line(paper, "Ngày, tháng, năm sinh", slashed(person.born), style=style)
    forms.pair(paper, ("Giới tính", person.sex), ("Dân tộc", person.ethnicity), style=style)
    forms.line(paper, "Quốc tịch", "Việt Nam", style=style)
    forms.line(paper, "Giấy tờ tùy thân", f"Căn cước công dân số {person.personal_id}", style=style)
    forms.line(paper, "Nơi cư trú", person.address, style=style)
    forms.line(paper, "Tình trạng hôn nhân", status, style=style)
    forms.line(paper, "Giấy này được cấp để", purpose, style=style)
    paper.lines("Giấy này có giá trị 6 tháng kể từ ngày cấp.", indent_mm=9)
    signature(paper, rng, office=office, signing=signing)
    fields = {
        "reference": reference,
        **_of(person),
        "personal_id": person.personal_id,
        "residence": person.address,
        "marital_status": status,
        "purpose": purpose,
        **_issue(office, day, signing),
    }
    return Rendered(type_code="giay_xac_nhan_hon_nhan", pages=tuple(paper.sheets), fields=fields)


def _certificate(rng: Random) -> Paper:
    """Printed in the form's own frame and tint."""
    tint = rng.choice(((255, 255, 255), (253, 246, 236), (246, 250, 244)))
    paper = Paper(
        size_pt=rng.choice((12.5, 13)), left_mm=24, right_mm=20, top_mm=20, tint=tint, leading=1.24
    )
    colour = rng.choice((RED, (60, 120, 90), (160, 110, 40)))
    paper.frame(10, 10, 200, 287, colour=colour, stroke_mm=0.9)
    paper.frame(12.5, 12.5, 197.5, 284.5, colour=colour, stroke_mm=0.3)
    return paper


def _crown(paper: Paper, rng: Random, office: Office, words: str, number: str) -> None:
    nation(paper, rng, x_mm=paper.left_mm, width_mm=paper.width_mm, size=12.5)
    paper.skip(2)
    paper.lines(f"<b>{office.name}</b>", align="centre", size_pt=11.5)
    paper.lines(
        f"<b>{words}</b>",
        align="centre",
        size_pt=20,
        colour=RED if rng.random() < 0.4 else (22, 22, 24),
        after_mm=1,
    )
    paper.lines(f"Số: {number}", align="centre", after_mm=4)


def _extract(
    rng: Random, office: Office, number: str, day: date, words: str
) -> tuple[Paper, forms.FormStyle]:
    paper = Paper(size_pt=13.5)
    head(paper, rng, office=office, reference=number, day=day, style=HeadStyle())
    paper.lines(f"<b>{words}</b>", align="centre", size_pt=15, after_mm=0.5)
    if number.endswith("-BS"):
        paper.lines("<b>(BẢN SAO)</b>", align="centre", after_mm=3)
    paper.skip(3)
    return paper, forms.some_form_style(rng)


def _registered(paper: Paper, rng: Random, office: Office, day: date) -> None:
    paper.lines(
        f"Đã đăng ký tại: {office.spoken}. Số {rng.randint(1, 200)}, ngày {rng.randint(1, 28):02d} tháng {rng.randint(3, 12)} năm {day.year - 1}.",
        align="left",
    )


def _spouses(paper: Paper) -> None:
    half = paper.width_mm / 2
    for side, role in enumerate(("Vợ", "Chồng")):
        top = paper.y_mm
        paper.lines(
            f"<b>{role}</b>", align="centre", x_mm=paper.left_mm + side * half, width_mm=half
        )
        paper.y_mm = top if side == 0 else paper.y_mm + 12


def _of(person: Person) -> dict[str, str]:
    return {"full_name": person.name, "date_of_birth": person.born.isoformat()}


def _issue(office: Office, day: date, signing: Signing) -> dict[str, str]:
    return {"organ_name": office.name, "issued_date": day.isoformat(), "signer_name": signing.name}


KINDS: dict[str, Callable[[Random], Rendered]] = {
    "giay_khai_sinh": birth,
    "trich_luc_khai_sinh": birth_extract,
    "trich_luc_khai_tu": death_extract,
    "giay_chung_nhan_ket_hon": marriage,
    "giay_xac_nhan_hon_nhan": single_status,
}
