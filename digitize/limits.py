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
MIN_PAGE_PIXELS = 8  # a side of fewer holds no letter, and image stages need a neighbourhood
MAX_JPEG_SCANS = 100  # a progressive file has about 10; each is a walk over the whole picture
MAX_CONTENT_BYTES = (
    32 * 1024**2
)  # of a PDF page, unpacked; what a scan's page paints takes a few thousand
MAX_PIXEL_SIDE = 30_000  # libjpeg and OpenCV fail beyond 65,500; no scanner makes half of it

# ---- what a child process may use -------------------------------------------------------------
CHILD_MEMORY_BYTES = (
    2 * 1024**3
)  # address space; an A4 colour page at 600 dpi needs under 600 MB of it
CHILD_PAGE_SECONDS = 120.0  # wall time a page; the slowest real page took 9 s
CHILD_DOCUMENT_SECONDS = 300.0  # wall time to assemble or seal one document
CHILD_FILE_BYTES = (
    3 * 1024**3
)  # one file that it writes: the searchable copy of the largest scan fits
CHILD_OPEN_FILES = 256  # a page needs about 20
CHILD_PROCESSES = (
    256  # with threads; poppler and jbig2dec are one each, OpenBLAS has a thread a core
)
CHILD_NICENESS = 5  # decoding gives way to the process that it works for
CHILD_CPU_SECONDS = 3_600  # a child is replaced after this much CPU, so that slow leaks end
PAGE_ATTEMPTS = 2  # a page that ended its child twice in one run is marked unreadable
PAGE_STARTS = (
    20  # a page begun this often over all runs ends the machine itself, not only its child
)

# ---- pages --------------------------------------------------------------------------------------
RENDER_DPI = 300  # vector pages are rendered at this (CV 7197/BKHCN-CĐSQG asks 300 dpi of a master)
RENDER_SECONDS = 50  # a window of ordinary pages takes 15; two tries fit into `CHILD_PAGE_SECONDS`
RENDER_WINDOW_PAGES = 8  # poppler renders this many pages a launch; a window bounds memory
MIN_COPY_DPI = 200  # NĐ 30/2020 PL I part II: a scan for an electronic copy is at least 200 dpi
DPI_TOLERANCE = 0.05  # 200 dpi scanners deliver 196-204

# ---- text ---------------------------------------------------------------------------------------
MAX_WORDS_PER_PAGE = 20_000  # a dense A3 table has ~4,000; more is noise
MAX_FIELD_CHARS = 2_000  # longest subject seen: 330 characters

# ---- what a station may send ----------------------------------------------------------------------
MAX_HEADER_BYTES = 16 * 1024  # a name of 500 letters in base64 beside a key takes 3 KB
MAX_NAME_CHARS = 500  # file systems end at 255; longer is no file name
MAX_REQUEST_BYTES = 2 * 1024**2  # a batch of 2,000 files described in full takes 700 KB
MAX_FILES_PER_BATCH = 2_000  # a counter's batch has 1-30; a hot folder's day may have hundreds
MAX_OPEN_UPLOADS = 100  # a station sends one file at a time, a browser six
UPLOAD_KEPT_SECONDS = 7 * 24 * 3600.0  # a station may be without line over a long holiday
UPLOAD_IDLE_SECONDS = 60.0  # a line that gives no byte for this long is taken for cut
UPLOAD_STALE_SECONDS = 5.0  # after this much silence another request may go on with the upload
UPLOADS_INTO_CUSTODY = 4  # at the same time; more only make each other slower on one disk

# ---- lines to the servers of a cluster ------------------------------------------------------------
LINE_SILENCE_SECONDS = 15.0  # a line that acknowledges nothing for so long is cut; shorter, and a switch that restarts ends work
LINE_CONNECT_SECONDS = (
    5.0  # in one room an answer takes a millisecond; there may be another host to try
)

# ---- registers and archives of old results ------------------------------------------------------
MAX_REGISTER_BYTES = 256 * 1024**2  # a million rows of 250 bytes; a province's backlog of a decade
MAX_REGISTER_LINE = 1024**2  # characters; a row of a register is a line of a table, not a book
MAX_REGISTER_COLUMNS = 256  # the widest real register has ~40
MAX_ARCHIVE_FILES = 20_000  # a zip of a year's results of one office has ~5,000
MAX_ARCHIVE_INDEX_BYTES = 8 * 1024**2  # the list of that many names; it is read into memory
MAX_ARCHIVE_BYTES = 64 * 1024**3  # unpacked; one disk of a backlog
MAX_ARCHIVE_RATIO = 200  # scans hardly shrink; blank pages as raw TIFF shrink a hundredfold

# ---- what a stranger may bring ----------------------------------------------------------------------
MAX_PROOF_BYTES = (
    32 * 1024**2
)  # a sealed PDF of 30 colour pages, or a photograph; what is larger is verified at a command line
