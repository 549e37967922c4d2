"""What can anybody read about the evidence behind the questionnaires?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screening.library.presenter import articles_page
from screening.library.shelf import judged_claims


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """What popular articles say, claim by claim; shows no patient and names no practice."""
    chosen = request.GET.get("condition", "")
    page = articles_page(judged_claims(), condition=chosen, today=timezone.localdate())
    return render(request, "library/articles.html", {"page": page})
