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
	filed_at VARCHAR(32) NOT NULL, owner_basis VARCHAR(16) DEFAULT '' NOT NULL, owner_reasons TEXT DEFAULT '[]' NOT NULL, further_owners TEXT DEFAULT '[]' NOT NULL, 
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
CREATE INDEX records_without_owner ON records (filed_at, id) WHERE is_current AND owner_number IS NULL AND owner_basis <> 'nobody';
CREATE TABLE record_owners (
	record_id VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	owner_kind VARCHAR(16) NOT NULL, 
	owner_number VARCHAR(64) NOT NULL, 
	PRIMARY KEY (record_id, version, position)
);
CREATE INDEX record_owners_by_number ON record_owners (owner_kind, owner_number);
CREATE TABLE number_links (
	id VARCHAR(32) NOT NULL, 
	owner_kind VARCHAR(16) NOT NULL, 
	one_number VARCHAR(64) NOT NULL, 
	other_number VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	agency TEXT DEFAULT '' NOT NULL, 
	record_id VARCHAR(40), 
	evidence TEXT NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT number_links_of_a_pair UNIQUE (owner_kind, one_number, other_number)
);
CREATE INDEX number_links_of_the_other ON number_links (owner_kind, other_number);
CREATE INDEX number_links_by_state ON number_links (state, made_at, id);
CREATE INDEX number_links_by_record ON number_links (record_id);
CREATE TABLE number_link_steps (
	link_id VARCHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	actor TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (link_id, version), 
	FOREIGN KEY(link_id) REFERENCES number_links (id)
);
CREATE TABLE linked_numbers (
	owner_kind VARCHAR(16) NOT NULL, 
	number VARCHAR(64) NOT NULL, 
	person VARCHAR(32) NOT NULL, 
	PRIMARY KEY (owner_kind, number)
);
CREATE INDEX linked_numbers_by_person ON linked_numbers (person);
CREATE TABLE result_counters (
	stem VARCHAR(200) NOT NULL, 
	last INTEGER NOT NULL, 
	PRIMARY KEY (stem)
);
CREATE TABLE result_codes (
	code VARCHAR(240) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	given_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (code)
);
CREATE INDEX result_codes_by_record ON result_codes (record_id, kind, version);
CREATE TABLE lives (
	record_id VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	is_current BOOLEAN NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	set_by TEXT NOT NULL, 
	set_at VARCHAR(32) NOT NULL, 
	link_id VARCHAR(32), 
	is_said BOOLEAN NOT NULL, 
	valid_until VARCHAR(10), 
	PRIMARY KEY (record_id, version)
);
CREATE TABLE paper_links (
	id VARCHAR(32) NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	number TEXT NOT NULL, 
	day VARCHAR(10) DEFAULT '' NOT NULL, 
	page_number INTEGER NOT NULL, 
	sentence TEXT NOT NULL, 
	lines VARCHAR(32) NOT NULL, 
	box TEXT, 
	state VARCHAR(16) NOT NULL, 
	version INTEGER NOT NULL, 
	proposed_at VARCHAR(32) NOT NULL, 
	target_id VARCHAR(40), 
	decided_by TEXT DEFAULT '' NOT NULL, 
	decided_at VARCHAR(32), 
	reason TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX paper_links_by_record ON paper_links (record_id);
CREATE INDEX paper_links_by_target ON paper_links (target_id);
CREATE INDEX paper_links_by_state ON paper_links (state, proposed_at, id);
CREATE TABLE grants (
	id VARCHAR(40) NOT NULL, 
	owner_kind VARCHAR(16) NOT NULL, 
	owner_number VARCHAR(64) NOT NULL, 
	record_id VARCHAR(40), 
	type_code VARCHAR(64) DEFAULT '' NOT NULL, 
	agency TEXT NOT NULL, 
	purpose VARCHAR(16) NOT NULL, 
	procedure_code VARCHAR(64) NOT NULL, 
	dossier_code VARCHAR(64) DEFAULT '' NOT NULL, 
	basis VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	given_by VARCHAR(64) NOT NULL, 
	given_at VARCHAR(32) NOT NULL, 
	valid_from VARCHAR(32) NOT NULL, 
	valid_until VARCHAR(32) NOT NULL, 
	withdrawn_at VARCHAR(32), 
	withdrawn_by VARCHAR(64) DEFAULT '' NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX grants_by_owner ON grants (owner_kind, owner_number, given_at);
CREATE INDEX grants_by_agency ON grants (agency, valid_until);
CREATE INDEX grants_by_giver ON grants (given_by, given_at);
CREATE TABLE hand_overs (
	id VARCHAR(40) NOT NULL, 
	grant_id VARCHAR(40) NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	record_version INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	agency TEXT NOT NULL, 
	procedure_code VARCHAR(64) NOT NULL, 
	dossier_code VARCHAR(64) NOT NULL, 
	component VARCHAR(64) DEFAULT '' NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(grant_id) REFERENCES grants (id), 
	CONSTRAINT hand_overs_once UNIQUE (grant_id, record_id)
);
CREATE INDEX hand_overs_by_record ON hand_overs (record_id, at);
CREATE INDEX hand_overs_by_agency ON hand_overs (agency, at);
CREATE TABLE looks (
	id VARCHAR(40) NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	account TEXT NOT NULL, 
	agency TEXT NOT NULL, 
	part VARCHAR(32) NOT NULL, 
	basis VARCHAR(16) NOT NULL, 
	grant_id VARCHAR(40), 
	procedure_code VARCHAR(64) DEFAULT '' NOT NULL, 
	dossier_code VARCHAR(64) DEFAULT '' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX looks_by_record ON looks (record_id, at, id);
CREATE INDEX looks_by_account ON looks (account, at);
CREATE TABLE complaints (
	id VARCHAR(40) NOT NULL, 
	record_id VARCHAR(40) NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	said TEXT NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	outcome VARCHAR(16), 
	answer TEXT DEFAULT '' NOT NULL, 
	answered_by VARCHAR(64) DEFAULT '' NOT NULL, 
	answered_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE INDEX complaints_by_record ON complaints (record_id, told_at);
CREATE INDEX complaints_by_account ON complaints (account, told_at);
CREATE INDEX complaints_by_outcome ON complaints (outcome, told_at);
CREATE TABLE proof_codes (
	code VARCHAR(16) NOT NULL, 
	document_id VARCHAR(32) NOT NULL, 
	edition VARCHAR(16) DEFAULT '' NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (code), 
	CONSTRAINT proof_codes_one_each UNIQUE (document_id, edition)
);
CREATE TABLE system_keys (
	key_sha256 VARCHAR(64) NOT NULL, 
	id VARCHAR(16) NOT NULL, 
	account_id VARCHAR(64) NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	closed_at VARCHAR(32), 
	seen_at VARCHAR(32), 
	PRIMARY KEY (key_sha256), 
	UNIQUE (id), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE INDEX system_keys_by_account ON system_keys (account_id);
CREATE TABLE dossiers (
	agency TEXT NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	source VARCHAR(64) NOT NULL, 
	procedure_code VARCHAR(64) NOT NULL, 
	procedure_title TEXT NOT NULL, 
	owner_kind VARCHAR(16), 
	owner_number VARCHAR(64), 
	owner_name TEXT, 
	counter TEXT NOT NULL, 
	way VARCHAR(16) NOT NULL, 
	status VARCHAR(32) NOT NULL, 
	received_at VARCHAR(32), 
	received_day VARCHAR(10), 
	due_at VARCHAR(32), 
	decided_at VARCHAR(32), 
	returned_at VARCHAR(32), 
	says_digitised BOOLEAN NOT NULL, 
	is_account_verified BOOLEAN NOT NULL, 
	is_paid_online BOOLEAN NOT NULL, 
	databases TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	said_at VARCHAR(32) NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	PRIMARY KEY (agency, code)
);
CREATE INDEX dossiers_by_code ON dossiers (code);
CREATE INDEX dossiers_by_day ON dossiers (agency, received_day, code);
CREATE INDEX dossiers_by_procedure ON dossiers (agency, procedure_code, received_day);
CREATE INDEX dossiers_by_owner ON dossiers (owner_kind, owner_number);
CREATE TABLE dossier_components (
	agency TEXT NOT NULL, 
	dossier_code VARCHAR(64) NOT NULL, 
	code VARCHAR(64) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	is_mandatory BOOLEAN NOT NULL, 
	copies INTEGER NOT NULL, 
	copy_kind TEXT NOT NULL, 
	digitisation INTEGER NOT NULL, 
	reuse INTEGER NOT NULL, 
	is_from_store BOOLEAN NOT NULL, 
	files TEXT NOT NULL, 
	record_id VARCHAR(40), 
	filed_at VARCHAR(32), 
	PRIMARY KEY (agency, dossier_code, code), 
	FOREIGN KEY(agency, dossier_code) REFERENCES dossiers (agency, code)
);
CREATE INDEX dossier_components_by_record ON dossier_components (record_id);
CREATE TABLE dossier_results (
	agency TEXT NOT NULL, 
	dossier_code VARCHAR(64) NOT NULL, 
	code VARCHAR(128) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	component_code VARCHAR(64) NOT NULL, 
	paper_id VARCHAR(128) NOT NULL, 
	link TEXT NOT NULL, 
	valid_until VARCHAR(10), 
	is_signed BOOLEAN NOT NULL, 
	record_id VARCHAR(40), 
	filed_at VARCHAR(32), 
	PRIMARY KEY (agency, dossier_code, code), 
	FOREIGN KEY(agency, dossier_code) REFERENCES dossiers (agency, code)
);
CREATE INDEX dossier_results_by_record ON dossier_results (record_id);
CREATE TABLE followers (
	name VARCHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE webhooks (
	id VARCHAR(32) NOT NULL, 
	agency TEXT NOT NULL, 
	account_id VARCHAR(64) NOT NULL, 
	url TEXT NOT NULL, 
	events TEXT NOT NULL, 
	secret TEXT NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	closed_at VARCHAR(32), 
	PRIMARY KEY (id), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE INDEX webhooks_by_agency ON webhooks (agency, id);
CREATE TABLE deliveries (
	id VARCHAR(64) NOT NULL, 
	webhook_id VARCHAR(32) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	body TEXT NOT NULL, 
	made_at VARCHAR(32) NOT NULL, 
	attempts INTEGER DEFAULT 0 NOT NULL, 
	next_at VARCHAR(32), 
	leased_until VARCHAR(32), 
	delivered_at VARCHAR(32), 
	set_aside_at VARCHAR(32), 
	last_error VARCHAR(64) DEFAULT '' NOT NULL, 
	last_status INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(webhook_id) REFERENCES webhooks (id)
);
CREATE INDEX deliveries_due ON deliveries (next_at, id);
CREATE INDEX deliveries_of_webhook ON deliveries (webhook_id, made_at);
CREATE INDEX deliveries_set_aside ON deliveries (set_aside_at);
CREATE TABLE purposes (
	record_id VARCHAR(40) NOT NULL, 
	account VARCHAR(64) NOT NULL, 
	said_at VARCHAR(32) NOT NULL, 
	until VARCHAR(32) NOT NULL, 
	choice VARCHAR(32) NOT NULL, 
	dossier_code VARCHAR(64) NOT NULL, 
	words TEXT NOT NULL, 
	PRIMARY KEY (record_id, account, said_at)
);
CREATE INDEX purposes_by_age ON purposes (said_at);
CREATE TABLE demands (
	id VARCHAR(32) NOT NULL, 
	agency TEXT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	owner_kind VARCHAR(16) NOT NULL, 
	owner_number VARCHAR(64) NOT NULL, 
	record_id VARCHAR(40), 
	words TEXT NOT NULL, 
	registered_by VARCHAR(64) NOT NULL, 
	registered_at VARCHAR(32) NOT NULL, 
	due_on VARCHAR(10) NOT NULL, 
	outcome VARCHAR(16), 
	answer TEXT DEFAULT '' NOT NULL, 
	answered_by VARCHAR(64), 
	answered_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE INDEX demands_by_agency ON demands (agency, registered_at, id);
CREATE INDEX demands_by_owner ON demands (owner_kind, owner_number);
CREATE TABLE disposal_lists (
	id VARCHAR(32) NOT NULL, 
	agency TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	proposed_by VARCHAR(64) NOT NULL, 
	proposed_at VARCHAR(32) NOT NULL, 
	decided_by VARCHAR(64), 
	decided_at VARCHAR(32), 
	decision VARCHAR(16), 
	carried_out_at VARCHAR(32), 
	PRIMARY KEY (id)
);
CREATE INDEX disposal_lists_by_agency ON disposal_lists (agency, proposed_at, id);
CREATE TABLE disposal_list_papers (
	list_id VARCHAR(32) NOT NULL, 
	document_id VARCHAR(32) NOT NULL, 
	ends_on VARCHAR(10) NOT NULL, 
	PRIMARY KEY (list_id, document_id), 
	FOREIGN KEY(list_id) REFERENCES disposal_lists (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE TABLE published_figures (
	scope VARCHAR(128) NOT NULL, 
	period VARCHAR(16) NOT NULL, 
	edition INTEGER NOT NULL, 
	part VARCHAR(128) NOT NULL, 
	indicator VARCHAR(64) NOT NULL, 
	numerator INTEGER NOT NULL, 
	denominator INTEGER NOT NULL, 
	median INTEGER, 
	value VARCHAR(16), 
	points VARCHAR(16), 
	dossiers INTEGER NOT NULL, 
	late_dossiers INTEGER NOT NULL, 
	rules TEXT NOT NULL, 
	computed_at VARCHAR(32) NOT NULL, 
	computed_by VARCHAR(64) NOT NULL, 
	ledger_seq INTEGER NOT NULL, 
	ledger_hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (scope, period, edition, part, indicator)
);
CREATE INDEX records_by_filing ON records (filed_at, id);
INSERT INTO alembic_version VALUES ('0017');
INSERT INTO ledger_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
