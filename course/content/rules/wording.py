"""How it is said: in words of today, in short sentences, without talking anybody down."""

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

from course.content.lessons import WORD
from course.content.passages import unquoted
from course.content.rules.examples import section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule
from course.content.rules.terminal import command_lines
from course.content.terminal.console import read_exchanges

LONGEST_SENTENCE = 30
"""Words."""

_END = re.compile(r"[.!?…]+(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bcf\.)[\"”’»)\]*_]*(?=\s|$)|\Z")
_BELITTLING_WORDS = ("simply", "just", "obviously")
_BELITTLING = re.compile(rf"(?<![\w-])(?:{'|'.join(_BELITTLING_WORDS)})(?![\w-])", re.IGNORECASE)


class _Retired(NamedTuple):
    """A word of the past: letters without which it is not there, the word itself, and what to write instead."""

    letters: str
    word: re.Pattern[str]
    new: str


_RETIRED = (
    _Retired("tenant", re.compile(r"(?<![\w-])tenants?(?![\w-])", re.IGNORECASE), "project"),
    _Retired("quantum", re.compile(r"(?<![\w-])Quantum(?![\w-])"), "Neutron"),
    _Retired("packstack", re.compile(r"\bPackstack\b", re.IGNORECASE), "DevStack or Kolla-Ansible"),
    _Retired("tripleo", re.compile(r"\bTripleO\b", re.IGNORECASE), "Kolla-Ansible or OpenStack-Ansible"),
    _Retired("freenode", re.compile(r"\bFreenode\b", re.IGNORECASE), "OFTC"),
    _Retired("cla", re.compile(r"(?<![\w-])I?CLAs?(?![\w-])"), "DCO"),
    _Retired("contributor license", re.compile(r"\bContributor License Agreements?\b", re.IGNORECASE), "DCO"),
)
_RETIRED_NAMES = (  # mostly written as code
    _Retired("nova boot", re.compile(r"(?<![\w.-])nova boot(?![\w-])"), "openstack server create"),
    _Retired("nova-network", re.compile(r"(?<![\w.-])nova-network(?![\w-])", re.IGNORECASE), "Neutron"),
    _Retired("glance-registry", re.compile(r"(?<![\w.-])glance-registry(?![\w-])", re.IGNORECASE), "Glance"),
    _Retired("linuxbridge", re.compile(r"(?<![\w.-])linuxbridge(?![\w-])", re.IGNORECASE), "Open vSwitch or OVN"),
    _Retired("os_tenant_name", re.compile(r"(?<![\w.-])OS_TENANT_NAME(?![\w-])"), "OS_PROJECT_NAME"),
)
_SETTINGS = ("conf", "ini", "toml", "yaml")

_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[23][0-9A-Fa-f]{3}:[0-9A-Fa-f:]*[0-9A-Fa-f:]")
_NO_ADDRESS_AFTER = re.compile(r"(?:[\w.:]|[A-Za-z/]-|(?:version|release|[A-Za-z]/|[=<>~!]=|@) *)$", re.IGNORECASE)
_NO_ADDRESS_BEFORE = re.compile(r"\.?\w|-[A-Za-z]")
_FAR_ENOUGH = 20  # letters before it that can make it something else
_EXAMPLES_6 = (IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))

_LONG = "You ask Nova for a server, and Nova asks Placement, Glance and Neutron, " * 3


@rule("W631", bad=section("A ‸tenant owns servers."), good=section("People who call it “tenant” mean a project."))
def retired_word(manuscript: Manuscript) -> Iterator[Finding]:
    """Who learns a word that nobody uses any more searches for the wrong thing, and finds the wrong pages."""
    if manuscript.kind == "glossary":
        return  # which says what words were once
    folded = manuscript.source.text.casefold()
    words, names = ([each for each in known if each.letters in folded] for known in (_RETIRED, _RETIRED_NAMES))
    for passage in manuscript.passages if words or names else ():
        if not passage.untrue and any(each.word.search(passage.raw) for each in (*words, *names)):
            for retired, text in ((words, passage.text), (names, passage.told)):
                for at, what, new in _retired(retired, unquoted(text)):
                    yield Finding(*passage.place(at), what, f"write {new}, or put the old word in quotation marks")
    for number, line in _code(manuscript) if names else ():
        for at, what, new in _retired(names, line):
            yield Finding(number, at + 1, what, f"say it with {new}")


