"""People who sign in: what is refused, and why, without telling a stranger who has an account."""

from digitize.errors.base import DigitizeError
from digitize.errors.warehouse import NotFound


class NotSignedIn(DigitizeError):
    """Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập lại; những gì đã nhập trên trang này vẫn còn."""

    code = "not_signed_in"


class SignInRefused(DigitizeError):
    """Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng. Hãy nhập lại; nếu quên mật khẩu, hãy báo người quản lý tài khoản."""

    code = "sign_in_refused"


class SecondFactorNeeded(DigitizeError):
    """Hãy nhập mã 6 số trong ứng dụng xác thực trên điện thoại của bạn."""

    code = "second_factor_needed"


class TooManyAttempts(DigitizeError):
    """Có quá nhiều lần thử. Hãy chờ một lát rồi thử lại."""

    code = "too_many_attempts"
    retry = True


class VoucherUnavailable(DigitizeError):
    """Không liên lạc được với hệ thống đăng nhập chung. Hãy thử lại sau ít phút; nếu lặp lại, hãy báo người vận hành."""

    code = "voucher_unavailable"
    retry = True


class PasswordTooWeak(DigitizeError):
    """Mật khẩu mới chưa đủ mạnh. Hãy dùng ít nhất 12 ký tự, khác mật khẩu cũ và không chứa tên đăng nhập."""

    code = "password_too_weak"


class PasswordMustChange(DigitizeError):
    """Đây là mật khẩu cấp lần đầu. Hãy đổi mật khẩu trước khi làm việc."""

    code = "password_must_change"


class NotAllowed(DigitizeError):
    """Tài khoản của bạn không có quyền làm việc này. Nếu cần, hãy báo người quản lý tài khoản của đơn vị."""

    code = "not_allowed"


class RequestForged(DigitizeError):
    """Yêu cầu không đến từ trang của phần mềm. Hãy tải lại trang rồi làm lại."""

    code = "request_forged"


class AccountTaken(DigitizeError):
    """Tên đăng nhập này đã có. Hãy chọn tên khác."""

    code = "account_taken"


class NoSuchAccount(NotFound):
    """Không có tài khoản này. Hãy xem lại danh sách tài khoản."""

    code = "no_such_account"
