"""How it is said: in words of today, in short sentences, without talking anybody down."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from course.content.console import read_exchanges
from course.content.rules.examples import section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule

LONGEST_SENTENCE = 30
"""Words."""

_QUOTED = re.compile(r"“[^“”]*”|„[^“”]*[“”]|«[^«»]*»|\"[^\"]*\"|‘[^‘’]*’")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_END = re.compile(r"[.!?…]+(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bcf\.)[\"”’»)\]*_]*(?=\s|$)|\Z")
_BELITTLING = re.compile(r"(?<![\w-])(?:simply|just|obviously)(?![\w-])", re.IGNORECASE)

_RETIRED = {
    re.compile(r"(?<![\w-])tenants?(?![\w-])", re.IGNORECASE): "project",
    re.compile(r"(?<![\w-])Quantum(?![\w-])"): "Neutron",
    re.compile(r"(?<![\w-])Packstack(?![\w-])", re.IGNORECASE): "DevStack or Kolla-Ansible",
    re.compile(r"(?<![\w-])TripleO(?![\w-])", re.IGNORECASE): "Kolla-Ansible or OpenStack-Ansible",
    re.compile(r"(?<![\w-])Freenode(?![\w-])", re.IGNORECASE): "OFTC",
    re.compile(r"(?<![\w-])I?CLAs?(?![\w-])|Contributor License Agreements?"): "DCO",
}
"""Words of prose, and those of today."""

_RETIRED_CODE = {
    re.compile(r"(?<![\w.-])nova boot(?![\w-])"): "openstack server create",
    re.compile(r"(?<![\w.-])nova-network(?![\w-])", re.IGNORECASE): "Neutron",
    re.compile(r"(?<![\w.-])glance-registry(?![\w-])", re.IGNORECASE): "Glance, which needs it no more",
    re.compile(r"(?<![\w.-])linuxbridge(?![\w-])", re.IGNORECASE): "Open vSwitch or OVN",
    re.compile(r"(?<![\w.-])OS_TENANT_NAME(?![\w-])"): "OS_PROJECT_NAME",
}
"""Names that are mostly written as code."""

_TRACE = re.compile(
    "tenant|quantum|packstack|tripleo|freenode|cla|contributor|nova.(?:boot|network)|registry|linuxbridge"
)
"""What is in every one of them: to look for it in small letters takes no time."""

_ANY_ADDRESS = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]|[23][0-9a-f]{3}:", re.IGNORECASE)

_IPV4 = re.compile(r"(?<![\w.])(?<![A-Za-z/]-)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?\w)(?!-[A-Za-z])")
_IPV6 = re.compile(r"(?<![\w:.])[23][0-9a-f]{3}:[0-9a-f:]*[0-9a-f:](?!\.?\w)", re.IGNORECASE)
_VERSION = re.compile(r"(?:version|release|[A-Za-z]/|[=<>~!]=|@)\s*$", re.IGNORECASE)
_NEAR = 20  # letters before an address in which such a word counts: a line can hold thousands of addresses
_EXAMPLES_6 = (IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))

_LONG = "You ask Nova for a server, and Nova asks Placement, Glance and Neutron, " * 3


@rule("W631", bad=section("A ‸tenant owns servers."), good=section("People who call it “tenant” mean a project."))
def retired_word(manuscript: Manuscript) -> Iterator[Finding]:
    """Who learns a word that nobody uses any more searches for the wrong thing, and finds the wrong pages."""
    if manuscript.kind == "glossary":
        return  # which says what words were once
    for passage in manuscript.passages:
        if passage.untrue or not _TRACE.search(passage.raw.casefold()):
            continue
        for words, text in ((_RETIRED, passage.text), (_RETIRED_CODE, passage.told)):
            for word, new in words.items():
                for found in word.finditer(_QUOTED.sub(_blank, text)):
                    fix = f"write {new}, or put the old word in quotation marks"
                    yield Finding(*passage.place(found.start()), f"{found[0]!r} is a word of the past", fix)


@rule("W632", bad=section(f"‸{_LONG}and waits."), good=section(f"{_LONG.replace(', ', '. ')}It waits."))
def long_sentence(manuscript: Manuscript) -> Iterator[Finding]:
    """Who reads in a second language holds a whole sentence in mind before it makes sense: thirty words at most."""
    for passage in manuscript.passages:
        for start, sentence in _sentences(passage.text):
            words = len(_WORD.findall(sentence))
            if words > LONGEST_SENTENCE:
                yield Finding(*passage.place(start), f"this sentence has {words} words", "make two of it")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Return where each sentence begins, and the sentence; those that are too short to be too long are left out."""
    start = 0
    for end in _END.finditer(text):
        sentence = text[start : end.end()].lstrip()
        if len(sentence) > 2 * LONGEST_SENTENCE:
            yield end.end() - len(sentence), sentence
        start = end.end()


@rule("W633", bad=section("You ‸just ask Nova."), good=section("You ask Nova."))
def belittling(manuscript: Manuscript) -> Iterator[Finding]:
    """For whom it is not simple, "simply" says: you are the only one."""
    for passage in manuscript.passages:
        if passage.role == "idea" or not _BELITTLING.search(passage.text):
            continue
        for found in _BELITTLING.finditer(_QUOTED.sub(_blank, passage.text)):
            yield Finding(*passage.place(found.start()), f"{found[0]!r} talks the reader down", "take it out")


@rule(
    "W634",
    bad=section("The server has the address `‸8.8.8.8`."),
    good=section("The server has the addresses `203.0.113.8` and `192.168.50.8`."),
)
def somebodys_address(manuscript: Manuscript) -> Iterator[Finding]:
    """Examples are copied: an address in one must not be that of somebody's machine."""
    recorded = _recorded_lines(manuscript)
    for number, line in enumerate(manuscript.source.lines, 1):
        if number in recorded or not _ANY_ADDRESS.search(line):
            continue
        for found in (*_IPV4.finditer(line), *_IPV6.finditer(line)):
            at = found.start()
            if _is_somebodys(found[0]) and not _VERSION.search(line[:at][-_NEAR:]):
                fix = "take one of 203.0.113.0/24 (RFC 5737), or of 192.168.0.0/16 (RFC 1918) inside a cloud"
                if ":" in found[0]:
                    fix = "take one of 2001:db8::/32 (RFC 3849)"
                yield Finding(number, at + 1, f"{found[0]} may be the address of somebody", fix)


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


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found[0])
