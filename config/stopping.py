"""Has this server been told to stop? One byte that the first process shares with the workers it forks."""

import mmap

_told = mmap.mmap(-1, 1)


def announce() -> None:
    """From now on /readyz says 503, so that a load balancer sends its requests elsewhere."""
    _told[0] = 1


def is_announced() -> bool:
    return bool(_told[0])


def take_back() -> None:
    _told[0] = 0
