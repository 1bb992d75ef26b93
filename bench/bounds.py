"""What a share seen in a sample says of all: the bound that it is surely above."""

from math import comb

_SURE = 0.95
_STEPS = 50


def least_share(right: int, count: int, *, sure: float = _SURE) -> float:
    """The lower bound of Clopper and Pearson, one-sided: a smaller share would show so many right too seldom; 0.0 of none."""
    low, high = 0.0, right / count if count else 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_least(right, count, middle) < 1 - sure:
            low = middle
        else:
            high = middle
    return low


def _at_least(right: int, count: int, share: float) -> float:
    """How likely so many or more of `count` are right where each is with this chance."""
    wrong = range(count - right + 1)
    return sum(comb(count, k) * (1 - share) ** k * share ** (count - k) for k in wrong)
