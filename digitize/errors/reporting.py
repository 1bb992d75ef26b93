"""Figures: periods that are none, totals that do not add up."""

from typing import ClassVar

from digitize.errors.base import DigitizeError, message_of


class BadPeriod(DigitizeError):
    """Kỳ báo cáo không đúng. Hãy viết ngày 2026-11-23, tháng 2026-11, quý 2026-Q4 hoặc năm 2026."""

    code: ClassVar[str] = "bad_period"


class TotalsDoNotAdd(DigitizeError):
    """Số liệu không khớp, chưa nhận. Hãy đối chiếu lại với nơi gửi."""

    code: ClassVar[str] = "totals_do_not_add"

    def __init__(self, reason: str = "") -> None:
        """`reason` is for the person too: it has counts and names of figures, nobody's data."""
        super().__init__(reason)
        self.reason = reason
        self.detail = ""

    @property
    def message(self) -> str:
        return f"{message_of(type(self))} {self.reason}".strip()


class PeriodNotOver(DigitizeError):
    """Kỳ báo cáo chưa kết thúc, chưa công bố được. Hãy chờ hết kỳ."""

    code: ClassVar[str] = "period_not_over"


class NothingNew(DigitizeError):
    """Số liệu của kỳ này không đổi từ lần công bố trước, không cần công bố lại."""

    code: ClassVar[str] = "nothing_new"
