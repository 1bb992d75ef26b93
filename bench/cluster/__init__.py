"""What a cluster's plumbing costs: pages a second by number of workers, a page's overhead, look-ups among a million records."""
