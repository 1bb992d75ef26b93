"""All that came in a batch in one answer is what the single questions say of each."""

from dataclasses import replace

from storage_factories import NOW, a_batch, a_file, a_scan_id

from storage.catalogue import SqlCatalogue


def test_everything_of_a_batch_is_what_is_known_of_each_scan(catalogue: SqlCatalogue) -> None:
    batch, other = a_batch(), a_batch(batch_id="khac")
    for number in range(3):
        catalogue.receive_scan(
            a_scan_id(f"{number}"),
            batch=batch,
            source=f"{number}.pdf",
            file=replace(a_file(), page_count=number + 1),
            at=NOW,
        )
    catalogue.receive_scan(a_scan_id("3"), batch=other, source="3.pdf", file=a_file(), at=NOW)
    catalogue.receive_scan(a_scan_id("0"), batch=batch, source="again.pdf", file=a_file(), at=NOW)
    found = catalogue.arrived_scans(batch.id)
    assert [came.arrival for came in found] == list(catalogue.arrivals(batch.id))
    assert len(found) == 4
    for came in found:
        scan_id = came.arrival.scan_id
        assert came.scan == catalogue.scan(scan_id)
        assert came.pages == tuple(catalogue.pages(scan_id))
        assert came.covers == tuple(catalogue.covers(scan_id))
        assert came.documents == tuple(catalogue.documents(scan_id=scan_id))


def test_a_scan_is_told_as_it_came_the_first_time(catalogue: SqlCatalogue) -> None:
    first, second = a_batch(), a_batch(batch_id="khac")
    for batch, source in ((first, "1.pdf"), (second, "2.pdf")):
        catalogue.receive_scan(a_scan_id("0"), batch=batch, source=source, file=a_file(), at=NOW)
    (came,) = catalogue.arrived_scans(first.id)
    assert catalogue.arrived_scan(a_scan_id("0")) == came
