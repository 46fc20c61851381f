"""A drawing in as few characters as it needs: shared styles, short numbers, short ids. What is seen stays the same."""

import hashlib
import re
from collections import Counter
from xml.etree import ElementTree

DEFAULTS = {"text-anchor: start", "stroke-dashoffset: 0"}
"""Declarations that say what holds without them."""

NOT_INHERITED = ("opacity:", "clip-path:", "display:")
"""Beginnings of declarations that mean another thing on a group than on each of its parts."""

NUMBER = re.compile(r"-?\d+\.\d+")
PLACED = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
STEP = re.compile(r" ?([A-Za-z]) ?")
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def lean(root: ElementTree.Element, name: str) -> None:
    """Shorten a drawing in place.

    Parameters
    ----------
    root
        The ``svg`` element, without namespaces; ids stand only where something refers to them.
    name
        Prefix of its ids, unique on the page.
    """
    numbers: dict[str, str] = {}
    for element in root.iter():
        _shorten(element, in_symbol="id" in element.attrib)
        if "id" in element.attrib:
            numbers[element.attrib["id"]] = f"{name}-{len(numbers)}"
    for element in root.iter():
        _refer(element, numbers)
        if "style" in element.attrib:
            _set_style(element, "; ".join(part for part in element.attrib["style"].split("; ") if part not in DEFAULTS))
    _clip_together(root)
    for group in root.iter("g"):
        _raise_style(group)
    _share_styles(root)


def _shorten(element: ElementTree.Element, in_symbol: bool) -> None:
    """A tenth of a pixel is told in places, a hundredth of texts, which browsers move to whole pixels, and in the shape of a mark."""
    attributes, decimals = element.attrib, 2 if in_symbol or element.tag == "text" else 1
    moved = PLACED.fullmatch(attributes.get("transform", ""))
    if element.tag == "text" and moved and "x" not in attributes:
        del attributes["transform"]
        attributes["x"], attributes["y"] = moved.groups()
    for key in ("d", "x", "y", "width", "height", "points", "transform"):
        if key in attributes:
            attributes[key] = NUMBER.sub(lambda found: _number(found.group(), decimals), attributes[key])
    if "d" in attributes:
        attributes["d"] = _path(attributes["d"])


def _number(text: str, decimals: int) -> str:
    """The number at so many decimals, without zeros that say nothing.

    >>> _number("12.04", 1), _number("-0.01", 1), _number("0.46", 2)
    ('12', '0', '.46')
    """
    short = f"{float(text):.{decimals}f}".rstrip("0").rstrip(".")
    if short in ("-0", "0", ""):
        return "0"
    return short.replace("0.", ".", 1) if short.startswith(("0.", "-0.")) else short


def _path(steps: str) -> str:
    """A path without spaces around its letters, and without the letter of a line after a line.

    >>> _path("M 1 2 L 3 4 L 5 6 C 1 2 3 4 5 6 z")
    'M1 2 3 4 5 6C1 2 3 4 5 6z'
    """
    parts, before = [], ""
    for letter, places in re.findall(r"([A-Za-z])([^A-Za-z]*)", STEP.sub(r"\1", steps)):
        parts.append(f" {places}" if letter == "L" and before in ("M", "L") else letter + places)
        before = letter
    return "".join(parts)


def _refer(element: ElementTree.Element, numbers: dict[str, str]) -> None:
    """Put the short ids in the place of the long ones."""
    for key, value in element.attrib.items():
        if key == "id":
            element.attrib[key] = numbers[value]
        elif key == "href":
            element.attrib[key] = f"#{numbers[value.removeprefix('#')]}"
        elif "url(#" in value:
            element.attrib[key] = REFERENCE.sub(lambda found: f"url(#{numbers[found.group(1)]})", value)


def _clip_together(root: ElementTree.Element) -> None:
    """Put neighbours that one clip path cuts into one group; definitions between them go with them."""
    runs: list[tuple[str, list[ElementTree.Element]]] = []
    for element in root:
        clip = element.get("clip-path", "")
        if runs and runs[-1][0] and (clip == runs[-1][0] or element.tag == "defs"):
            runs[-1][1].append(element)
        else:
            runs.append((clip, [element]))
    root[:] = []
    for clip, parts in runs:
        if sum("clip-path" in part.attrib for part in parts) < 2:
            root.extend(parts)
            continue
        group = ElementTree.SubElement(root, "g", {"clip-path": clip})
        for part in parts:
            part.attrib.pop("clip-path", None)
            group.extend([part] if part.tag != "g" or part.attrib or _one_style(part) else part)


def _one_style(group: ElementTree.Element) -> bool:
    return len(group) > 1 and len({part.get("style") for part in group}) == 1


def _raise_style(group: ElementTree.Element) -> None:
    """Give a group the style that all its parts have."""
    styles = {part.attrib.get("style", "") for part in group}
    shared = styles.pop() if len(styles) == 1 else ""
    if len(group) < 2 or not shared or "style" in group.attrib or any(part.startswith(NOT_INHERITED) for part in shared.split("; ")):
        return
    group.attrib["style"] = shared
    for part in group:
        del part.attrib["style"]


def _share_styles(root: ElementTree.Element) -> None:
    """State each style that several elements have once, under a class that is named by what it says, and so may stand in several drawings."""
    used = Counter(element.attrib["style"] for element in root.iter() if "style" in element.attrib and element is not root)
    named = {style: f"s{hashlib.sha256(style.encode()).hexdigest()[:6]}" for style, times in used.items() if times > 1}
    for element in root.iter():
        if element.attrib.get("style") in named and element is not root:
            element.attrib["class"] = named[element.attrib.pop("style")]
    if named:
        rules = ElementTree.Element("style")
        rules.text = "".join(f".{name}{{{style.replace(': ', ':').replace('; ', ';')}}}" for style, name in named.items())
        root.insert(0, rules)


def _set_style(element: ElementTree.Element, style: str) -> None:
    if style:
        element.attrib["style"] = style
    else:
        del element.attrib["style"]
