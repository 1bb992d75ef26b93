"""What a `/metrics` page says, as values by name and labels; read by Prometheus' own parser."""

from collections.abc import Mapping

from prometheus_client.parser import text_string_to_metric_families


def samples(page: str) -> Mapping[str, float]:
    """By `name{label="value"}`, labels in their order on the page."""
    return {
        _shown(sample.name, sample.labels): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def sample_names(page: str) -> Mapping[str, set[str]]:
    """Every name that a query may use, with the labels it has; also of families that have no sample yet."""
    names: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(page):
        for suffix in _SUFFIXES.get(family.type, ("",)):
            names.setdefault(f"{family.name}{suffix}", set())
        for sample in family.samples:
            names.setdefault(sample.name, set()).update(sample.labels)
    return names


_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}


def _shown(name: str, labels: Mapping[str, str]) -> str:
    said = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{said}}}" if said else name
