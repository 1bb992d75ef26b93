"""The 29 kinds of Nghị định 30/2020 and the normative documents: one head, one signature block, a body for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.render import pen
from bench.render.letterhead import (
    HeadStyle,
    head,
    joint_signature,
    signature,
    some_style,
    title,
)
from bench.render.numbers import padded, slashed
from bench.render.offices import (
    Office,
    Signing,
    joined,
    ministry,
    other_ministry,
    province_committee,
    some_office,
    some_signing,
)
from bench.render.papers import bodies
from bench.render.people import some_day
from bench.render.phrases import matter, recipients
from bench.render.rendered import Rendered
from bench.render.sheet import Paper
from bench.render.typeface import ARIAL, BOOK, TIMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    title: str
    symbol: str
    body: Callable[[Paper, Random, Office, str], None]
    about: str = "{matter}"
    """How the matter is led in under the title."""
    is_normative: bool = False


KINDS: dict[str, Kind] = {
    "nghi_quyet": Kind(
        title="NGHỊ QUYẾT", symbol="NQ", body=bodies.resolution, about="Về việc {matter}"
    ),
    "quyet_dinh": Kind(
        title="QUYẾT ĐỊNH", symbol="QĐ", body=bodies.decision, about="Về việc {matter}"
    ),
    "chi_thi": Kind(title="CHỈ THỊ", symbol="CT", body=bodies.numbered, about="Về việc {matter}"),
    "quy_che": Kind(title="QUY CHẾ", symbol="QC", body=bodies.articles),
    "quy_dinh": Kind(title="QUY ĐỊNH", symbol="QyĐ", body=bodies.articles, about="Về {matter}"),
    "thong_cao": Kind(title="THÔNG CÁO", symbol="TC", body=bodies.plain),
    "thong_bao": Kind(
        title="THÔNG BÁO", symbol="TB", body=bodies.numbered, about="Về việc {matter}"
    ),
    "huong_dan": Kind(title="HƯỚNG DẪN", symbol="HD", body=bodies.numbered),
    "chuong_trinh": Kind(title="CHƯƠNG TRÌNH", symbol="CTr", body=bodies.plan),
    "ke_hoach": Kind(title="KẾ HOẠCH", symbol="KH", body=bodies.plan),
    "phuong_an": Kind(title="PHƯƠNG ÁN", symbol="PA", body=bodies.plan),
    "de_an": Kind(title="ĐỀ ÁN", symbol="ĐA", body=bodies.plan),
    "du_an": Kind(title="DỰ ÁN", symbol="DA", body=bodies.plan),
    "bao_cao": Kind(title="BÁO CÁO", symbol="BC", body=bodies.report, about="Kết quả {matter}"),
    "bien_ban": Kind(title="BIÊN BẢN", symbol="BB", body=bodies.minutes, about="Họp bàn {matter}"),
    "to_trinh": Kind(
        title="TỜ TRÌNH", symbol="TTr", body=bodies.submission, about="Về việc {matter}"
    ),
    "hop_dong": Kind(title="HỢP ĐỒNG", symbol="HĐ", body=bodies.contract, about="Về việc {matter}"),
    "cong_van": Kind(title="", symbol="", body=bodies.letter),
    "cong_dien": Kind(
        title="CÔNG ĐIỆN", symbol="CĐ", body=bodies.telegram, about="Về việc {matter}"
    ),
    "ban_ghi_nho": Kind(title="BẢN GHI NHỚ", symbol="BGN", body=bodies.agreement),
    "ban_thoa_thuan": Kind(title="BẢN THỎA THUẬN", symbol="BTT", body=bodies.agreement),
    "giay_uy_quyen": Kind(
        title="GIẤY ỦY QUYỀN", symbol="GUQ", body=bodies.mandate, about="Về việc {matter}"
    ),
    "giay_moi": Kind(title="GIẤY MỜI", symbol="GM", body=bodies.invitation, about="Họp {matter}"),
    "giay_gioi_thieu": Kind(
        title="GIẤY GIỚI THIỆU", symbol="GGT", body=bodies.introduction, about="Về việc {matter}"
    ),
    "giay_nghi_phep": Kind(
        title="GIẤY NGHỈ PHÉP", symbol="GNP", body=bodies.leave, about="Về việc {matter}"
    ),
    "phieu_gui": Kind(
        title="PHIẾU GỬI", symbol="PG", body=bodies.dispatch, about="Về việc {matter}"
    ),
    "phieu_chuyen": Kind(
        title="PHIẾU CHUYỂN", symbol="PC", body=bodies.forwarding, about="Về việc {matter}"
    ),
    "phieu_bao": Kind(title="PHIẾU BÁO", symbol="PB", body=bodies.plain, about="Về việc {matter}"),
    "thu_cong": Kind(
        title="THƯ CÔNG", symbol="", body=bodies.open_letter, about="Về việc {matter}"
    ),
    "luat": Kind(title="LUẬT", symbol="QH", body=bodies.law, is_normative=True),
    "phap_lenh": Kind(title="PHÁP LỆNH", symbol="UBTVQH", body=bodies.law, is_normative=True),
    "nghi_dinh": Kind(
        title="NGHỊ ĐỊNH",
        symbol="NĐ-CP",
        body=bodies.norm,
        about="Quy định {matter}",
        is_normative=True,
    ),
    "thong_tu": Kind(
        title="THÔNG TƯ",
        symbol="TT",
        body=bodies.norm,
        about="Hướng dẫn {matter}",
        is_normative=True,
    ),
    "thong_tu_lien_tich": Kind(
        title="THÔNG TƯ LIÊN TỊCH",
        symbol="TTLT",
        body=bodies.norm,
        about="Hướng dẫn {matter}",
        is_normative=True,
    ),
}

_NATIONAL = {
    "luat": ("Quốc hội", "CHỦ TỊCH QUỐC HỘI"),
    "phap_lenh": ("Ủy ban Thường vụ Quốc hội", "CHỦ TỊCH"),
    "nghi_dinh": ("Chính phủ", "THỦ TƯỚNG"),
}

_ASSEMBLIES = (date(2016, 7, 20), date(2021, 7, 20))
"""First days of the 14th and the 15th."""


def draw(code: str, rng: Random) -> Rendered:
    kind, day = KINDS[code], some_day(rng, 2016, 2024)
    office = _issuer(code, rng)
    topic = matter(rng, day.year)
    about = kind.about.format(matter=topic)
    about = about[0].upper() + about[1:]
    partner = other_ministry(rng, office) if code == "thong_tu_lien_tich" else None
    issuer = joined(office, partner) if partner else office
    reference = _reference(kind, issuer, code, rng, day)
    style = some_style(rng) if reference else HeadStyle()
    signing = _signing(code, rng, office)
    paper = _paper(rng)
    head(
        paper,
        rng,
        office=issuer,
        reference=reference,
        day=day,
        style=style,
        about=topic if code == "cong_van" else "",
    )
    _stamps(paper, rng, day)
    if kind.title:
        title(paper, kind.title, about=about)
    kind.body(paper, rng, office, topic)
    receivers = recipients(rng)
    if partner:
        signed = ((office, signing), (partner, some_signing(rng, partner)))
        joint_signature(paper, rng, signed=signed, recipients=receivers)
    else:
        signature(paper, rng, office=office, signing=signing, recipients=receivers)
    shown = topic if code == "cong_van" else about
    fields = _truth(issuer, reference, day, None if partner else signing, shown)
    fields["recipients"] = "; ".join(receivers)
    pens = {"reference"} if style.pen_number else set()
    pens |= {"issued_date"} if style.pen_day else set()
    return Rendered(
        type_code=code, pages=tuple(paper.sheets), fields=fields, handwritten=frozenset(pens)
    )


def _issuer(code: str, rng: Random) -> Office:
    if code in _NATIONAL:
        name, head_title = _NATIONAL[code]
        office = ministry(rng)
        return Office(
            place=office.place,
            parent="",
            spoken=name,
            symbol="",
            unit="",
            place_name="Hà Nội",
            head=head_title,
            deputy=f"PHÓ {head_title}",
            acts_for=name.upper() if code != "luat" else "",
        )
    if code.startswith("thong_tu"):
        return ministry(rng)
    return province_committee(rng) if code == "nghi_quyet" else some_office(rng)


def _reference(kind: Kind, office: Office, code: str, rng: Random, day: date) -> str:
    number = padded(rng.randint(1, 60) if rng.random() < 0.2 else rng.randint(61, 4800))
    if kind.is_normative:
        number = padded(rng.randint(1, 180))
        tail = kind.symbol if not office.symbol else f"{kind.symbol}-{office.symbol}"
        term = str(_assembly_term(day)) if code in ("luat", "phap_lenh") else ""
        return f"{number}/{day.year}/{tail}{term}"
    if code == "cong_van":
        return f"{number}/{office.symbol}-{office.unit}"
    return f"{number}/{kind.symbol}-{office.symbol}" if kind.symbol else ""


def _assembly_term(day: date) -> int:
    """Laws and ordinances carry the number of the National Assembly that passed them (Luật 80/2015/QH13)."""
    return 13 + sum(day >= opened for opened in _ASSEMBLIES)


def _signing(code: str, rng: Random, office: Office) -> Signing:
    signing = some_signing(rng, office)
    if code == "luat":
        return Signing(authority="", title=office.head, name=signing.name)
    return signing


def _paper(rng: Random) -> Paper:
    face = rng.choices((TIMES, BOOK, ARIAL), weights=(88, 7, 5))[0]
    return Paper(
        face=face,
        size_pt=rng.choice((13, 13.5, 14)) if face is not ARIAL else 12,
        left_mm=rng.choice((28, 30, 33)),
        right_mm=rng.choice((15, 18, 20)),
        leading=rng.uniform(1.15, 1.35),
    )


def _stamps(paper: Paper, rng: Random, day: date) -> None:
    """An arrival stamp under (or over) the reference on every sixth paper, an urgency now and then."""
    if rng.random() < 0.16:
        pen.arrival_stamp(
            paper,
            rng,
            x_mm=rng.uniform(14, 30),
            y_mm=rng.uniform(36, 58),
            organ="Văn phòng đăng ký",
            day=slashed(day),
        )
    elif rng.random() < 0.05:
        pen.boxed_word(
            paper, rng.choice(("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")), x_mm=36, y_mm=paper.y_mm - 4
        )


def _truth(
    office: Office, reference: str, day: date, signing: Signing | None, subject: str
) -> dict[str, str]:
    """`signing`: None where several organs signed, so that there is no one signer."""
    subject = subject.removeprefix("Về việc ").removeprefix("Về ")
    fields = {
        "reference": reference,
        "issued_date": day.isoformat(),
        "issued_place": office.place_name,
        "organ_name": office.name.replace("\n", " - "),
        "parent_organ_name": office.parent,
        "subject": subject,
        "signer_name": signing.name if signing else "",
        "signer_title": signing.title if signing else "",
        "signing_authority": signing.authority.replace("\n", " ") if signing else "",
    }
    return {key: value for key, value in fields.items() if value}
