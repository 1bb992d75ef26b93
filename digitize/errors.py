"""The one error tree: every failure has a stable code, says whether to try again, and speaks Vietnamese.

An outsider sees `code` (stable, machine readable) and `message` (a sentence that says what to do next).
The entry points map classes to exit codes and HTTP statuses, one table each; nothing else interprets errors.
A bad page is data (see `PageOutcome`), not an exception.
"""

from typing import ClassVar


class DigitizeError(Exception):
    """Lỗi chưa phân loại. Hãy báo cho người vận hành kèm mã lỗi này."""

    code: ClassVar[str] = "error"
    retry: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """`detail` is for the log (ids, sizes, a library's words), never a person's data."""
        super().__init__(detail)
        self.detail = detail

    @property
    def message(self) -> str:
        """The sentence for the person at the counter: the first line of the class docstring."""
        return message_of(type(self))


def message_of(error: type[DigitizeError]) -> str:
    """The Vietnamese sentence of an error class; its docstring is its message."""
    return " ".join((error.__doc__ or "").split())


def error_of_code(code: str) -> DigitizeError:
    """The error that a stored code stands for; `DigitizeError` itself for a code of another version."""
    pending = [DigitizeError]
    while pending:
        error = pending.pop()
        if error.code == code:
            return error()
        pending.extend(error.__subclasses__())
    return DigitizeError(code)


# ---- the file that came in ------------------------------------------------------------------


class BadInput(DigitizeError):
    """Tệp không dùng được. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "bad_input"

    def __init__(self, detail: str = "", *, page_count: int = 0) -> None:
        """`page_count`: pages of the file as far as they could be counted; they are accounted for as rejected."""
        super().__init__(detail)
        self.page_count = page_count


class EmptyFile(BadInput):
    """Tệp rỗng, không có dữ liệu. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "empty_file"


class UnknownFormat(BadInput):
    """Nội dung tệp không phải PDF, TIFF, JPEG hay PNG. Hãy quét giấy tờ ra một trong các định dạng đó."""

    code = "unknown_format"


class DamagedFile(BadInput):
    """Tệp bị hỏng hoặc bị cắt ngang nên không mở được. Hãy quét lại hoặc gửi lại tệp đầy đủ."""

    code = "damaged_file"


class EncryptedFile(BadInput):
    """Tệp PDF đặt mật khẩu mở. Hãy gỡ mật khẩu rồi gửi lại."""

    code = "encrypted_file"


class NoPages(BadInput):
    """Tệp không có trang nào. Hãy quét lại giấy tờ và gửi tệp mới."""

    code = "no_pages"


class TooManyPages(BadInput):
    """Tệp có quá nhiều trang cho một lần quét. Hãy tách thành các tệp nhỏ hơn rồi gửi lại."""

    code = "too_many_pages"


class TooManyPixels(BadInput):
    """Ảnh có kích thước quá lớn, vượt giới hạn an toàn. Hãy quét lại ở 200-300 dpi."""

    code = "too_many_pixels"


class TooManyBytes(BadInput):
    """Tệp có dung lượng quá lớn, vượt giới hạn cho một lần quét. Hãy tách nhỏ hoặc quét lại ở 200-300 dpi."""

    code = "too_many_bytes"


class DynamicForm(BadInput):
    """Tệp PDF là biểu mẫu động (XFA), không có trang giấy để đọc. Hãy in ra rồi quét, hoặc lưu thành PDF thường."""

    code = "dynamic_form"


class Portfolio(BadInput):
    """Tệp PDF là một bộ sưu tập tệp đính kèm. Hãy gửi riêng từng tệp bên trong."""

    code = "portfolio"


class InfectedFile(BadInput):
    """Tệp có chứa mã độc nên đã bị cách ly, không mở. Hãy quét lại giấy tờ gốc; nếu tệp do người khác gửi, hãy báo bộ phận công nghệ thông tin."""

    code = "infected_file"


class SecretPaper(BadInput):
    """Giấy tờ có dấu độ mật (MẬT, TỐI MẬT, TUYỆT MẬT): không được số hóa. Đã dừng lại và cách ly; hãy xử lý theo quy định bảo vệ bí mật nhà nước."""

    code = "secret_paper"


class UnusableName(BadInput):
    """Tên tệp có ký tự không dùng được. Hãy đổi tên tệp."""

    code = "unusable_name"


class VirusScannerUnavailable(DigitizeError):
    """Chưa nhận được tệp vì chương trình quét mã độc không trả lời. Hãy thử lại sau ít phút; tệp nguồn chưa bị xóa."""

    code = "virus_scanner_unavailable"
    retry = True


