"""How a paper stands, for the command line: in words and for programs."""

from collections.abc import Mapping

from digitize.model import RecordId
from digitize.warehouse.life import LifeShown
from workers.warehouse.life import PaperLife

WORDS: Mapping[LifeShown, str] = {
    LifeShown.VALID: "còn hiệu lực",
    LifeShown.AMENDED: "đã được sửa đổi, bổ sung",
    LifeShown.CORRECTED: "đã được đính chính",
    LifeShown.SUPERSEDED: "đã bị thay thế",
    LifeShown.REVOKED: "đã bị thu hồi, bãi bỏ",
    LifeShown.EXPIRED: "đã hết hạn",
    LifeShown.NOT_YET: "chưa có hiệu lực",
    LifeShown.UNKNOWN: "chưa rõ hiệu lực",
}


def life_json(found: PaperLife) -> dict[str, object]:
    """For programs; `shown` is what it is today."""
    validity = found.validity
    return {
        "shown": found.shown.value,
        "state": found.life.state.value,
        "version": found.life.version,
        "valid_from": validity.valid_from.isoformat() if validity.valid_from else None,
        "valid_until": validity.valid_until.isoformat() if validity.valid_until else None,
        "basis": validity.basis.value,
        "certain": validity.is_certain,
        "reason": found.life.reason,
    }


def life_lines(found: PaperLife) -> list[str]:
    """For people."""
    until = found.validity.valid_until
    days = f", đến hết ngày {until:%d/%m/%Y}" if until else ""
    doubt = "" if found.validity.is_certain else " (thời hạn chưa được xác nhận)"
    lines = [f"Hiệu lực: {WORDS[found.shown]}{days}{doubt}"]
    if found.life.reason:
        lines.append(f"  Lý do: {found.life.reason}")
    lines += [f"  Theo {link.record_id}: {link.said.sentence}" for link in found.said]
    return lines


def shown_words(shown: Mapping[RecordId, LifeShown], record_id: RecordId) -> str:
    """What a list says of a paper; nothing where it is in force or nobody knows."""
    found = shown[record_id]
    return "" if found in {LifeShown.VALID, LifeShown.UNKNOWN} else WORDS[found]
