"""Closed sets as people read them, in Vietnamese; the templates translate."""

from digitize.access import Role
from digitize.model import FieldSource
from digitize.rows import LinkState, Priority
from digitize.status import DocumentStatus
from workers.observing import Stage

ROLES = {
    Role.STATION: "Trạm quét",
    Role.COUNTER_OFFICER: "Cán bộ một cửa",
    Role.CHECKER: "Người kiểm tra",
    Role.SIGNER: "Người ký số",
    Role.AGENCY_MANAGER: "Lãnh đạo đơn vị",
    Role.OPERATOR: "Quản trị hệ thống",
    Role.CITIZEN: "Công dân",
    Role.SYSTEM: "Hệ thống khác",
}
STATUSES = {
    DocumentStatus.RECEIVED: "đã nhận",
    DocumentStatus.SEPARATED: "đã tách",
    DocumentStatus.READ: "đã đọc",
    DocumentStatus.DESCRIBED: "đã bóc tách",
    DocumentStatus.NEEDS_CHECK: "chờ kiểm tra",
    DocumentStatus.CHECKED: "đã kiểm tra",
    DocumentStatus.TO_SIGN: "chờ người ký",
    DocumentStatus.SEALED: "đã ký số",
    DocumentStatus.FILED: "đã vào kho",
    DocumentStatus.REJECTED: "bị từ chối",
}
PRIORITIES = {Priority.COUNTER: "Tệp của quầy", Priority.BACKFILL: "Tệp hồ sơ cũ"}
DEPENDENCIES = {"catalogue": "Cơ sở dữ liệu", "store": "Kho tệp", "broker": "Bộ chia việc"}
HOW = {
    FieldSource.LABEL: "theo nhãn in trên giấy",
    FieldSource.LAYOUT: "theo vị trí trên mẫu",
    FieldSource.PATTERN: "theo dạng của giá trị",
    FieldSource.BARCODE: "từ mã QR hoặc mã vạch",
    FieldSource.MACHINE_LINES: "từ dòng máy đọc có số kiểm tra",
    FieldSource.PERSON: "do người kiểm tra nhập",
}
LINKS = {
    LinkState.PROPOSED: "máy đề nghị",
    LinkState.LINKED: "đã nối",
    LinkState.REFUSED: "không phải một người",
    LinkState.UNLINKED: "đã gỡ nối",
}
STAGES = {
    Stage.READ_PAGE: "đọc trang",
    Stage.ARCHIVE: "lập bản lưu",
    Stage.DESCRIBE: "bóc tách",
    Stage.SEAL: "ký số",
    Stage.FILE: "đưa vào kho",
}
"""Those at which work can stop and be tried again."""
FAULTS = {
    "status": "Máy chủ bên kia trả lời là không nhận:",
    "refused": "Địa chỉ này không được phép gọi tới.",
    "timeout": "Máy chủ bên kia không trả lời kịp.",
    "tls": "Chứng thư của máy chủ bên kia không đúng.",
    "line": "Không nối được với máy chủ bên kia.",
}
NAMES = {
    "link": LINKS,
    "how": HOW,
    "role": ROLES,
    "stage": STAGES,
    "status": STATUSES,
    "priority": PRIORITIES,
    "dependency": DEPENDENCIES,
    "fault": FAULTS,
}
