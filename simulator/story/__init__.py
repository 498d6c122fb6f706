"""The story that a client is told: a slide for each idea, the same on the page, on paper and in every file.

``story`` puts it together from simulated plans; a part of it is a function in one of the modules here, and an entry of
``PARTS`` in ``telling``.
"""

from simulator.story.slide import Made, Picture, Point, Slide, StatedNumber, Story, Table
from simulator.story.telling import story
from simulator.story.told import Told

__all__ = ["Made", "Picture", "Point", "Slide", "StatedNumber", "Story", "Table", "Told", "story"]
