"""The tables, for queries: columns by name and type, a module a subject. Migrations make them; a test proves both are the same."""

from storage.schema.columns import UtcTime, metadata, utc_text
from storage.schema.desk import (
    accounts,
    api_answers,
    desk_claims,
    drafts,
    rescans,
    second_entries,
    sessions,
    sign_in_failures,
    waiting,
)
from storage.schema.exchange import (
    deliveries,
    dossier_components,
    dossier_results,
    dossiers,
    followers,
    system_keys,
    webhooks,
)
from storage.schema.life import lives, paper_links
from storage.schema.owners import (
    linked_numbers,
    number_link_steps,
    number_links,
    record_owners,
    result_codes,
    result_counters,
)
from storage.schema.papers import (
    arrivals,
    batches,
    covers,
    documents,
    import_rows,
    pages,
    record_texts,
    records,
    scans,
    stations,
)
from storage.schema.privacy import demands, disposal_list_papers, disposal_lists, purposes
from storage.schema.proof import proof_codes
from storage.schema.reporting import published_figures
from storage.schema.reuse import complaints, grants, hand_overs, looks
from storage.schema.upkeep import disposals, fixity, holds, ledger, ledger_head, work

HEAD_REVISION = "0017"

__all__ = [
    "HEAD_REVISION",
    "UtcTime",
    "accounts",
    "api_answers",
    "arrivals",
    "batches",
    "complaints",
    "covers",
    "deliveries",
    "demands",
    "desk_claims",
    "disposal_list_papers",
    "disposal_lists",
    "disposals",
    "documents",
    "dossier_components",
    "dossier_results",
    "dossiers",
    "drafts",
    "fixity",
    "followers",
    "grants",
    "hand_overs",
    "holds",
    "import_rows",
    "ledger",
    "ledger_head",
    "linked_numbers",
    "lives",
    "looks",
    "metadata",
    "number_link_steps",
    "number_links",
    "pages",
    "paper_links",
    "proof_codes",
    "published_figures",
    "purposes",
    "record_owners",
    "record_texts",
    "records",
    "rescans",
    "result_codes",
    "result_counters",
    "scans",
    "second_entries",
    "sessions",
    "sign_in_failures",
    "stations",
    "system_keys",
    "utc_text",
    "waiting",
    "webhooks",
    "work",
]
