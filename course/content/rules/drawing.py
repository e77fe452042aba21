"""Pictures, which are written into the page."""

from course.content.rules.examples import Example
from course.content.rules.rule import Rule
from course.content.rules.sound import PICTURE

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 430 200">'
_TITLE = "<title>You ask Nova</title>"
_SOUND = Example(PICTURE, f'{_SVG}\n{_TITLE}\n<rect class="box" width="90" height="40"/>\n</svg>\n')

not_svg = Rule(
    "E440",
    "A picture is an SVG file that can be read safely.",
    bad=Example(PICTURE, f"{_SVG}\n{_TITLE}\n‸<rect\n"),
    good=_SOUND,
)
more_than_shapes = Rule(
    "E441",
    "A picture holds shapes and words only: nothing that runs, moves or fetches.",
    bad=Example(PICTURE, f"{_SVG}\n{_TITLE}\n‸<script/>\n</svg>\n"),
    good=_SOUND,
)
no_title = Rule(
    "E442",
    "The title of a picture says what it shows, for those who cannot see it.",
    bad=Example(PICTURE, f"‸{_SVG}\n</svg>\n"),
    good=_SOUND,
)
too_wide = Rule(
    "E443",
    "A picture fits on a phone.",
    bad=Example(PICTURE, f"‸{_SVG.replace('430', '900')}\n{_TITLE}\n</svg>\n"),
    good=_SOUND,
)
