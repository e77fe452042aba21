"""More than a page can carry, or the Markdown library can read: found before anything is rendered."""

from course.content.limits import DEEPEST, LONGEST_PARAGRAPH, LONGEST_RUN, MOST_PICTURES
from course.content.rules.examples import section
from course.content.rules.rule import Rule

_SENTENCE = "You ask Nova for a server, and Nova asks the others.\n"
_IMAGE = "![A person asks Nova](images/ask.svg)"
_MANY = LONGEST_PARAGRAPH // len(_SENTENCE) + 3
_CODE = f"```python\n{'1,' * 4000}\n```\n\n"  # in colours, each of these signs is 20 signs of HTML

long_run = Rule(
    "E120",
    "Long runs of one sign take the Markdown library for ever.",
    bad=section("Wait‸" + "." * (LONGEST_RUN + 1)),
    good=section("Wait ..."),
)
deep_nesting = Rule(
    "E121",
    "Deep nesting takes the Markdown library for ever, and readers too.",
    bad=section("‸" + "> " * (DEEPEST + 1) + "You ask Nova."),
    good=section("> You ask Nova."),
)
long_paragraph = Rule(
    "E122",
    "Long paragraphs take the Markdown library for ever, and readers too.",
    bad=section("‸" + _SENTENCE * _MANY),
    good=section(f"{_SENTENCE}\n{_SENTENCE}"),
)
many_pictures = Rule(
    "E123",
    "Every picture is written into the page itself, which must reach a phone.",
    bad=section(f"{_IMAGE}\n\n" * MOST_PICTURES + f"‸{_IMAGE}"),
    good=section(f"{_IMAGE}\n\n{_IMAGE}"),
)
huge_page = Rule(
    "E124",
    "A page of more than 2 MB reaches no phone in a train.",
    bad=section(_CODE * 12),
    good=section(_CODE),
)