def _retired(known: Iterable[_Retired], text: str) -> Iterator[tuple[int, str, str]]:
    for each in known:
        for found in each.word.finditer(text):
            yield found.start(), f"{found[0]!r} is a word of the past", each.new


def _code(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    """Return number and text of the lines of code that somebody may copy; a quiz may show what is out of date."""
    for fence in manuscript.fences if manuscript.kind == "lesson" else ():
        for index in range(len(fence.code)) if fence.language in _SETTINGS else command_lines(fence):
            number = fence.first + 2 + index
            yield number, manuscript.source.lines[number - 1]


@rule("W632", bad=section(f"‸{_LONG}and waits."), good=section(f"{_LONG.replace(', ', '. ')}It waits."))
def long_sentence(manuscript: Manuscript) -> Iterator[Finding]:
    """Who reads in a second language holds a whole sentence in mind before it makes sense: thirty words at most."""
    for passage in manuscript.passages:
        for start, sentence in _sentences(passage.text) if len(passage.raw) > 2 * LONGEST_SENTENCE else ():
            words = len(WORD.findall(sentence))
            if words > LONGEST_SENTENCE:
                yield Finding(*passage.place(start), f"this sentence has {words} words", "make two of it")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Return where each sentence begins, and the sentence; those that are too short to be too long are left out."""
    start = 0
    for end in _END.finditer(text) if len(text) > 2 * LONGEST_SENTENCE else ():
        sentence = text[start : end.end()].lstrip()
        if len(sentence) > 2 * LONGEST_SENTENCE:
            yield end.end() - len(sentence), sentence
        start = end.end()


@rule("W633", bad=section("You ‸just ask Nova."), good=section("You ask Nova."))
def belittling(manuscript: Manuscript) -> Iterator[Finding]:
    """For whom it is not simple, "simply" says: you are the only one."""
    folded = manuscript.source.text.casefold()
    known = any(word in folded for word in _BELITTLING_WORDS)
    for passage in manuscript.passages if known else ():
        if passage.role != "idea" and _BELITTLING.search(passage.text):
            for found in _BELITTLING.finditer(unquoted(passage.text)):
                yield Finding(*passage.place(found.start()), f"{found[0]!r} talks the reader down", "take it out")


@rule(
    "W634",
    bad=section("The server has the address `‸8.8.8.8`."),
    good=section("The server has the addresses `203.0.113.8` and `192.168.50.8`."),
)
def somebodys_address(manuscript: Manuscript) -> Iterator[Finding]:
    """Examples are copied: an address in one must not be that of somebody's machine."""
    if manuscript.kind == "picture":
        return  # nobody copies from one, and it is full of numbers
    known = _ADDRESS.search(manuscript.source.text)
    recorded = _recorded_lines(manuscript) if known else set()
    for number, line in enumerate(manuscript.source.lines, 1) if known else ():
        for found in _ADDRESS.finditer(line) if number not in recorded else ():
            if _is_somebodys(found[0]) and _stands_alone(line, found):
                fix = "take one of 203.0.113.0/24 (RFC 5737), or of 192.168.0.0/16 (RFC 1918) inside a cloud"
                if ":" in found[0]:
                    fix = "take one of 2001:db8::/32 (RFC 3849)"
                yield Finding(number, found.start() + 1, f"{found[0]} may be the address of somebody", fix)


def _stands_alone(line: str, found: re.Match[str]) -> bool:
    """Say whether this is no part of something longer, and no version of something."""
    before = line[max(0, found.start() - _FAR_ENOUGH) : found.start()]
    return not _NO_ADDRESS_AFTER.search(before) and not _NO_ADDRESS_BEFORE.match(line, found.end())


def _is_somebodys(text: str) -> bool:
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and any(address in network for network in _EXAMPLES_6):
        return False
    return address.is_global and not address.is_multicast


def _recorded_lines(manuscript: Manuscript) -> set[int]:
    """Return the numbers of the lines that a machine has said: nobody can choose the addresses in them."""
    return {
        fence.first + 2 + exchange.output_at + index
        for fence in manuscript.fences
        if fence.info == "console"
        for exchange in read_exchanges(fence.code)
        for index in range(len(exchange.output))
    }