class SourceUnreadable(DigitizeError):
    """Không đọc được tệp nguồn. Hãy kiểm tra đường dẫn và quyền truy cập rồi thử lại."""

    code = "source_unreadable"
    retry = True


class SourceVanished(SourceUnreadable):
    """Tệp biến mất trong lúc đang đọc. Hãy gửi lại tệp."""

    code = "source_vanished"


class SourceChanged(SourceUnreadable):
    """Tệp bị thay đổi trong lúc đang đọc. Hãy chờ máy quét ghi xong rồi gửi lại."""

    code = "source_changed"


# ---- what we work with -----------------------------------------------------------------------


class StoreUnavailable(DigitizeError):
    """Kho lưu trữ tạm thời không dùng được. Hãy thử lại sau ít phút; tệp nguồn chưa bị xóa."""

    code = "store_unavailable"
    retry = True


class StoreFull(StoreUnavailable):
    """Kho lưu trữ đã đầy. Hãy báo người vận hành thêm dung lượng rồi thử lại; tệp nguồn chưa bị xóa."""

    code = "store_full"


class StoreReadOnly(StoreUnavailable):
    """Kho lưu trữ chỉ cho đọc. Hãy báo người vận hành kiểm tra quyền ghi rồi thử lại; tệp nguồn chưa bị xóa."""

    code = "store_read_only"


class StoreCorrupt(DigitizeError):
    """Dữ liệu đọc lại từ kho không khớp mã băm. Hãy dừng và báo người vận hành kiểm tra thiết bị lưu trữ."""

    code = "store_corrupt"


class NotInStore(DigitizeError):
    """Không tìm thấy dữ liệu trong kho. Hãy chạy `digitize audit` để kiểm tra."""

    code = "not_in_store"


class WarehouseBusy(DigitizeError):
    """Một tiến trình khác đang làm việc với kho này. Hãy chờ nó xong rồi thử lại."""

    code = "warehouse_busy"
    retry = True


class NotFound(DigitizeError):
    """Không có giấy tờ hay hồ sơ lưu mang mã này. Hãy tìm lại bằng `digitize find`."""

    code = "not_found"


class IllegalMove(DigitizeError):
    """Trạng thái của giấy tờ không cho phép thao tác này. Hãy xem lại bằng `digitize show`."""

    code = "illegal_move"


class LostRace(DigitizeError):
    """Giấy tờ vừa được người hoặc tiến trình khác thay đổi. Hãy xem lại rồi làm lại thao tác."""

    code = "lost_race"
    retry = True


class LedgerMismatch(DigitizeError):
    """Sổ cái không khớp: chuỗi băm bị đứt hoặc dữ liệu đã bị sửa. Hãy dừng và báo người vận hành."""

    code = "ledger_mismatch"


class ChildFailed(DigitizeError):
    """Tiến trình xử lý bị dừng đột ngột. Trang gây lỗi đã được đánh dấu; hãy xem lại trang đó."""

    code = "child_failed"
    retry = True


class ChildTimedOut(ChildFailed):
    """Trang xử lý quá lâu nên đã bị dừng. Trang gây lỗi đã được đánh dấu; hãy quét lại trang đó."""

    code = "child_timed_out"


class ChildNotStarted(DigitizeError):
    """Chưa khởi động được tiến trình xử lý. Hệ thống sẽ tự thử lại; nếu lặp lại nhiều lần, hãy báo người vận hành."""

    # Not a `ChildFailed`: whatever it was to do is not to blame.
    code = "child_not_started"
    retry = True


class Interrupted(DigitizeError):
    """Đã dừng theo yêu cầu. Chạy lại cùng lệnh để làm tiếp phần còn lại."""

    code = "interrupted"
    retry = True


class UnexpectedInChild(DigitizeError):
    """Lỗi ngoài dự kiến trong tiến trình xử lý. Hãy báo cho người vận hành kèm nhật ký."""

    code = "unexpected"


class EngineFailed(DigitizeError):
    """Bộ nhận dạng chữ không chạy được. Hãy chạy `digitize doctor` để kiểm tra."""

    code = "engine_failed"


class MissingDependency(DigitizeError):
    """Thiếu chương trình hoặc dữ liệu cần thiết. Hãy chạy `digitize doctor` để biết thiếu gì."""

    code = "missing_dependency"


class BadConfiguration(DigitizeError):
    """Cấu hình không hợp lệ. Hãy sửa thiết lập được nêu rồi chạy lại."""

    code = "bad_configuration"


