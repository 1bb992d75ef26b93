CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE batches (
	id VARCHAR(128) NOT NULL, 
	agency TEXT NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	opened_at VARCHAR(32) NOT NULL, station VARCHAR(64) DEFAULT '' NOT NULL, priority INTEGER DEFAULT 0 NOT NULL, dossier_code VARCHAR(64) DEFAULT '' NOT NULL, procedure_code VARCHAR(64) DEFAULT '' NOT NULL, owner_kind VARCHAR(16), owner_number VARCHAR(64), owner_name TEXT, expected TEXT DEFAULT '[]' NOT NULL, closed_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE TABLE scans (
	id VARCHAR(64) NOT NULL, 
	batch_id VARCHAR(128) NOT NULL, 
	source TEXT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	page_count INTEGER NOT NULL, 
	traits TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	error_code VARCHAR(64), 
	received_at VARCHAR(32) NOT NULL, 
	receipted_at VARCHAR(32) NOT NULL, priority INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(batch_id) REFERENCES batches (id)
);
CREATE INDEX scans_by_batch ON scans (batch_id);
CREATE TABLE arrivals (
	scan_id VARCHAR(64) NOT NULL, 
	batch_id VARCHAR(128) NOT NULL, 
	source TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (scan_id, batch_id, source), 
	FOREIGN KEY(batch_id) REFERENCES batches (id), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE TABLE pages (
	scan_id VARCHAR(64) NOT NULL, 
	page_index INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	outcome VARCHAR(16), 
	document_id VARCHAR(32), 
	reading_sha256 VARCHAR(64), 
	attempts INTEGER NOT NULL, turned_degrees INTEGER, 
	PRIMARY KEY (scan_id, page_index), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE TABLE documents (
	id VARCHAR(32) NOT NULL, 
	scan_id VARCHAR(64) NOT NULL, 
	page_indexes TEXT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	description TEXT, 
	searchable_key TEXT, 
	searchable_sha256 VARCHAR(64), 
	sealed_key TEXT, 
	sealed_sha256 VARCHAR(64), 
	error_code VARCHAR(64), 
	record_id VARCHAR(40), edition VARCHAR(16) DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE INDEX documents_by_scan ON documents (scan_id);
CREATE INDEX documents_by_status ON documents (status);
CREATE TABLE records (
	id VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	is_current BOOLEAN NOT NULL, 
	document_id VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	type_code VARCHAR(64) NOT NULL, 
	fields TEXT NOT NULL, 
	owner_kind VARCHAR(16), 
	owner_number VARCHAR(64), 
	owner_name TEXT, 
	pdf_key TEXT NOT NULL, 
	pdf_sha256 VARCHAR(64) NOT NULL, 
	filed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id, version), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE INDEX records_by_document ON records (document_id);
CREATE INDEX records_by_owner ON records (owner_kind, owner_number);
CREATE INDEX records_by_pdf ON records (pdf_sha256);
CREATE TABLE record_texts (
	number INTEGER NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	heading TEXT NOT NULL, 
	body TEXT NOT NULL, facets TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (record_id)
);
CREATE TABLE ledger (
	seq INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	subject VARCHAR(128) NOT NULL, 
	actor TEXT NOT NULL, 
	data TEXT NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE INDEX ledger_by_subject ON ledger (subject);
CREATE TABLE ledger_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX batches_by_dossier ON batches (dossier_code);
CREATE INDEX arrivals_by_batch ON arrivals (batch_id);
CREATE TABLE stations (
	id VARCHAR(64) NOT NULL, 
	agency TEXT NOT NULL, 
	name TEXT NOT NULL, 
	key_sha256 VARCHAR(64) NOT NULL, 
	registered_at VARCHAR(32) NOT NULL, 
	revoked_at VARCHAR(32), 
	seen_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE TABLE import_rows (
	batch_id VARCHAR(128) NOT NULL, 
	row_number INTEGER NOT NULL, 
	said TEXT NOT NULL, 
	path TEXT, 
	scan_id VARCHAR(64), 
	error_code VARCHAR(64), 
	PRIMARY KEY (batch_id, row_number), 
	FOREIGN KEY(batch_id) REFERENCES batches (id)
);
CREATE INDEX import_rows_by_scan ON import_rows (scan_id);
CREATE TABLE covers (
	scan_id VARCHAR(64) NOT NULL, 
	page_index INTEGER NOT NULL, 
	dossier_code VARCHAR(64) NOT NULL, 
	procedure_code VARCHAR(64) NOT NULL, 
	component VARCHAR(64) NOT NULL, 
	print_id VARCHAR(16) NOT NULL, 
	sheet_number INTEGER NOT NULL, 
	sheet_count INTEGER NOT NULL, 
	note VARCHAR(32) NOT NULL, 
	PRIMARY KEY (scan_id, page_index), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE INDEX covers_by_dossier ON covers (dossier_code);
CREATE INDEX scans_by_urgency ON scans (state, priority, received_at, id);
CREATE TABLE work (
	subject VARCHAR(80) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	priority INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	holder VARCHAR(128) NOT NULL, 
	leased_until VARCHAR(32), 
	enqueued_at VARCHAR(32) NOT NULL, 
	last_error VARCHAR(64) NOT NULL, 
	set_aside_at VARCHAR(32), 
	PRIMARY KEY (subject)
);
CREATE INDEX work_by_turn ON work (priority, enqueued_at);
CREATE INDEX work_by_lease ON work (leased_until);
CREATE INDEX work_set_aside ON work (set_aside_at);
CREATE TABLE fixity (
	scan_id VARCHAR(64) NOT NULL, 
	checked_at VARCHAR(32) NOT NULL, 
	leased_until VARCHAR(32), 
	problems INTEGER NOT NULL, 
	PRIMARY KEY (scan_id), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE INDEX fixity_by_age ON fixity (checked_at, scan_id);
CREATE TABLE holds (
	subject VARCHAR(128) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	officer TEXT NOT NULL, 
	placed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (subject)
);
CREATE TABLE disposals (
	document_id VARCHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	officer TEXT NOT NULL, 
	ordered_at VARCHAR(32) NOT NULL, 
	removed_at VARCHAR(32), 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE TABLE accounts (
	id VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	agency TEXT DEFAULT '' NOT NULL, 
	roles TEXT NOT NULL, 
	owner_kind VARCHAR(16), 
	owner_number VARCHAR(64), 
	password_hash TEXT, 
	must_change BOOLEAN NOT NULL, 
	totp_secret VARCHAR(64), 
	totp_step INTEGER DEFAULT 0 NOT NULL, 
	issuer TEXT, 
	subject TEXT, 
	made_at VARCHAR(32) NOT NULL, 
	closed_at VARCHAR(32), 
	signed_in_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE INDEX accounts_by_agency ON accounts (agency, id);
CREATE UNIQUE INDEX accounts_by_subject ON accounts (issuer, subject);
CREATE TABLE sessions (
	token_sha256 VARCHAR(64) NOT NULL, 
	account_id VARCHAR(64) NOT NULL, 
	csrf VARCHAR(64) NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	seen_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (token_sha256), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE TABLE sign_in_failures (
	name_sha256 VARCHAR(64) NOT NULL, 
	times INTEGER NOT NULL, 
	last_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (name_sha256)
);
CREATE TABLE waiting (
	document_id VARCHAR(32) NOT NULL, 
	agency TEXT NOT NULL, 
	batch_id VARCHAR(128) NOT NULL, 
	priority INTEGER NOT NULL, 
	received_at VARCHAR(32) NOT NULL, 
	type_code VARCHAR(64) NOT NULL, 
	PRIMARY KEY (document_id, agency)
);
CREATE INDEX waiting_by_turn ON waiting (agency, priority, received_at, document_id);
CREATE INDEX waiting_by_age ON waiting (agency, received_at, document_id);
CREATE INDEX waiting_by_type ON waiting (agency, type_code, priority, received_at, document_id);
CREATE TABLE desk_claims (
	document_id VARCHAR(32) NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	leased_until VARCHAR(32) NOT NULL, 
	PRIMARY KEY (document_id)
);
CREATE TABLE drafts (
	document_id VARCHAR(32) NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	said TEXT NOT NULL, 
	saved_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (document_id, account, version)
);
CREATE TABLE second_entries (
	document_id VARCHAR(32) NOT NULL, 
	field_key VARCHAR(64) NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (document_id, field_key, account)
);
CREATE TABLE rescans (
	document_id VARCHAR(32) NOT NULL, 
	scan_id VARCHAR(64) NOT NULL, 
	page_indexes TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	asked_by VARCHAR(64) NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (document_id), 
	FOREIGN KEY(scan_id) REFERENCES scans (id)
);
CREATE INDEX rescans_by_scan ON rescans (scan_id);
CREATE VIRTUAL TABLE record_search USING fts5(
        terms, content='', detail=none, tokenize="ascii tokenchars '=~^@_/-.:'"
    );
CREATE TABLE api_answers (
	account_id VARCHAR(64) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	status INTEGER, 
	body TEXT, 
	PRIMARY KEY (account_id, "key")
);
CREATE INDEX api_answers_by_age ON api_answers (asked_at);
INSERT INTO alembic_version VALUES ('0010');
INSERT INTO ledger_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
