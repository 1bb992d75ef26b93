"""What people teach: a correction that breaks a rule, too few approved papers to learn from."""

from digitize.errors.base import DigitizeError


class BadCorrection(DigitizeError):
    """Giá trị sửa không hợp lệ với trường này. Hãy kiểm tra lại so với giấy tờ."""

    code = "bad_correction"


class TooFewExamples(DigitizeError):
    """Chưa đủ giấy tờ đã kiểm tra để huấn luyện: cần ít nhất hai loại, mỗi loại ba giấy tờ. Hãy duyệt thêm rồi chạy lại."""

    code = "too_few_examples"
