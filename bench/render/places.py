"""Provinces with their registry and agency codes, and communes that no map has.

The provinces are real (a personal id starts with their code); the communes, streets and villages are made up,
so that no address belongs to anybody.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Province:
    code: str
    name: str
    agency_code: str
    is_city: bool = False

    @property
    def titled(self) -> str:
        return f"{'thành phố' if self.is_city else 'tỉnh'} {self.name}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an office sits and people live."""

    province: Province
    district: str
    commune: str

    @property
    def commune_and_up(self) -> str:
        return f"{self.commune}, {self.district}, {self.province.titled}"


PROVINCES = (
    Province("001", "Hà Nội", "H26", is_city=True),
    Province("008", "Tuyên Quang", "H60"),
    Province("010", "Lào Cai", "H38"),
    Province("022", "Quảng Ninh", "H49"),
    Province("027", "Bắc Ninh", "H05"),
    Province("037", "Ninh Bình", "H42"),
    Province("038", "Thanh Hóa", "H56"),
    Province("040", "Nghệ An", "H41"),
    Province("042", "Hà Tĩnh", "H27"),
    Province("044", "Quảng Bình", "H46"),
    Province("046", "Thừa Thiên Huế", "H57"),
    Province("048", "Đà Nẵng", "H17", is_city=True),
    Province("051", "Quảng Ngãi", "H48"),
    Province("056", "Khánh Hòa", "H32"),
    Province("064", "Gia Lai", "H21"),
    Province("066", "Đắk Lắk", "H15"),
    Province("068", "Lâm Đồng", "H36"),
    Province("075", "Đồng Nai", "H19"),
    Province("079", "Hồ Chí Minh", "H29", is_city=True),
    Province("086", "Vĩnh Long", "H61"),
    Province("087", "Đồng Tháp", "H20"),
    Province("092", "Cần Thơ", "H13", is_city=True),
    Province("096", "Cà Mau", "H12"),
)

_HEADS = (
    "Thạch",
    "Bình",
    "Phước",
    "Tân",
    "Vĩnh",
    "Đại",
    "Xuân",
    "Hòa",
    "Ngọc",
    "Yên",
    "Quỳnh",
    "Mỹ",
)
_TAILS = (
    "Sấu",
    "Trầm",
    "Ngà",
    "Khuê",
    "Lãng",
    "Thược",
    "Sưa",
    "Đào",
    "Quế",
    "Trúc",
    "Nguyệt",
    "Hạc",
)
_STREETS = ("Hoa Sấu", "Cầu Vồng", "Bến Trăng", "Đồi Gió", "Suối Mơ", "Ngõ Trầu", "Giếng Mít")
_VILLAGES = (
    "thôn Thượng",
    "thôn Đông",
    "xóm Bãi",
    "ấp Giồng Tre",
    "tổ dân phố 4",
    "khu phố 2",
    "bản Nà Trà",
)


def some_place(rng: Random, province: Province | None = None) -> Place:
    chosen = province or rng.choice(PROVINCES)
    name = _made_name(rng)
    commune = f"phường {name}" if chosen.is_city or rng.random() < 0.3 else f"xã {name}"
    district = f"quận {_made_name(rng)}" if chosen.is_city else f"huyện {_made_name(rng)}"
    return Place(chosen, district, commune)


def some_address(rng: Random, place: Place) -> str:
    start = (
        f"số {rng.randint(2, 288)} đường {rng.choice(_STREETS)}"
        if rng.random() < 0.5
        else rng.choice(_VILLAGES)
    )
    return f"{start[0].upper()}{start[1:]}, {place.commune_and_up}"


def _made_name(rng: Random) -> str:
    return f"{rng.choice(_HEADS)} {rng.choice(_TAILS)}"
