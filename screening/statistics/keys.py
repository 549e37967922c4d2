"""With which key are the counts of a month rounded?"""

from django.conf import settings
from django.utils.crypto import salted_hmac

DERIVED_KEY_ID = "derived"


def current_key() -> tuple[str, bytes]:
    """
    The id and the key for months to be closed now: the first of STATISTICS_KEYS, else one from SECRET_KEY.

    A closed month is stored as it was rounded and never needs its key again.
    """
    configured: dict[str, str] = settings.STATISTICS_KEYS
    for key_id, key in configured.items():
        return key_id, key.encode()
    return DERIVED_KEY_ID, salted_hmac("screening.statistics.cube", "", algorithm="sha256").digest()
