"""Where people go from every page, in the order of a paper's way; each shows to whoever has its right."""

from digitize.access import Right
from web.pages.rendering import Place

PLACES = (
    Place(address="/batches", title="Lô quét", right=Right.SEE_BATCHES),
    Place(address="/check", title="Kiểm tra", right=Right.CHECK),
    Place(address="/records", title="Tra cứu", right=Right.FIND),
    Place(address="/operate", title="Vận hành", right=Right.OPERATE),
    Place(address="/accounts", title="Tài khoản", right=Right.KEEP_ACCOUNTS),
)
