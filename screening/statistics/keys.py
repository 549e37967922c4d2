"""With which key are the counts of a month rounded?"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import salted_hmac

DERIVED_KEY_ID = "derived"
SHORTEST_KEY = 32


def current_key() -> tuple[str, bytes]:
    """
    The id and the key for months to be closed now: the first of STATISTICS_KEYS, else one from SECRET_KEY.

    A closed month is stored as it was rounded and never needs its key again.

    Raises:
        ImproperlyConfigured: that key is so short that somebody could try all.
    """
    configured: dict[str, str] = settings.STATISTICS_KEYS
    for key_id, key in configured.items():
        if len(key) < SHORTEST_KEY:
            raise ImproperlyConfigured(f'STATISTICS_KEY "{key_id}" has fewer than {SHORTEST_KEY} characters.')
        return key_id, key.encode()
    return DERIVED_KEY_ID, salted_hmac("screening.statistics.cube", "", algorithm="sha256").digest()