class NoWarehouse(BadConfiguration):
    """Chưa có kho ở thư mục này. Hãy kiểm tra `--warehouse`, hoặc chạy `digitize run` để tạo kho."""

    code = "no_warehouse"


class CannotWriteOutput(DigitizeError):
    """Không ghi được tệp kết quả. Hãy kiểm tra thư mục đích và quyền ghi rồi thử lại."""

    code = "cannot_write_output"


class BadCorrection(DigitizeError):
    """Giá trị sửa không hợp lệ với trường này. Hãy kiểm tra lại so với giấy tờ."""

    code = "bad_correction"


# ---- a register of old results and what it names ---------------------------------------------


class BadRegister(BadInput):
    """Không đọc được sổ đăng ký. Hãy lưu lại sổ thành tệp .xlsx hoặc CSV (UTF-8) rồi chạy lại."""

    code = "bad_register"


class BadMapping(BadInput):
    """Tệp ánh xạ cột không hợp lệ. Hãy sửa chỗ được nêu, hoặc xóa tệp rồi chạy lại với --dry-run để được gợi ý lại."""

    code = "bad_mapping"


class BadArchive(BadInput):
    """Tệp nén không an toàn hoặc bị hỏng nên không mở. Hãy giải nén bằng tay, kiểm tra rồi đặt các tệp vào thư mục."""

    code = "bad_archive"


class FileNotNamed(DigitizeError):
    """Dòng của sổ không ghi tên tệp. Hãy ghi tên tệp vào sổ rồi chạy lại."""

    code = "file_not_named"


class FileNotFound(DigitizeError):
    """Không có tệp nào mang tên ghi trong sổ. Hãy kiểm tra tên tệp và thư mục rồi chạy lại."""

    code = "file_not_found"


class FileAmbiguous(DigitizeError):
    """Nhiều tệp cùng mang tên ghi trong sổ. Hãy ghi rõ đường dẫn trong sổ rồi chạy lại."""

    code = "file_ambiguous"


class NotInRegister(DigitizeError):
    """Tệp có trong thư mục nhưng không có trong sổ. Hãy bổ sung vào sổ, hoặc bỏ tệp ra khỏi thư mục."""

    code = "not_in_register"


class BadSheet(DigitizeError):
    """Không in được tờ này. Mã hồ sơ, mã thủ tục, mã thành phần chỉ gồm tối đa 40 chữ không dấu, số và . _ -; thành phần phải có trong danh mục của thủ tục."""

    code = "bad_sheet"


# ---- what we made ----------------------------------------------------------------------------


class InvalidOutput(DigitizeError):
    """Tệp PDF tạo ra không đạt kiểm tra nên không được lưu. Hãy báo người vận hành."""

    code = "invalid_output"


class ArchiveProfileFailed(InvalidOutput):
    """Tệp PDF tạo ra không đạt chuẩn lưu trữ PDF/A-2b nên không được lưu. Hãy báo người vận hành."""

    code = "archive_profile_failed"


class CannotArchive(DigitizeError):
    """Giấy tờ có trang không đọc được nên không tạo được bản lưu đầy đủ. Hãy loại giấy tờ này và quét lại."""

    code = "cannot_archive"


class SealFailed(DigitizeError):
    """Không ký số được. Hãy kiểm tra chứng thư và dịch vụ dấu thời gian rồi thử lại."""

    code = "seal_failed"
    retry = True


# ---- stations and the server -----------------------------------------------------------------


class RequestInvalid(DigitizeError):
    """Yêu cầu gửi đến máy chủ không đúng quy cách. Hãy cập nhật phần mềm của trạm quét hoặc báo người vận hành."""

    code = "request_invalid"


class CannotListen(DigitizeError):
    """Không mở được cổng mạng cho máy chủ. Hãy chọn cổng khác (`--port`) hoặc dừng chương trình đang dùng cổng đó."""

    code = "cannot_listen"


class NoSuchAddress(DigitizeError):
    """Máy chủ không có địa chỉ này. Hãy kiểm tra địa chỉ máy chủ đã đặt ở trạm quét."""

    code = "no_such_address"


class UnexpectedInServer(DigitizeError):
    """Lỗi ngoài dự kiến ở máy chủ. Hãy thử lại sau; nếu lặp lại, hãy báo người vận hành."""

    code = "unexpected_in_server"
    retry = True


class RequestCutOff(DigitizeError):
    """Đường truyền đứt hoặc ngừng quá lâu. Phần đã nhận được giữ lại; hãy gửi tiếp từ chỗ dừng."""

    code = "request_cut_off"
    retry = True


