"""Whether what stopped a paper is the paper's own doing, or that of the machine and the house around it.

Only the first counts as an attempt: a store that is down for a day, or an authority of time that does not answer, must not
have a day's papers set aside. One rule for the workers of a cluster and for the machine that does all its work itself.
"""

from digitize.errors import (
    BadConfiguration,
    BrokerUnavailable,
    ChildDisturbed,
    DigitizeError,
    Interrupted,
    LostRace,
    MissingDependency,
    SealFailed,
    StoreUnavailable,
)

NOT_ITS_DOING = (
    Interrupted,
    ChildDisturbed,
    StoreUnavailable,
    BrokerUnavailable,
    SealFailed,  # the authority of time is away, a key is not there
    MissingDependency,
    BadConfiguration,
)


def is_own_doing(error: DigitizeError) -> bool:
    """False also where it only gave way to a person who changed it."""
    return not isinstance(error, (*NOT_ITS_DOING, LostRace))
