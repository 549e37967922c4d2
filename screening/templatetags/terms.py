"""What is a code of a decision called, where a template shows what scoring explained?"""

from __future__ import annotations

from django import template

from screening.encounters.terms import strength_words

register = template.Library()

register.filter("strength_words", strength_words)
