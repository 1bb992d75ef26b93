"""People who do not exist: uncommon given names under common family names, ids that agree with birth and sex."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.render.places import Place, some_address, some_place

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Quách",
    "Nông",
    "Ksor",
    "Thạch",
)
_MIDDLE_MALE = ("Văn", "Hữu", "Đức", "Quang", "Bảo", "Khắc", "Trọng", "Nhật", "Viết")
_MIDDLE_FEMALE = ("Thị", "Thị Ngọc", "Thùy", "Diệu", "Thị Bích", "Khánh", "Thục")
_GIVEN_MALE = (
    "Thuấn",
    "Khoáng",
    "Trưởng",
    "Nghĩa",
    "Quỳ",
    "Bằng",
    "Đĩnh",
    "Luyện",
    "Sửu",
    "Toàn",
    "Vượng",
    "Kiểm",
)
_GIVEN_FEMALE = (
    "Nhiễu",
    "Thoa",
    "Quyên",
    "Thưởng",
    "Lựu",
    "Mẫn",
    "Duyên",
    "Hường",
    "Xuyến",
    "Bưởi",
    "Uyển",
    "Thảo",
)
_ETHNICITIES = ("Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Mường", "Khmer", "Gia Rai", "Thái")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    name: str
    is_male: bool
    born: date
    personal_id: str
    ethnicity: str
    place: Place
    address: str
    phone: str

    @property
    def sex(self) -> str:
        return "Nam" if self.is_male else "Nữ"


def some_person(
    rng: Random,
    *,
    is_male: bool | None = None,
    born_between: tuple[int, int] = (1958, 2003),
    place: Place | None = None,
) -> Person:
    male = rng.random() < 0.5 if is_male is None else is_male
    home = place or some_place(rng)
    born = some_day(rng, *born_between)
    return Person(
        name=some_name(rng, is_male=male),
        is_male=male,
        born=born,
        personal_id=personal_id(rng, home.province.code, born, is_male=male),
        ethnicity=rng.choice(_ETHNICITIES),
        place=home,
        address=some_address(rng, home),
        phone=f"09{rng.randint(0, 9)}{rng.randint(0, 9999999):07d}",
    )


def some_name(rng: Random, *, is_male: bool) -> str:
    middle = rng.choice(_MIDDLE_MALE if is_male else _MIDDLE_FEMALE)
    given = rng.choice(_GIVEN_MALE if is_male else _GIVEN_FEMALE)
    return f"{rng.choice(_FAMILY)} {middle} {given}"


def personal_id(rng: Random, province_code: str, born: date, *, is_male: bool) -> str:
    """Province, century and sex in one digit, year of birth, six digits (Luật Căn cước 2023, Điều 12)."""
    century_and_sex = 2 * (born.year // 100 - 19) + (0 if is_male else 1)
    return f"{province_code}{century_and_sex}{born.year % 100:02d}{rng.randint(0, 999999):06d}"


def some_day(rng: Random, first_year: int, last_year: int) -> date:
    start = date(first_year, 1, 1)
    span = (date(last_year, 12, 31) - start).days
    return start + timedelta(days=rng.randint(0, span))
