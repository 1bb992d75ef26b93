"""The names that a PromQL expression uses: enough of the language to hold queries to the metrics that exist.

Not a parser of expressions (promtool has one); it takes away what is no metric: strings, selectors' labels, grouping labels,
durations, numbers, functions and words of the language.
"""

import re
from collections.abc import Iterator

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'")
_SELECTOR = re.compile(r"([a-zA-Z_:][\w:]*)\s*\{([^{}]*)\}")
_MATCHER = re.compile(r"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)")
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)")
_RANGE = re.compile(r"\[[^\[\]]*\]")
_NAME = re.compile(r"(?<![\w.:$])([a-zA-Z_:][\w:]*)\b(?!\s*\()")
_WORDS = frozenset({"and", "or", "unless", "bool", "offset", "by", "without", "on", "inf", "nan"})


def metric_names(expression: str) -> set[str]:
    """`{"up"}` of `sum by (job) (up{job="x"}) > 0`."""
    return set(_names(_bare(expression)))


def labels_used(expression: str) -> Iterator[tuple[str, str]]:
    """Each metric with each label that its selector names."""
    for metric, inside in _SELECTOR.findall(_STRING.sub('""', expression)):
        for label in _MATCHER.findall(inside):
            yield metric, label


def grouping_labels(expression: str) -> set[str]:
    """What results are grouped and joined by."""
    return {
        label.strip()
        for inside in _GROUPING.findall(_STRING.sub('""', expression))
        for label in inside.split(",")
        if label.strip()
    }


def _bare(expression: str) -> str:
    without_strings = _STRING.sub('""', expression)
    without_selectors = _SELECTOR.sub(r"\1 ", without_strings)
    return _RANGE.sub(" ", _GROUPING.sub(" ", without_selectors))


def _names(bare: str) -> Iterator[str]:
    return (name for name in _NAME.findall(bare) if name not in _WORDS)
