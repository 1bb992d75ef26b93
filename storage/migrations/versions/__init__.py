"""One module a revision, named `rNNNN_what_it_adds`; a revision that was released is never edited."""