class ProtocolUnsupported(DigitizeError):
    """Trạm quét dùng phiên bản giao thức tải tệp mà máy chủ không hỗ trợ. Hãy cập nhật phần mềm của trạm quét."""

    code = "protocol_unsupported"


class MediaTypeUnsupported(DigitizeError):
    """Kiểu nội dung của yêu cầu không được hỗ trợ. Hãy cập nhật phần mềm của trạm quét."""

    code = "media_type_unsupported"


class StationKeyRefused(DigitizeError):
    """Khóa của trạm quét không đúng hoặc đã bị thu hồi. Hãy báo người vận hành cấp khóa mới."""

    code = "station_key_refused"


class StationTaken(DigitizeError):
    """Mã trạm quét này đang được dùng. Hãy chọn mã khác, hoặc thu hồi khóa cũ trước."""

    code = "station_taken"


class NoSuchStation(NotFound):
    """Không có trạm quét mang mã này. Hãy xem lại bằng `digitize stations list`."""

    code = "no_such_station"


class NoSuchBatch(NotFound):
    """Không có lô quét mang mã này. Hãy mở lô mới rồi gửi lại; tệp nguồn chưa bị xóa."""

    code = "no_such_batch"


class NoSuchUpload(NotFound):
    """Không có lượt tải tệp mang mã này, hoặc đã hết hạn. Hãy gửi lại tệp từ đầu."""

    code = "no_such_upload"


class IdempotencyKeyReused(DigitizeError):
    """Khóa chống gửi trùng này đã dùng cho một lô quét khác. Hãy mở lô mới với khóa mới."""

    code = "idempotency_key_reused"


class BatchClosed(DigitizeError):
    """Lô quét đã đóng nên không nhận thêm tệp. Hãy mở lô mới cho tệp này."""

    code = "batch_closed"


class UploadIncomplete(DigitizeError):
    """Tệp chưa gửi xong nên chưa có biên nhận. Hãy gửi nốt phần còn lại."""

    code = "upload_incomplete"
    retry = True


class UploadBusy(DigitizeError):
    """Một yêu cầu khác đang gửi chính tệp này. Hãy chờ vài giây rồi thử lại."""

    code = "upload_busy"
    retry = True


class OffsetMismatch(DigitizeError):
    """Phần gửi không nối tiếp phần máy chủ đang giữ. Hãy hỏi lại vị trí rồi gửi tiếp từ đó."""

    code = "offset_mismatch"
    retry = True


class ChecksumMismatch(DigitizeError):
    """Dữ liệu nhận được không khớp mã băm đã báo, nên không được nhận. Hãy gửi lại; nếu lặp lại, hãy quét lại giấy tờ."""

    code = "checksum_mismatch"


class TooManyUploads(DigitizeError):
    """Trạm quét có quá nhiều tệp đang gửi dở. Hãy gửi xong các tệp đó trước."""

    code = "too_many_uploads"
    retry = True


# ---- the station and its line -----------------------------------------------------------------


class TooFewExamples(DigitizeError):
    """Chưa đủ giấy tờ đã kiểm tra để huấn luyện: cần ít nhất hai loại, mỗi loại ba giấy tờ. Hãy duyệt thêm rồi chạy lại."""

    code = "too_few_examples"


class StationBusy(DigitizeError):
    """Trạm quét đã chạy trên máy này với cùng thư mục đệm. Hãy xem trang của trạm, hoặc dừng trạm kia trước."""

    code = "station_busy"
    retry = True


class SpoolFull(StoreFull):
    """Ổ đĩa của trạm quét gần đầy nên tạm dừng nhận tệp mới; tệp vẫn nằm trong thư mục quét. Hãy giải phóng ổ đĩa hoặc nối lại mạng."""

    code = "spool_full"


class ServerUnreachable(DigitizeError):
    """Chưa nối được máy chủ. Trạm sẽ tự gửi lại; cứ tiếp tục quét, không cần gửi lại bằng tay."""

    code = "server_unreachable"
    retry = True


class ServerRefused(DigitizeError):
    """Máy chủ từ chối yêu cầu của trạm. Tệp vẫn được giữ; hãy báo người vận hành kèm mã lỗi này."""

    code = "server_refused"


class ReceiptMismatch(DigitizeError):
    """Biên nhận của máy chủ không khớp tệp đã gửi. Tệp nguồn được giữ nguyên; hãy báo người vận hành."""

    code = "receipt_mismatch"
