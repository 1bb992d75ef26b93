"""Numbers, dates and sums as the papers print them, each beside the value it stands for."""

from datetime import date, timedelta
from random import Random

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def enterprise_code(rng: Random) -> str:
    """Ten digits whose last follows from the others; a remainder of 10 is never issued."""
    while True:
        digits = [rng.randint(0, 9) for _ in range(9)]
        check = 10 - sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
        if 0 <= check < 10:
            return "".join(map(str, digits)) + str(check)


def dossier_code(rng: Random, agency_code: str, received: date, *, is_old_form: bool) -> str:
    serial = rng.randint(1, 4999)
    day = received.strftime("%y%m%d")
    if is_old_form:  # Thông tư 01/2018/TT-VPCP
        return f"000.00.{rng.randint(10, 60)}.{agency_code}-{day}-{serial:04d}"
    return f"{agency_code}.{rng.randint(10, 40)}.{rng.randint(10, 60)}-{day}-{serial:04d}"


def padded(number: int) -> str:
    """Numbers below ten are printed with a leading zero (Nghị định 30/2020)."""
    return f"{number:02d}"


def long_date(day: date) -> str:
    """Days below ten and the months January and February get a leading zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def slashed(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def date_in_words(day: date) -> str:
    """As the birth certificate repeats it: "Ngày mười bốn, tháng ba, năm hai nghìn không trăm hai mươi mốt"."""
    spoken = f"ngày {number_in_words(day.day)}, tháng {number_in_words(day.month)}, năm {number_in_words(day.year)}"
    return spoken[0].upper() + spoken[1:]


def number_in_words(number: int) -> str:
    """Any number from 0 to 9,999."""
    if number >= 1000:
        rest = number % 1000
        tail = f" {_hundreds(rest, forced=True)}" if rest else ""
        return f"{_UNITS[number // 1000]} nghìn{tail}"
    return _hundreds(number, forced=False)


def _hundreds(number: int, *, forced: bool) -> str:
    hundred, rest = divmod(number, 100)
    if not hundred and not forced:
        return _tens(rest)
    head = f"{_UNITS[hundred]} trăm"
    if not rest:
        return head
    return f"{head} linh {_UNITS[rest]}" if rest < 10 else f"{head} {_tens(rest)}"


def _tens(number: int) -> str:
    ten, unit = divmod(number, 10)
    if ten == 0:
        return _UNITS[unit]
    ending = {0: "", 1: " mốt" if ten > 1 else " một", 5: " lăm"}.get(unit, f" {_UNITS[unit]}")
    return f"{'mười' if ten == 1 else f'{_UNITS[ten]} mươi'}{ending}"


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def decimal(value: float) -> str:
    """Vietnamese print: 1.234,5."""
    whole, _, part = f"{value:.1f}".partition(".")
    return dotted(int(whole)) + ("" if part == "0" else f",{part}")


def plain(value: float) -> str:
    """The normalised form of the same: 1234.5."""
    return f"{value:.1f}".removesuffix(".0")


def years_after(day: date, years: int) -> date:
    return (day + timedelta(days=1)).replace(year=day.year + years) - timedelta(days=1)
