"""Why a person is asked: one code a reason, and the Vietnamese sentence that tells a counter what to do about it."""

from enum import StrEnum

from digitize.model import Reason


class ReasonCode(StrEnum):
    UNKNOWN_TYPE = "unknown_type"  # none of the known types
    TYPE_UNSURE = "type_unsure"  # marks are few or disagree
    FIELD_MISSING = "field_missing"  # a required field was not found
    FIELD_UNSURE = "field_unsure"  # below its threshold
    BAD_FORMAT = "bad_format"  # breaks the rule of its kind
    CONTRADICTION = "contradiction"  # another part of the paper says otherwise
    HANDWRITING = "handwriting"  # written by pen, not guessed
    UNREADABLE_PAGE = "unreadable_page"  # decoding or reading the page failed
    NO_TEXT = "no_text"  # a page, or all of them, has ink but no words
    LOW_RESOLUTION = "low_resolution"  # below 200 dpi
    ACTIVE_CONTENT = "active_content"  # JavaScript or launch actions
    ATTACHMENTS = "attachments"  # embedded files
    REPAIRED = "repaired"  # the file's structure was damaged
    SIGNATURE_BROKEN = "signature_broken"  # it arrived signed and the signature does not hold
    NOTED_PAGE = (
        "noted_page"  # this page and the one before look like one page with and without a note
    )
    PAGE_TWICE = "page_twice"  # this page and the one before are the same page
    PAGE_COUNT = "page_count"  # its file has other pages than were declared
    SEVERAL_DOCUMENTS = "several_documents"  # another paper may begin on this page
    OTHER_THAN_DECLARED = (
        "other_than_declared"  # read as another type than declared or on its cover
    )
    REGISTER_DISAGREES = "register_disagrees"  # the register of old results has another value
    SECOND_ENTRY = "second_entry"  # a weighty field that another person has yet to enter
    SECOND_ENTRIES_DIFFER = "second_entries_differ"  # two people entered it differently
    SIGNER_WRONG_FIELD = "signer_wrong_field"  # a signer sent it back: a field is wrong
    SIGNER_WRONG_TYPE = "signer_wrong_type"  # a signer sent it back: it is another type
    SIGNER_BAD_COPY = "signer_bad_copy"  # a signer sent it back: the copy is not as the paper


