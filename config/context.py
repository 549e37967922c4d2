"""What does every page need to know about this installation?"""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, bool]:
    return {"demo": settings.DEMO}
