"""Every indicator as data; the function of each, what a fact adds to numerator and denominator, is in `counting.py`.

4.x are those of QĐ 766/QĐ-TTg, group "Số hóa hồ sơ" (domain.md 7.1), with the metric codes of the national portal; the others
are this house's own (domain.md 7.2). All are counted in the same window: dossiers received, papers filed in the period.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from digitize.indicators import counting
from digitize.indicators.counting import Count
from digitize.indicators.facts import DossierFacts, PaperFacts, ProcedureFacts


class Code(StrEnum):
    """Stable names; the first seven are the portal's metric codes."""

    ORIGINAL_RESULT_AVAILABLE = "ORIGINAL_RESULT_AVAILABLE"
    SO_HOA_GIAY_TO_GIAI_QUYET = "SO_HOA_GIAY_TO_GIAI_QUYET"
    ELECTRONIC_CERTIFIED_COPY = "ELECTRONIC_CERTIFIED_COPY"
    REUSED_DIGITIZED_DATA = "REUSED_DIGITIZED_DATA"
    SYNCED_WITH_DVCQG_PERSONAL_STORAGE = "SYNCED_WITH_DVCQG_PERSONAL_STORAGE"
    CITIZEN_DATA_CONNECTED_FORMALITY = "CITIZEN_DATA_CONNECTED_FORMALITY"
    CITIZEN_DATA_CONNECTED_DOSSIER = "CITIZEN_DATA_CONNECTED_DOSSIER"
    DIGITISED_AT_RECEPTION = "digitised_at_reception"
    MANDATORY_PAPERS_DIGITISED = "mandatory_papers_digitised"
    RESULTS_DIGITISED = "results_digitised"
    ELECTRONIC_RESULTS = "electronic_results"
    DOSSIERS_REUSING = "dossiers_reusing"
    PAPERS_REUSED = "papers_reused"
    NOT_ASKED_AGAIN = "not_asked_again"
    VALID_SIGNATURES = "valid_signatures"
    FIELDS_UNCHANGED = "fields_unchanged"
    READING_ACCURACY = "reading_accuracy"
    SECONDS_TO_FILING = "seconds_to_filing"
    RESULTS_SYNCED = "results_synced"
    ON_TIME = "on_time"
    LATE = "late"


class Unit(StrEnum):
    """What numerator and denominator count."""

    DOSSIER = "dossier"
    COMPONENT = "component"
    RESULT = "result"
    PAPER = "paper"
    FIELD = "field"
    CHARACTER = "character"
    SECOND = "second"  # the numerator is the sum of all; what is told is their median
    PROCEDURE = "procedure"