_SENTENCES = {
    ReasonCode.UNKNOWN_TYPE: "Chưa biết đây là loại giấy tờ gì. Hãy chọn loại giấy tờ rồi nhập các trường cần thiết.",
    ReasonCode.TYPE_UNSURE: "Chưa chắc chắn về loại giấy tờ. Hãy xem trang đầu và xác nhận hoặc chọn lại loại.",
    ReasonCode.FIELD_MISSING: "Không tìm thấy trường bắt buộc. Hãy xem ảnh và nhập giá trị nếu giấy tờ có ghi.",
    ReasonCode.FIELD_UNSURE: "Giá trị đọc được chưa đủ tin cậy. Hãy so với ảnh rồi xác nhận hoặc sửa.",
    ReasonCode.BAD_FORMAT: "Giá trị không đúng định dạng của trường. Hãy so với ảnh và sửa lại.",
    ReasonCode.CONTRADICTION: "Giá trị mâu thuẫn với phần khác của giấy tờ. Hãy so các trường liên quan với ảnh và sửa lại.",
    ReasonCode.HANDWRITING: "Phần này viết tay nên máy không tự xác nhận. Hãy đọc trên ảnh và nhập lại.",
    ReasonCode.UNREADABLE_PAGE: "Không đọc được trang này. Hãy quét lại trang hoặc từ chối giấy tờ.",
    ReasonCode.NO_TEXT: "Không đọc được chữ nào. Hãy kiểm tra bản quét, quét lại nếu trang mờ hoặc trắng.",
    ReasonCode.LOW_RESOLUTION: "Bản quét dưới 200 dpi, không đạt yêu cầu của Nghị định 30/2020/NĐ-CP. Hãy quét lại ở 200-300 dpi.",
    ReasonCode.ACTIVE_CONTENT: "Tệp có mã chạy tự động (đã không chạy và không đưa vào bản lưu). Hãy kiểm tra nguồn gốc tệp trước khi duyệt.",
    ReasonCode.ATTACHMENTS: "Tệp có đính kèm tệp khác không hiện trên trang nào. Hãy xem tệp đính kèm và gửi riêng nếu cần lưu.",
    ReasonCode.SIGNATURE_BROKEN: "Chữ ký số sẵn có trong tệp không còn đúng: tệp đã bị sửa sau khi ký. Hãy lấy lại tệp từ nơi phát hành hoặc quét bản giấy.",
    ReasonCode.REGISTER_DISAGREES: "Sổ đăng ký ghi khác giấy tờ. Hãy xem ảnh và giữ đúng theo giấy tờ; nếu máy đọc sai thì sửa, nếu sổ sai thì duyệt.",
    ReasonCode.SECOND_ENTRY: "Trường quan trọng, cần hai người nhập độc lập. Hãy để một người khác nhập lại theo ảnh rồi mới duyệt.",
    ReasonCode.SECOND_ENTRIES_DIFFER: "Hai người nhập khác nhau. Hãy so cả hai giá trị với ảnh rồi chọn giá trị đúng.",
    ReasonCode.SIGNER_WRONG_FIELD: "Người ký trả lại: có trường chưa đúng. Hãy so lại từng trường với ảnh rồi duyệt.",
    ReasonCode.SIGNER_WRONG_TYPE: "Người ký trả lại: loại giấy tờ chưa đúng. Hãy xem trang đầu và chọn lại loại.",
    ReasonCode.SIGNER_BAD_COPY: "Người ký trả lại: bản chụp chưa đúng như giấy tờ (mờ, thiếu, thừa hoặc sai thứ tự trang). Hãy xếp lại trang hoặc yêu cầu quét lại.",
    ReasonCode.NOTED_PAGE: "Trang này và trang ngay trước là hai ảnh gần như của cùng một trang, chỉ khác một vùng (có thể do giấy ghi chú dán). Cả hai ảnh đều được giữ. Hãy xem và duyệt nếu đúng; nếu quét nhầm thì loại và quét lại.",
    ReasonCode.PAGE_TWICE: "Trang này và trang ngay trước là hai ảnh của cùng một trang. Cả hai ảnh đều được giữ. Hãy kiểm tra có quét trùng hoặc sót trang không.",
    ReasonCode.PAGE_COUNT: "Số trang của tệp khác số trang đã khai. Hãy đếm lại giấy tờ và quét lại nếu thiếu hoặc thừa trang.",
    ReasonCode.SEVERAL_DOCUMENTS: "Có thể có nhiều văn bản trong tệp: từ trang này có thể là một văn bản khác. Hãy xem ảnh; nếu đúng thì tách từ trang này, nếu chỉ là một văn bản thì duyệt.",
    ReasonCode.OTHER_THAN_DECLARED: "Loại giấy tờ đọc được khác với loại đã khai hoặc ghi trên tờ bìa. Hãy xem trang đầu rồi chọn đúng loại.",
    ReasonCode.REPAIRED: "Tệp bị hỏng cấu trúc và đã được sửa để mở. Hãy kiểm tra đủ trang, đúng nội dung trước khi duyệt.",
}


def sentence_of(code: str) -> str:
    """What a person should do about a reason; raises `ValueError` for a code that does not exist."""
    return _SENTENCES[ReasonCode(code)]


def explain(reason: Reason, *, field_title: str = "") -> str:
    """The sentence with the page (from 1) and the field it is about in front."""
    place = f"Trang {reason.page_index + 1}" if reason.page_index is not None else ""
    about = ", ".join(part for part in (place, field_title or (reason.field_key or "")) if part)
    return f"{about}: {sentence_of(reason.code)}" if about else sentence_of(reason.code)
