"""What explanations say, in Vietnamese: a title and sentences for every stage, outcome, mark and field."""

from collections.abc import Mapping

from digitize.doctype import DocumentTypes
from digitize.explain.steps import Understood
from digitize.model import FieldSource, PageOutcome, PageReading, TextOrigin
from digitize.trace import Stage

TITLES: Mapping[Stage, str] = {
    Stage.UPRIGHT: "Xoay cho đúng chiều",
    Stage.RED_INK: "Bỏ mực đỏ",
    Stage.BORDERS: "Bỏ viền tối",
    Stage.RINGS: "Bỏ vành dấu đen",
    Stage.EVEN_PAPER: "Đọc lại kỹ hơn: làm đều nền giấy",
    Stage.SCALE: "Đưa về độ phân giải đọc",
    Stage.CONTRAST: "Tăng tương phản",
    Stage.SMOOTH: "Làm mềm nét chữ",
    Stage.LEVEL: "Nắn thẳng dòng chữ",
    Stage.DOTTED_LINES: "Bỏ dòng chấm",
    Stage.ENGINE: "Chữ đọc được lần đầu",
    Stage.DROPPED: "Đọc thêm những dòng bị bỏ sót",
    Stage.ORDER: "Thứ tự đọc",
    Stage.MEND: "Sửa từ chưa chắc theo các từ bên cạnh",
    Stage.PEN: "Chữ số viết tay ở phần đầu văn bản",
}

DONE: Mapping[Stage, str] = {
    Stage.UPRIGHT: "Đã xoay trang để dòng chữ nằm ngang và đúng chiều.",
    Stage.RED_INK: "Mực đỏ của con dấu được làm sáng như giấy để đọc được chữ nằm dưới dấu. Bản lưu vẫn giữ nguyên màu.",
    Stage.BORDERS: "Mép tối của mặt kính máy quét được xóa trắng.",
    Stage.RINGS: "Vành của con dấu đen (bản sao, bản quét đen trắng) được bỏ để đọc được chữ nó cắt ngang; nét chữ đậm hơn vành được giữ.",
    Stage.EVEN_PAPER: "Lần đọc đầu có quá ít chữ chắc chắn, nên nền giấy được làm đều rồi đọc lại ở độ phân giải cao hơn.",
    Stage.CONTRAST: "Mực nhạt được làm đậm, giấy xám được làm trắng.",
    Stage.DOTTED_LINES: "Các dòng chấm của biểu mẫu được bỏ trước khi đọc để không làm mất chữ đứng trước, rồi ghi lại bằng dấu chấm.",
    Stage.SMOOTH: "Bậc thang của bản quét đen trắng được làm mềm để dấu thanh không bị vỡ.",
}

NOT_NEEDED: Mapping[Stage, str] = {
    Stage.UPRIGHT: "Trang đã đúng chiều, không phải xoay.",
    Stage.RED_INK: "Bản quét không có màu, không có mực đỏ để bỏ.",
    Stage.BORDERS: "Trang không có viền tối.",
    Stage.RINGS: "Không có vành dấu đen nào.",
    Stage.EVEN_PAPER: "Nền giấy đã đều.",
    Stage.SCALE: "Độ phân giải đã hợp để đọc, không phải đổi.",
    Stage.CONTRAST: "Tương phản đã đủ.",
    Stage.SMOOTH: "Nét chữ đã mềm, không phải bản quét đen trắng.",
    Stage.LEVEL: "Dòng chữ đã ngang, không phải nắn.",
    Stage.DOTTED_LINES: "Không có dòng chấm nào.",
    Stage.DROPPED: "Không có dòng nào bị bỏ sót.",
    Stage.MEND: "Không có từ nào phải sửa.",
    Stage.PEN: "Không tìm thấy chữ số viết tay cần đọc riêng.",
}

OUTCOMES: Mapping[PageOutcome, str] = {
    PageOutcome.READ: "Trang đã được đọc.",
    PageOutcome.BLANK: "Trang trắng: để riêng và được giữ, không đọc.",
    PageOutcome.SEPARATOR: "Tờ phân tách: để riêng và được giữ, không đọc.",
    PageOutcome.UNREADABLE: "Không đọc được trang này; cần người xem hoặc quét lại.",
    PageOutcome.SECRET: "Giấy tờ mật: không đọc, không giải thích.",
}

_SOURCES: Mapping[FieldSource, str] = {
    FieldSource.LABEL: "sau nhãn in sẵn",
    FieldSource.LAYOUT: "theo vị trí trên mẫu",
    FieldSource.PATTERN: "theo dạng của giá trị",
    FieldSource.BARCODE: "từ mã vạch",
    FieldSource.MACHINE_LINES: "từ dòng máy đọc ở mặt sau",
    FieldSource.PERSON: "do người nhập",
}

_MARKS = (
    ("heading ", "tên loại: "),
    ("symbol ", "ký hiệu: "),
    ("phrase ", "cụm từ: "),
    ("V/v under the reference", "trích yếu V/v dưới số, ký hiệu"),
    ("reference without a kind", "số, ký hiệu không có chữ viết tắt tên loại"),
    ("QR code of an identity card", "mã QR của thẻ căn cước"),
)


def number(value: float) -> str:
    """Two places, with a comma, as Vietnamese write it."""
    return f"{value:.2f}".replace(".", ",")


def source_words(source: FieldSource) -> str:
    return _SOURCES[source]


def mark_words(name: str) -> str:
    """A mark's name for people; as it is where it is a printed wording."""
    for english, words in _MARKS:
        if name.startswith(english):
            return words + name.removeprefix(english)
    return name


def type_words(document: Understood, types: DocumentTypes) -> str:
    """The type with its confidence, and what spoke for the runner-up."""
    verdict = document.description.verdict
    title = types[verdict.type_code].title if verdict.type_code in types else verdict.type_code
    others = {mark.type_code for mark in document.marks} - {verdict.type_code}
    against = ", ".join(sorted(types[code].title for code in others if code in types))
    doubt = f" Có dấu hiệu của loại khác: {against}." if against else ""
    return f"Loại: {title}, độ tin cậy {number(verdict.confidence)}.{doubt}"


def page_words(reading: PageReading) -> str:
    """What became of a page: its outcome, where its text came from, what was noted."""
    parts = [OUTCOMES[reading.outcome]]
    if reading.origin is TextOrigin.TEXT_LAYER:
        parts.append("Chữ lấy từ lớp văn bản tốt của tệp nên không nhận dạng lại.")
    if reading.notes:
        parts.append(f"Ghi chú: {', '.join(reading.notes)}.")
    return " ".join(parts)