class Points(StrEnum):
    """How a ratio becomes points."""

    FULL_AT_ALL = "full_at_all"  # max x r / 100
    FULL_AT_THRESHOLD = (
        "full_at_threshold"  # all of them from the threshold on, max x r / threshold below it
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    code: Code
    title: str
    numerator: str
    """What the numerator counts, as a sentence for people."""
    denominator: str
    unit: Unit = Unit.DOSSIER
    number: str = ""
    """Of QĐ 766/QĐ-TTg; empty for our own."""
    max_points: int = 0
    """0 where none are given."""
    points: Points = Points.FULL_AT_ALL
    of_dossier: Callable[[DossierFacts], Count] | None = None
    of_paper: Callable[[PaperFacts], Count] | None = None
    of_procedure: Callable[[ProcedureFacts], Count] | None = None

    @property
    def is_sum(self) -> bool:
        """Parts by agency, procedure or month add up to the whole; procedures do not, since several parts have the same one."""
        return self.unit is not Unit.PROCEDURE

    @property
    def is_less_better(self) -> bool:
        return self.code in {Code.LATE, Code.SECONDS_TO_FILING}


_ALL = (
    Indicator(
        code=Code.ORIGINAL_RESULT_AVAILABLE,
        number="4.1",
        title="Tỷ lệ hồ sơ cấp kết quả giải quyết thủ tục hành chính điện tử",
        numerator="hồ sơ có liên kết hoặc tệp của kết quả điện tử",
        denominator="hồ sơ của thủ tục có kết quả giấy, tiếp nhận trong kỳ",
        max_points=6,
        of_dossier=counting.electronic_result,
    ),
    Indicator(
        code=Code.SO_HOA_GIAY_TO_GIAI_QUYET,
        number="4.2",
        title="Tỷ lệ hồ sơ được số hóa hồ sơ, kết quả giải quyết",
        numerator="hồ sơ có ít nhất một tệp thành phần và có kết quả điện tử nếu thủ tục có kết quả",
        denominator="hồ sơ tiếp nhận trong kỳ",
        max_points=4,
        points=Points.FULL_AT_THRESHOLD,
        of_dossier=counting.digitised,
    ),
    Indicator(
        code=Code.ELECTRONIC_CERTIFIED_COPY,
        number="4.2",
        title="Tỷ lệ thủ tục có bản sao chứng thực điện tử",
        numerator="thủ tục có bản sao chứng thực điện tử",
        denominator="thủ tục có hồ sơ tiếp nhận trong kỳ",
        unit=Unit.PROCEDURE,
        max_points=2,
        of_procedure=counting.certified_copies,
    ),
    Indicator(
        code=Code.REUSED_DIGITIZED_DATA,
        number="4.3",
        title="Tỷ lệ hồ sơ khai thác, sử dụng lại dữ liệu số hóa",
        numerator="hồ sơ có ít nhất một thành phần được tái sử dụng",
        denominator="hồ sơ tiếp nhận trong kỳ",
        max_points=2,
        points=Points.FULL_AT_THRESHOLD,
        of_dossier=counting.reused,
    ),
    Indicator(
        code=Code.SYNCED_WITH_DVCQG_PERSONAL_STORAGE,
        number="4.4",
        title="Tỷ lệ hồ sơ đồng bộ với kho của cá nhân trên Cổng Dịch vụ công quốc gia",
        numerator="hồ sơ có tệp lấy từ kho hoặc có liên kết kết quả điện tử đã đồng bộ",
        denominator="hồ sơ tiếp nhận trong kỳ",
        max_points=4,
        of_dossier=counting.synced,
    ),
    Indicator(
        code=Code.CITIZEN_DATA_CONNECTED_FORMALITY,
        number="4.5a",
        title="Tỷ lệ thủ tục kết nối dữ liệu dân cư",
        numerator="thủ tục đã kết nối",
        denominator="thủ tục cho cá nhân có hồ sơ tiếp nhận trong kỳ",
        unit=Unit.PROCEDURE,
        max_points=2,
        of_procedure=counting.procedure_connected,
    ),
    Indicator(
        code=Code.CITIZEN_DATA_CONNECTED_DOSSIER,
        number="4.5b",
        title="Tỷ lệ hồ sơ kết nối dữ liệu dân cư",
        numerator="hồ sơ của tài khoản đã xác thực với VNeID hoặc có mã cơ sở dữ liệu",
        denominator="hồ sơ tiếp nhận trong kỳ",
        max_points=2,
        of_dossier=counting.citizen_connected,
    ),
    Indicator(
        code=Code.DIGITISED_AT_RECEPTION,
        title="Tỷ lệ số hóa hồ sơ khi tiếp nhận",
        numerator="hồ sơ đã số hóa đủ mọi thành phần bắt buộc",
        denominator="hồ sơ nộp trực tiếp hoặc qua bưu chính, có thành phần bắt buộc",
        of_dossier=counting.digitised_at_reception,
    ),
    Indicator(
        code=Code.MANDATORY_PAPERS_DIGITISED,
        title="Tỷ lệ số hóa giấy tờ bắt buộc",
        numerator="giấy tờ bắt buộc đã số hóa",
        denominator="giấy tờ bắt buộc trong hồ sơ tiếp nhận",
        unit=Unit.COMPONENT,
        of_dossier=counting.mandatory_digitised,
    ),
    Indicator(
        code=Code.RESULTS_DIGITISED,
        title="Tỷ lệ số hóa kết quả giải quyết",
        numerator="kết quả còn hiệu lực có bản điện tử đã ký trong kho",
        denominator="kết quả đã cấp của hồ sơ tiếp nhận trong kỳ",
        unit=Unit.RESULT,
        of_dossier=counting.results_digitised,
    ),
    Indicator(
        code=Code.ELECTRONIC_RESULTS,
        title="Tỷ lệ cấp kết quả điện tử",
        numerator="hồ sơ có liên kết hoặc tệp của kết quả điện tử",
        denominator="hồ sơ của thủ tục có kết quả giấy, tiếp nhận trong kỳ",
        of_dossier=counting.electronic_result,
    ),
    Indicator(
        code=Code.DOSSIERS_REUSING,
        title="Tỷ lệ hồ sơ có tái sử dụng",
        numerator="hồ sơ có ít nhất một thành phần được tái sử dụng",
        denominator="hồ sơ tiếp nhận trong kỳ",
        of_dossier=counting.reused,
    ),
    Indicator(
        code=Code.PAPERS_REUSED,
        title="Tỷ lệ giấy tờ được tái sử dụng",
        numerator="giấy tờ được tái sử dụng",
        denominator="giấy tờ mà hồ sơ cần có",
        unit=Unit.COMPONENT,
        of_dossier=counting.components_reused,
    ),
    Indicator(
        code=Code.NOT_ASKED_AGAIN,
        title="Tỷ lệ không yêu cầu lại giấy tờ đã số hóa",
        numerator="hồ sơ không bị yêu cầu lại giấy tờ nào đã có trong kho",
        denominator="hồ sơ của chủ sở hữu đã có giấy tờ trong kho",
        of_dossier=counting.not_asked_again,
    ),
    Indicator(
        code=Code.VALID_SIGNATURES,
        title="Tỷ lệ có ký số hợp lệ",
        numerator="giấy tờ có mọi chữ ký hợp lệ",
        denominator="giấy tờ vào kho trong kỳ",
        unit=Unit.PAPER,
        of_paper=counting.signed,
    ),
    Indicator(
        code=Code.FIELDS_UNCHANGED,
        title="Tỷ lệ bóc tách tự động không phải sửa",
        numerator="giá trị máy bóc tách được giữ nguyên",
        denominator="giá trị máy bóc tách trong giấy tờ vào kho",
        unit=Unit.FIELD,
        of_paper=counting.unchanged,
    ),
    Indicator(
        code=Code.READING_ACCURACY,
        title="Độ chính xác nhận dạng chữ",
        numerator="ký tự máy đọc đúng",
        denominator="ký tự của các giá trị người kiểm tra đã đối chiếu",
        unit=Unit.CHARACTER,
        of_paper=counting.read_right,
    ),
    Indicator(
        code=Code.SECONDS_TO_FILING,
        title="Thời gian số hóa (trung vị)",
        numerator="tổng số giây từ khi nhận tệp quét đến khi vào kho",
        denominator="giấy tờ vào kho trong kỳ",
        unit=Unit.SECOND,
        of_paper=counting.seconds,
    ),
    Indicator(
        code=Code.RESULTS_SYNCED,
        title="Tỷ lệ đồng bộ kết quả với kho quốc gia",
        numerator="kết quả điện tử đã có liên kết đồng bộ",
        denominator="kết quả điện tử cần đồng bộ",
        unit=Unit.RESULT,
        of_dossier=counting.results_synced,
    ),
    Indicator(
        code=Code.ON_TIME,
        title="Tỷ lệ hồ sơ đúng hạn",
        numerator="hồ sơ có kết quả trước hoặc trong ngày hẹn trả",
        denominator="hồ sơ có ngày hẹn trả, đã xong hoặc đã quá hẹn",
        of_dossier=counting.on_time,
    ),
    Indicator(
        code=Code.LATE,
        title="Tỷ lệ hồ sơ trễ hạn",
        numerator="hồ sơ có kết quả sau ngày hẹn trả, hoặc quá hẹn chưa có",
        denominator="hồ sơ có ngày hẹn trả, đã xong hoặc đã quá hẹn",
        of_dossier=counting.late,
    ),
)
INDICATORS: Mapping[Code, Indicator] = {one.code: one for one in _ALL}
"""In the order of the report."""
