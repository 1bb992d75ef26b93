"""Every bound of the system, by name and with its reason; entry points may lower them, nothing raises them silently."""

# ---- what a single file may be ----------------------------------------------------------------
MAX_FILE_BYTES = (
    2 * 1024**3
)  # a 500-page colour scan at 600 dpi stays below; larger is a disk image or an attack
MAX_PAGES_PER_SCAN = (
    2_000  # a bound project file has ~400 pages; 2,000 is an ADF's day, more is a mistake
)
MAX_PIXELS_PER_PAGE = (
    160_000_000  # A0 at 300 dpi is 139 million; one byte a pixel must fit a child's memory
)
MAX_PIXEL_SIDE = 30_000  # libjpeg and OpenCV fail beyond 65,500; no scanner makes half of it

# ---- what a child process may use -------------------------------------------------------------
CHILD_MEMORY_BYTES = (
    2 * 1024**3
)  # address space; an A4 colour page at 600 dpi needs under 600 MB of it
CHILD_PAGE_SECONDS = 120.0  # wall time a page; the slowest real page took 9 s
CHILD_DOCUMENT_SECONDS = 300.0  # wall time to assemble or seal one document
CHILD_CPU_SECONDS = 3_600  # a child is replaced after this much CPU, so that slow leaks end
PAGE_ATTEMPTS = 2  # a page that ended its child twice in one run is marked unreadable
PAGE_STARTS = (
    20  # a page begun this often over all runs ends the machine itself, not only its child
)

# ---- pages --------------------------------------------------------------------------------------
RENDER_DPI = 300  # vector pages are rendered at this (CV 7197/BKHCN-CĐSQG asks 300 dpi of a master)
RENDER_WINDOW_PAGES = 8  # poppler renders this many pages a launch; a window bounds memory
MIN_COPY_DPI = 200  # NĐ 30/2020 PL I part II: a scan for an electronic copy is at least 200 dpi
DPI_TOLERANCE = 0.05  # 200 dpi scanners deliver 196-204

# ---- text ---------------------------------------------------------------------------------------
MAX_WORDS_PER_PAGE = 20_000  # a dense A3 table has ~4,000; more is noise
MAX_FIELD_CHARS = 2_000  # longest subject seen: 330 characters
