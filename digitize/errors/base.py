"""The root of the error tree: a stable code, a Vietnamese sentence, whether to try again.

Every other module of the package has one room's errors and imports from here.
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
