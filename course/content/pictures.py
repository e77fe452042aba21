"""Hand-made SVG pictures, put into the page itself so that they follow its colours.

Nothing of the file is passed through: what is on the lists below is written anew, the rest is left out.
"""

# ruff: noqa: SIM905 - a long list of names is easier to read in lines of text

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from course.content.errors import ContentError
from course.content.limits import MOST_PICTURES
from course.content.source import Source

WIDEST = 430
"""The width of a column on a phone, in the units of a viewBox."""

_SVG = "{http://www.w3.org/2000/svg}"
_LONGEST = 2_000_000  # characters of all that one page shows
_DEEPEST = 24
_MOST = 3000  # elements

_ELEMENTS = frozenset(
    "circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline"
    " radialGradient rect stop svg text title tspan".split()
)
_ATTRIBUTES = frozenset(
    "class clip-path clip-rule clipPathUnits cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family"
    " font-size font-style font-weight fx fy gradientTransform gradientUnits height id letter-spacing marker-end"
    " marker-mid marker-start markerHeight markerUnits markerWidth mask maskContentUnits maskUnits offset opacity"
    " orient paint-order patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ry"
    " stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin"
    " stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration textLength transform"
    " vector-effect viewBox width x x1 x2 y y1 y2".split()
)
_USED_BY_OTHERS = ("clipPath", "marker", "mask", "pattern")
_HARMLESS = frozenset({"role", "aria-labelledby", "aria-label", "version", "focusable"})  # we say these ourselves
_HERE = re.compile(r"url\( ?#([A-Za-z][\w.-]*) ?\)")
_AWAY = re.compile(r"url|\\|image\(|src\(|javascript:|expression", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z][\w.-]*")
_VIEW_BOX = re.compile(r"-?[\d.]{1,9}[ ,]+-?[\d.]{1,9}[ ,]+(\d[\d.]{0,8})[ ,]+\d[\d.]{0,8}")


@dataclass(slots=True)
class Pictures:
    """The pictures that one page shows, drawn with ids that are unique on it."""

    files: Mapping[str, Source]
    folder: str  # what `images/...` is relative to, such as "lessons/10-start"
    drawn: list[Markup]
    length: int = 0  # of all that is drawn

    def draw(self, name: str, alt: str) -> int | None:
        """Return the number of the drawn picture, or None when there is no such file or it cannot be drawn."""
        if self.length > _LONGEST or len(self.drawn) >= 2 * MOST_PICTURES:  # of a lesson and its quiz
            return None
        source = self.files.get(f"{self.folder}/{name}")
        root = _read(source) if source else None
        if root is None or isinstance(root, ContentError):
            return None
        number = len(self.drawn)
        self.drawn.append(_drawing(root, f"pic{number + 1}", alt))
        self.length += len(self.drawn[number])
        return number


def inspect(source: Source) -> list[ContentError]:
    """Return what is wrong in a picture's file."""
    root = _read(source)
    if isinstance(root, ContentError):
        return [root]
    errors: list[ContentError] = []
    if not any(child.tag == f"{_SVG}title" and (child.text or "").strip() for child in root):
        fix = "say in <title> what it shows, for those who cannot see it"
        errors.append(source.error(1, "E442", "the picture has no <title>", fix))
    box = _VIEW_BOX.fullmatch(root.get("viewBox", "").strip())
    if box is None:
        errors.append(source.error(1, "E443", "the picture has no viewBox", f'write viewBox="0 0 {WIDEST} 240"'))
    elif float(box[1].rstrip(".") if box[1].count(".") < 2 else 0) > WIDEST:  # noqa: PLR2004 - one decimal point
        fix = f"make it at most {WIDEST} wide, so that it can be read on a phone"
        errors.append(source.error(1, "E443", f"the picture is {box[1]} wide", fix))
    return errors + [_refused(source, name) for name in dict.fromkeys(_left_out(root))]


