"""Is a part of a page that is drawn once the same for all who share its values, and blind to all else?"""

from typing import Any

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils.translation import override

from accounts.models import User

PART = (
    "{% load once %}{% once can=can place=request.path %}"
    "{% for each in can %}{{ each }}{% endfor %} at {{ place }}{{ request.path }}{{ secret }}{{ user }}"
    "{% endonce %} for {{ secret }}"
)


def part(template: Any, secret: str, can: str = "<fill>", path: str = "/here/") -> str:
    request = RequestFactory().get(path)
    request.user = User(name="Dr Nora North")
    shown = {"secret": secret, "can": frozenset({can})}
    return str(template.render(shown, request))


def test_what_is_drawn_once_knows_its_values_and_nothing_else() -> None:
    template = engines["django"].from_string(PART)

    assert part(template, "one") == "&lt;fill&gt; at /here/ for one"
    assert part(template, "two") == "&lt;fill&gt; at /here/ for two"


def test_each_set_of_values_and_each_language_is_drawn_for_itself() -> None:
    template = engines["django"].from_string(PART)
    part(template, "one")

    assert part(template, "one", can="view") == "view at /here/ for one"
    assert part(template, "one", path="/there/") == "&lt;fill&gt; at /there/ for one"


def test_each_language_is_drawn_for_itself() -> None:
    words = "{% load once i18n %}{% once %}{% get_current_language as now %}{{ now }}{% endonce %}"
    template = engines["django"].from_string(words)
    with override("en-gb"):
        english = template.render({})
    with override("de"):
        german = template.render({})

    assert (english, german) == ("en-gb", "de")


@pytest.mark.parametrize("tag", ["once can", "once can=1 more"])
def test_values_have_names(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(f"{{% load once %}}{{% {tag} %}}{{% endonce %}}")
