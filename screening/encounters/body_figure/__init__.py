"""The drawn body: the figure on the form, on the result and on paper, out of one table of our own drawing."""

from __future__ import annotations

from screening.encounters.body_figure.lines import mirrored
from screening.encounters.body_figure.regions import regions_of
from screening.encounters.body_figure.showing import ShownView, showing
from screening.encounters.body_figure.views import VIEWS, Region, View

__all__ = ["VIEWS", "Region", "ShownView", "View", "mirrored", "regions_of", "showing"]
