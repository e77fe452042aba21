"""What a question is made of: found while a quiz is read."""

from course.content.rules.examples import Example, in_quiz, question
from course.content.rules.rule import Rule
from course.content.rules.sound import QUIZ

_STEM = "## Which service keeps images? {#keeper}\n\n"
_RIGHT = "- (x) Glance\n"
_WRONG = "- ( ) Nova\n  > Nova starts servers.\n"
_TYPED = f"{_STEM}Text: Glance\nWhy: It keeps images.\n"

no_kind = Rule(
    "E301",
    "The kind of a question is said, never guessed.",
    bad=question(f"‸{_STEM}Think of the service with the disks.\n"),
    good=question(_TYPED),
)
two_kinds = Rule(
    "E302",
    "A question is of one kind.",
    bad=question(f"{_STEM}{_WRONG}{_RIGHT}Text: ‸Glance\n"),
    good=question(f"{_STEM}{_WRONG}{_RIGHT}"),
)
almost_a_box = Rule(
    "E303",
    "Almost a box is a choice that nobody would see.",
    bad=question(f"{_STEM}{_WRONG}{_RIGHT}- ‸() Horizon\n  > Horizon is the dashboard.\n"),
    good=question(f"{_STEM}{_WRONG}{_RIGHT}- ( ) Horizon\n  > Horizon is the dashboard.\n"),
)
unknown_keyword = Rule(
    "E304",
    "A keyword that nobody reads is most often a slip of the pen.",
    bad=question(f"{_TYPED}‸Hnit: Think of a photograph.\n"),
    good=question(f"{_TYPED}Hint: Think of a photograph.\n"),
)
keyword_twice = Rule(
    "E305",
    "Of two values for one keyword it is unclear which one counts.",
    bad=question(f"{_TYPED}‸Why: Nova asks it for them.\n"),
    good=question(f"{_STEM}Text: Glance\nWhy: It keeps images. Nova asks it for them.\n"),
)
loose_line = Rule(
    "E306",
    "A line that belongs to nothing would be lost.",
    bad=question(f"{_TYPED}‸Nova asks it for them.\n"),
    good=question(f"{_TYPED}  Nova asks it for them.\n"),
)
not_one_right = Rule(
    "E307",
    "Round boxes mean pick one, so exactly one is right.",
    bad=question(f"{_STEM}{_WRONG}{_RIGHT}- (x) ‸The image service\n"),
    good=question(f"{_STEM}{_WRONG}{_RIGHT}"),
)
mixed_boxes = Rule(
    "E308",
    "Round boxes mean pick one, square boxes pick all that fit: both at once mean nothing.",
    bad=question(f"{_STEM}{_WRONG}{_RIGHT}- [ ] ‸Horizon\n  > Horizon is the dashboard.\n"),
    good=question(f"{_STEM}{_WRONG}{_RIGHT}- ( ) Horizon\n  > Horizon is the dashboard.\n"),
)
nothing_right = Rule(
    "E309",
    "A question that nobody can answer right is no question.",
    bad=question(f"{_STEM}- [ ] ‸Nova\n- [ ] Horizon\nWhy: Glance keeps them.\n"),
    good=question(f"{_STEM}- [ ] Nova\n- [x] Glance\nWhy: Glance keeps them.\n"),
)
silent_choice = Rule(
    "E310",
    "A learner who picks a wrong choice learns why it is wrong.",
    bad=question(f"{_STEM}{_RIGHT}- ( ) ‸Nova\n"),
    good=question(f"{_STEM}{_RIGHT}{_WRONG}"),
)
unclear_answer = Rule(
    "E311",
    "A value that cannot be understood must not be guessed.",
    bad=question("## Glance keeps images. {#keeper}\n\nAnswer: ‸yes\nWhy: It does.\n"),
    good=question("## Glance keeps images. {#keeper}\n\nAnswer: true\nWhy: It does.\n"),
)
same_choice = Rule(
    "E312",
    "Two choices that say the same cannot be told apart in the answers.",
    bad=question(f"{_STEM}{_RIGHT}{_WRONG}- ( ) ‸Nova\n  > Nova starts servers.\n"),
    good=question(f"{_STEM}{_RIGHT}{_WRONG}- ( ) Horizon\n  > Horizon is the dashboard.\n"),
)
too_few_lines = Rule(
    "E313",
    "With fewer lines there is nothing to choose.",
    bad=question(f"{_STEM}- (x) ‸Glance\n"),
    good=question(f"{_STEM}{_RIGHT}{_WRONG}"),
)
not_without_text = Rule(
    "E314",
    "Not: foresees a wrong word, so it stands beside Text: only.",
    bad=question(f"{_STEM}{_RIGHT}{_WRONG}Not: ‸Horizon\n  > Horizon is the dashboard.\n"),
    good=question(f"{_TYPED}Not: Horizon\n  > Horizon is the dashboard.\n"),
)
no_question = Rule(
    "E315",
    "A quiz is made of questions.",
    bad=Example(QUIZ, "‸\n"),
    good=question(_TYPED),
)
text_before_questions = Rule(
    "E316",
    "Text outside of the questions would never be shown.",
    bad=in_quiz("‸Three questions.\n\n## Who starts a server?", "## Who starts a server?"),
    good=in_quiz("## Who starts a server?", "## Who starts a server?"),
)
