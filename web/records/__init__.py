"""Search and reading: records found, opened, proven and taken out, as pages and as API; a paper not filed yet read on its page."""
