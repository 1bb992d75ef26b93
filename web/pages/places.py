"""Where people go from every page, in the order of a paper's way; each shows to whoever has its right."""

from digitize.access import Right
from web.pages.rendering import Place

PLACES = (
    Place(address="/batches", title="Lô quét", right=Right.SEE_BATCHES),
    Place(address="/check", title="Kiểm tra", right=Right.CHECK),
    Place(address="/signing", title="Ký số", right=Right.SEAL),
    Place(address="/records", title="Tra cứu", right=Right.FIND),
    Place(address="/reuse", title="Dùng lại giấy tờ", right=Right.REUSE),
    Place(address="/complaints", title="Báo sai sót", right=Right.ANSWER_OWNERS),
    Place(address="/own-papers", title="Giấy tờ của tôi", right=Right.OWN_RECORDS),
    Place(address="/own-grants", title="Tôi cho phép", right=Right.OWN_RECORDS),
    Place(address="/own-complaints", title="Tôi báo sai", right=Right.OWN_RECORDS),
    Place(address="/owners", title="Chủ giấy tờ", right=Right.KEEP_OWNERS),
    Place(address="/paper-links", title="Giấy tờ nói về nhau", right=Right.KEEP_OWNERS),
    Place(address="/own-data", title="Dữ liệu của tôi", right=Right.OWN_RECORDS),
    Place(address="/demands", title="Yêu cầu về dữ liệu", right=Right.TELL_PERSON),
    Place(address="/disposals", title="Hủy giấy tờ", right=Right.DISPOSE),
    Place(address="/persons", title="Dữ liệu về một người", right=Right.TELL_PERSON),
    Place(address="/operate", title="Vận hành", right=Right.OPERATE),
    Place(address="/reports", title="Chỉ tiêu", right=Right.SEE_FIGURES),
    Place(address="/accounts", title="Tài khoản", right=Right.KEEP_ACCOUNTS),
)
