"""Who issues papers: offices with their superior, symbol, place and the people who sign for them."""

from dataclasses import dataclass, replace
from random import Random

from bench.render.people import some_name
from bench.render.places import Place, some_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    place: Place
    parent: str
    """As printed above the office; empty where nothing is printed."""
    spoken: str
    """Its name as sentences use it; capitals in the head."""
    symbol: str
    """What stands for the office in a reference: UBND, SNV."""
    unit: str
    """The drafting unit, printed in the reference of a letter."""
    place_name: str
    """As printed before the date."""
    head: str
    deputy: str
    acts_for: str = ""
    """Printed after "TM." where a collective issues."""

    @property
    def name(self) -> str:
        return self.spoken.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """The signature block: line of authority (or none), title, name."""

    authority: str
    title: str
    name: str


_DEPARTMENTS = (
    ("Sở Nội vụ", "SNV", "VP"),
    ("Sở Tư pháp", "STP", "HCTP"),
    ("Sở Xây dựng", "SXD", "QLN"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", "TCCB"),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT", "ĐKKD"),
    ("Sở Y tế", "SYT", "NVY"),
    ("Sở Tài nguyên và Môi trường", "STNMT", "QLĐĐ"),
)
_MINISTRIES = (
    ("Bộ Nội vụ", "BNV"),
    ("Bộ Tư pháp", "BTP"),
    ("Bộ Tài chính", "BTC"),
    ("Bộ Công Thương", "BCT"),
    ("Bộ Y tế", "BYT"),
)
_SCHOOLS = (
    ("Cao đẳng nghề Suối Mơ", "CĐNSM"),
    ("Đại học Bến Trăng", "ĐHBT"),
    ("Trung cấp Đồi Gió", "TCĐG"),
)
"""Each with the abbreviation of its own name, as the law asks of a symbol (Nghị định 30/2020, Phụ lục I, ô số 3)."""


def some_office(rng: Random) -> Office:
    """Any office that writes letters, from commune to ministry."""
    return rng.choice((province_committee, department, commune_committee, ministry, school))(rng)


def province_committee(rng: Random) -> Office:
    place = some_place(rng)
    return Office(
        place=place,
        parent="",
        spoken=f"Ủy ban nhân dân {place.province.titled}",
        symbol="UBND",
        unit=rng.choice(("KSTT", "NC", "KTTH", "HC")),
        place_name=place.province.name,
        head="CHỦ TỊCH",
        deputy="PHÓ CHỦ TỊCH",
        acts_for="ỦY BAN NHÂN DÂN",
    )


def department(rng: Random) -> Office:
    place = some_place(rng)
    name, symbol, unit = rng.choice(_DEPARTMENTS)
    return Office(
        place=place,
        parent=f"{rng.choice(('ỦY BAN NHÂN DÂN', 'UBND'))} {place.province.titled.upper()}",
        spoken=name,
        symbol=symbol,
        unit=unit,
        place_name=place.province.name,
        head="GIÁM ĐỐC",
        deputy="PHÓ GIÁM ĐỐC",
    )


def commune_committee(rng: Random, place: Place | None = None) -> Office:
    here = place or some_place(rng)
    _, _, short = here.commune.partition(" ")
    return Office(
        place=here,
        parent=f"ỦY BAN NHÂN DÂN {here.district.upper()}" if rng.random() < 0.3 else "",
        spoken=f"Ủy ban nhân dân {here.commune}",
        symbol="UBND",
        unit=rng.choice(("VP", "TP", "ĐC")),
        place_name=short,
        head="CHỦ TỊCH",
        deputy="PHÓ CHỦ TỊCH",
        acts_for="ỦY BAN NHÂN DÂN",
    )


def ministry(rng: Random) -> Office:
    name, symbol = rng.choice(_MINISTRIES)
    return Office(
        place=some_place(rng),
        parent="",
        spoken=name,
        symbol=symbol,
        unit=rng.choice(("PC", "TCCB", "VP")),
        place_name="Hà Nội",
        head="BỘ TRƯỞNG",
        deputy="THỨ TRƯỞNG",
    )


def other_ministry(rng: Random, first: Office) -> Office:
    """One that may issue together with `first`."""
    return next(
        office for office in iter(lambda: ministry(rng), None) if office.symbol != first.symbol
    )


def joined(first: Office, partner: Office) -> Office:
    """Both as one letterhead names them: a row for each, and both symbols in the number."""
    return replace(
        first,
        spoken=f"{first.spoken}\n{partner.spoken}",
        symbol=f"{first.symbol}-{partner.symbol}",
    )


def school(rng: Random) -> Office:
    place, (name, symbol) = some_place(rng), rng.choice(_SCHOOLS)
    return Office(
        place=place,
        parent=f"UBND {place.province.titled.upper()}",
        spoken=f"Trường {name}",
        symbol=symbol,
        unit="ĐT",
        place_name=place.province.name,
        head="HIỆU TRƯỞNG",
        deputy="PHÓ HIỆU TRƯỞNG",
    )


def some_signing(rng: Random, office: Office) -> Signing:
    """The head signs, or a deputy for the head ("KT."), in the name of the collective ("TM.") where there is one."""
    name = some_name(rng, is_male=rng.random() < 0.65)
    by_deputy = rng.random() < 0.4
    collective = f"TM. {office.acts_for}" if office.acts_for else ""
    if by_deputy:
        authority = "\n".join(filter(None, (collective, f"KT. {office.head}")))
        return Signing(authority=authority, title=office.deputy, name=name)
    return Signing(authority=collective, title=office.head, name=name)