def _read(source: Source) -> Element | ContentError:
    try:
        root: Element = fromstring(source.text, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        what, fix = f"this is not XML: {str(error).partition(':')[0]}", "export it again as plain SVG"
        return source.error(line, "E440", what, fix, column=column + 1)
    except (DefusedXmlException, ValueError):
        fix = "take the lines with <! out"
        return source.error(1, "E440", "a picture must not have a document type or entities", fix)
    if root.tag != f"{_SVG}svg":
        fix = 'start it with <svg xmlns="http://www.w3.org/2000/svg" viewBox="...">'
        return source.error(1, "E440", "this is not an SVG picture", fix)
    if _too_much(root):
        what = f"the picture has over {_MOST} elements, or some over {_DEEPEST} deep"
        return source.error(1, "E440", what, "draw it more simply")
    if name := _used_and_using(root):
        what = f"something in a <{name}> uses another part of the picture"
        return source.error(1, "E440", what, "draw it more simply")
    return root


def _too_much(root: Element) -> bool:
    level, deep, count = [root], 0, 0
    while level:
        deep, count = deep + 1, count + len(level)
        if deep > _DEEPEST or count > _MOST:
            return True
        level = [child for element in level for child in element]
    return False


def _used_and_using(root: Element) -> str:
    # Ten parts that each use the next one ten times would keep a browser busy for ever.
    for name in _USED_BY_OTHERS:
        for container in root.iter(f"{_SVG}{name}"):
            if any(_HERE.search(value) for each in container.iter() for value in each.attrib.values()):
                return name
    return ""


def _drawing(root: Element, prefix: str, alt: str) -> Markup:
    own_title = next((child.text or "" for child in root if child.tag == f"{_SVG}title"), "")
    label = Markup('<title id="{}-title">{}</title>').format(prefix, " ".join((alt or own_title).split()))
    attributes = Markup("").join(
        _pair(name, value) for name, value in _kept(root, prefix) if name not in ("width", "height", "id", "x", "y")
    )
    inside = _inside(root, prefix)
    return Markup('<svg role="img" aria-labelledby="{}-title"{}>{}{}</svg>').format(prefix, attributes, label, inside)


def _inside(element: Element, prefix: str) -> Markup:
    parts = [Markup("{}").format(element.text or "")]
    for child in element:
        name = child.tag.removeprefix(_SVG)
        # The title of the whole picture is written once, by us.
        if name in _ELEMENTS and not (name == "title" and element.tag == f"{_SVG}svg"):
            attributes = Markup("").join(_pair(*pair) for pair in _kept(child, prefix))
            parts.append(Markup("<{0}{1}>{2}</{0}>").format(Markup(name), attributes, _inside(child, prefix)))  # noqa: S704 - from our list
        parts.append(Markup("{}").format(child.tail or ""))
    return Markup("").join(parts)


def _pair(name: str, value: str) -> Markup:
    return Markup(' {}="{}"').format(name, value)


def _kept(element: Element, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == "id" and _ID.fullmatch(value):
            yield "id", f"{prefix}-{value}"
        elif name in _ATTRIBUTES and name != "id" and not _leads_away(value):
            yield name, _HERE.sub(rf"url(#{prefix}-\1)", value) if "url(" in value else value


def _leads_away(value: str) -> bool:
    # A backslash can spell "url(" in CSS; nothing that we keep needs one.
    return bool(_AWAY.search(_HERE.sub("", value) if "url(" in value else value))


def _left_out(root: Element) -> Iterator[str]:
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        if name not in _ELEMENTS:
            yield f"<{name.rpartition('}')[2]}>"
            continue
        kept = {each for each, _ in _kept(element, "")}
        for attribute in element.attrib:
            short = attribute.rpartition("}")[2]
            if short not in kept and short not in _HARMLESS:
                yield f"{short}="


def _refused(source: Source, name: str) -> ContentError:
    needle = name.rstrip(">")
    index = max(source.text.find(needle), 0)
    line, column = source.text.count("\n", 0, index) + 1, index - source.text.rfind("\n", 0, index)
    what = f"the picture holds {name}, which is left out"
    return source.error(line, "E441", what, "take it out; colours come from classes", column=column)
