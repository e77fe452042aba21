from decimal import Decimal

import pytest

from course.content.errors import UnknownQuestionError
from course.content.questions import (
    CommandQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralChoice,
    SingleChoice,
    TextQuestion,
    TrueFalse,
)
from course.content.quizzes import Quiz, parse
from course.content.source import Source, digest_of
from tests.content.wrong import errors_of

PATH = "quizzes/nova.md"
GOOD_CHOICES = "- ( ) Nova\n  > It asks.\n- (x) Neutron\n"


def read(text: str) -> Quiz:
    return parse(Source(PATH, text))


def only(text: str) -> Question:
    (question,) = read(f"## Who? {{#who}}\n\n{text}").questions
    return question


def wrong(text: str) -> list[str]:
    return errors_of(parse, PATH, f"## Who? {{#who}}\n\n{text}")


def test_a_quiz_has_the_slug_of_its_file_and_its_questions_in_order() -> None:
    quiz = read(f"## One? {{#one}}\nAnswer: true\n\n## Two? {{#two}}\n{GOOD_CHOICES}")
    assert quiz.slug == "nova"
    assert [question.id for question in quiz.questions] == ["one", "two"]
    assert [question.line for question in quiz.questions] == [1, 4]
    assert quiz.question("two").stem == "Two?"
    with pytest.raises(UnknownQuestionError):
        quiz.question("three")


def test_a_single_choice_has_everything_its_lines_say() -> None:
    question = only(
        "Look at this:\n\n```\nkey: Value: 1\n```\n\n"
        "Section: ask\nTopic: Who hands out addresses\n\n"
        "- ( ) Nova, because it\n  > Nova asks.\n  > Who does it ask?\n  Idea: M27 Nova hands out\n"
        "- (X) Neutron {#neutron}\n\n"
        "Hint: Which service\n  owns ports?\nWhy: Ports.\nTalk: Ask.\nSee: keystone#token\nShuffle: no\n"
    )
    assert isinstance(question, SingleChoice)
    assert question.body == "Look at this:\n\n```\nkey: Value: 1\n```"
    assert (question.section, question.topic) == ("ask", "Who hands out addresses")
    assert (question.hint, question.why, question.talk) == ("Which service owns ports?", "Ports.", "Ask.")
    assert (question.see, question.shuffle) == ("keystone#token", False)
    nova, neutron = question.choices
    assert (nova.feedback, nova.idea) == ("Nova asks. Who does it ask?", "M27 Nova hands out")
    assert nova.key == digest_of("Nova, because it")[:8]
    assert (neutron.key, neutron.text, neutron.right) == ("neutron", "Neutron", True)
    assert question.answer == ("neutron",)


def test_square_boxes_are_several_choice() -> None:
    question = only("- [x] One\n- [ ] Two\n- [X] Three\nWhy: So.\n")
    assert isinstance(question, SeveralChoice)
    assert [choice.right for choice in question.choices] == [True, False, True]


@pytest.mark.parametrize(("value", "truth"), [("true", True), ("False", False)])
def test_answer_is_true_or_false(value: str, truth: bool) -> None:
    question = only(f"Answer: {value}\n")
    assert isinstance(question, TrueFalse)
    assert question.truth is truth


def test_text_has_alternatives_and_foreseen_wrong_words() -> None:
    question = only(
        "Text: Keystone | the identity service\nNot: Horizon\n  > It asks.\n  Idea: M2 The dashboard is it\n"
    )
    assert isinstance(question, TextQuestion)
    assert question.answers == ("Keystone", "the identity service")
    (horizon,) = question.nots
    assert (horizon.text, horizon.feedback, horizon.idea) == ("Horizon", "It asks.", "M2 The dashboard is it")


@pytest.mark.parametrize(
    ("value", "number", "tolerance", "unit"),
    [("16", "16", "0", ""), ("2.5 +- 0.1", "2.5", "0.1", ""), ("16 GB", "16", "0", "GB"), ("-1", "-1", "0", "")],
)
def test_number_has_a_value_a_tolerance_and_a_unit(value: str, number: str, tolerance: str, unit: str) -> None:
    question = only(f"Number: {value}\n")
    assert isinstance(question, NumberQuestion)
    assert (question.value, question.tolerance) == (Decimal(number), Decimal(tolerance))
    assert question.unit == unit
    assert question.answer == (f"{number} {unit}".strip(),)


def test_order_has_numbered_steps_and_steps_that_do_not_belong() -> None:
    question = only("Order:\n1. Get a token\n2. Create\n- Reboot\n  > Nothing runs yet.\n\nWhy: So.\n")
    assert isinstance(question, OrderQuestion)
    assert [step.text for step in question.steps] == ["Get a token", "Create"]
    assert [(step.text, step.feedback) for step in question.extras] == [("Reboot", "Nothing runs yet.")]
    assert question.why == "So."


def test_match_splits_at_the_first_arrow_and_joins_equal_rights() -> None:
    question = only("Match:\n- Cinder -> volumes\n- Glance -> images -> disks\n- Swift -> volumes\n")
    assert isinstance(question, MatchQuestion)
    assert [left.text for left in question.lefts] == ["Cinder", "Glance", "Swift"]
    assert sorted(right.text for right in question.rights) == ["images -> disks", "volumes"]
    assert question.answer[0] == question.answer[2] != question.answer[1]


def test_the_same_words_left_and_right_have_two_keys() -> None:
    question = only("Match:\n- nova -> compute\n- compute -> nova\n")
    assert len({choice.key for choice in question.keyed}) == 4


def test_command_keeps_the_line() -> None:
    question = only("Command: $ openstack server list\n")
    assert isinstance(question, CommandQuestion)
    assert question.command == "openstack server list"


def test_shuffle_can_be_said_for_the_whole_quiz() -> None:
    quiz = read(f"---\nshuffle: no\n---\n## A? {{#a}}\n{GOOD_CHOICES}")
    assert not quiz.questions[0].shuffle


def test_a_dash_in_the_body_is_a_list_and_a_heading_in_code_is_code() -> None:
    question = only("- a\n- [link](https://x.example)\n\n```\n## no\nWhy: no\n- (x) no\n```\n\nAnswer: true\n")
    assert question.body.startswith("- a\n- [link]")
    assert "## no\nWhy: no\n- (x) no" in question.body


def test_the_digest_covers_stem_body_choices_and_marks_only() -> None:
    base = only(f"{GOOD_CHOICES}Hint: a\n").digest
    assert only(f"Section: x\n{GOOD_CHOICES}Hint: b\nWhy: c\nTalk: d\n").digest == base
    assert only(GOOD_CHOICES.replace("It asks", "It begs")).digest == base
    assert only(f"Body.\n\n{GOOD_CHOICES}").digest != base
    assert only(GOOD_CHOICES.replace("Nova", "Glance")).digest != base
    assert only("- (x) Nova\n- ( ) Neutron\n  > It asks.\n").digest != base


MANY_KINDS = "add choices with ( ) or [ ], or one of Answer:, Text:, Number:, Order:, Match:, Command:"
BOX = "write `- ( )`, `- (x)`, `- [ ]` or `- [x]` at the start of the line"
SAY_WHY = "say why under it, on a line that starts with two spaces and >"
NAME = "write small letters, digits and dashes, starting with a letter"
CONTINUE = "indent it by two to continue the line above, or move it up before the first keyword or choice"
SECTION = "write the id of one section of the lesson, without #"
NUMBER = "write a number with a decimal point, and a tolerance after +- if it needs one"
SAME = "change one, or give each a {#key} of its own"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Only a body.\n", f"1:1: E301 question 'who' cannot be answered; {MANY_KINDS}"),
        (f"Answer: true\n{GOOD_CHOICES}", "3:9: E302 question 'who' has both boxes and Answer; keep one of them"),
        ("Answer: true\nNumber: 3\n", "4:9: E302 question 'who' has both Answer and Number; keep one of them"),
        (f"{GOOD_CHOICES}- (y) Glance\n", f"6:3: E303 this is almost a box; {BOX}"),
        (f"{GOOD_CHOICES}- () Glance\n", f"6:3: E303 this is almost a box; {BOX}"),
        (f"{GOOD_CHOICES}- () Glance\n  > It keeps images.\n", f"6:3: E303 this is almost a box; {BOX}"),
        (f"{GOOD_CHOICES} - ( ) Glance\n", f"6:4: E303 this is almost a box; {BOX}"),
        (f"{GOOD_CHOICES}* [x] Glance\n", f"6:3: E303 this is almost a box; {BOX}"),
        (f"{GOOD_CHOICES}- (x] Glance\n", "6:3: E303 the box (x] opens and closes differently; write ( ) or [ ]"),
        (f"{GOOD_CHOICES}Hnit: x\n", "6:1: E304 Hnit: is no keyword; did you mean Hint?"),
        (f"{GOOD_CHOICES}Idea: x\n", "6:1: E304 Idea: belongs under a choice; put it below one and indent it by two"),
        (f"{GOOD_CHOICES}  Iddea: x\n", "6:3: E304 Iddea: is no keyword here; did you mean Idea?"),
        (
            f"{GOOD_CHOICES}  Why: x\n",
            "6:3: E304 Why: is no keyword here; only `>` and Idea: stand under a choice",
        ),
        (f"{GOOD_CHOICES}Hint: a\nHint: b\n", "7:1: E305 Hint: stands here twice; keep one of them"),
        (f"{GOOD_CHOICES}lost words\n", f"6:1: E306 this line belongs to nothing; {CONTINUE}"),
        (f"{GOOD_CHOICES}  lost words\n", "6:3: E306 this line belongs to nothing; start it with > to say why"),
        (f"{GOOD_CHOICES}\n  > late\n", "7:3: E306 this line belongs to nothing; take away the empty line above it"),
        (
            f"{GOOD_CHOICES}```\nx\n```\n",
            "6:1: E306 code can only stand in the body of a question; move it up, before the first keyword or choice",
        ),
        (
            "- ( ) a\n  > x\n- ( ) b\n  > y\n",
            "3:7: E307 question 'who' has no correct choice; mark one with (x)",
        ),
        (
            "- (x) a\n- (x) b\n",
            "4:7: E307 question 'who' has 2 correct choices; leave one (x), or use square boxes for all that fit",
        ),
        (
            "- (x) a\n- [ ] b\n",
            "4:7: E308 question 'who' mixes round and square boxes; use ( ) to pick one, [ ] to pick all that fit",
        ),
        ("- [ ] a\n- [ ] b\n", "3:7: E309 question 'who' has no correct choice; mark every choice that fits with [x]"),
        ("- (x) a\n- ( ) b\n", f"4:7: E310 question 'who' has a wrong choice that says nothing; {SAY_WHY}"),
        ("Answer: yes\n", "3:9: E311 question 'who' has 'yes' as its Answer:; write true or false"),
        ("Answer:\n", "3:8: E311 question 'who' has nothing after Answer:; write true or false"),
        ("Text:\n", "3:6: E311 question 'who' has nothing after Text:; write the right answer"),
        ("Text: a | \n", "3:7: E311 question 'who' has an empty answer; write words on both sides of |"),
        ("Number: many\n", f"3:9: E311 question 'who' has 'many' as its Number:; {NUMBER}"),
        ("Number: 1,5\n", f"3:9: E311 question 'who' has '1,5' as its Number:; {NUMBER}"),
        ("Number: 1 +- x\n", f"3:9: E311 question 'who' has '1 +- x' as its Number:; {NUMBER}"),
        ("Number: 1 +- -1\n", f"3:9: E311 question 'who' has '1 +- -1' as its Number:; {NUMBER}"),
        ("Number:\n", "3:8: E311 question 'who' has nothing after Number:; write a number such as 16 or 2.5"),
        ("Match:\n- a -> b\n- c\n", "5:3: E311 question 'who' has a pair without both sides; write `- left -> right`"),
        ("Command: openstack 'x\n", "3:10: E311 question 'who' has an open quotation mark; close it"),
        ("Command:\n", "3:9: E311 question 'who' has nothing after Command:; write the whole command line"),
        (
            f"Section: #ask\n{GOOD_CHOICES}",
            f"3:10: E311 question 'who' has '#ask' as its Section:; {SECTION}",
        ),
        (f"See: Nova\n{GOOD_CHOICES}", "3:6: E311 question 'who' has 'Nova' as its See:; write slug#section"),
        (
            f"Shuffle: maybe\n{GOOD_CHOICES}",
            "3:10: E311 question 'who' has a Shuffle: that is unclear; write yes or no",
        ),
        ("- (x) a\n- ( )\n  > x\n", "4:7: E311 there are no words here; write what can be picked"),
        ("- (x) a {#A}\n- ( ) b\n  > x\n", f"3:9: E202 'A' cannot be a key; {NAME}"),
        ("- (x) a\n- ( ) a\n  > x\n", f"4:7: E312 question 'who' says the same in line 3 and here; {SAME}"),
        ("Order:\n1. a\n2. a\n", f"5:4: E312 question 'who' says the same in line 4 and here; {SAME}"),
        ("Match:\n- a -> b\n- a -> c\n", f"5:3: E312 question 'who' says the same in line 4 and here; {SAME}"),
        ("- (x) a\n", "3:7: E313 question 'who' has fewer than 2 lines to choose from; write more of them"),
        ("Order:\n1. a\n- b\n", "3:7: E313 question 'who' has fewer than two steps; number them 1. 2. 3."),
        ("Match:\n- a -> b\n", "4:3: E313 question 'who' has fewer than 2 lines to choose from; write more of them"),
        ("Match:\n", "1:1: E313 question 'who' has fewer than 2 lines to choose from; write more of them"),
        ("Order:\n", "3:7: E313 question 'who' has fewer than two steps; number them 1. 2. 3."),
        ("Number: 3\nNot: 4\n", "4:6: E314 question 'who' has a Not: without a Text:; use Not: beside Text: only"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_fix(text: str, expected: str) -> None:
    assert wrong(text) == [f"{PATH}:{expected}"]


def test_all_errors_of_a_file_are_told_at_once() -> None:
    found = errors_of(parse, PATH, "---\nshufle: no\n---\nlost\n## A?\nAnswer: x\n## B? {#b}\n")
    assert [error.split(" ")[1] for error in found] == ["E106", "E316", "E201", "E311", "E301"]


def test_a_file_without_a_question_is_an_error() -> None:
    fix = "start one with `## The question? {#id}`"
    assert errors_of(parse, PATH, "") == [f"{PATH}:1:1: E315 there is no question; {fix}"]


def test_text_before_the_first_question_is_an_error() -> None:
    fix = "put it under a question, below a line that starts with ##"
    assert errors_of(parse, PATH, "\nHello\nyou\n## A? {#a}\nAnswer: true\n") == [
        f"{PATH}:2:1: E316 there is text before the first question; {fix}"
    ]


def test_an_open_fence_is_an_error() -> None:
    assert wrong("```\nx\n") == [
        f"{PATH}:3:1: E113 the code is never closed; end it with a line that holds only the same three signs"
    ]


def test_two_pairs_are_not_always_shown_in_the_wrong_order() -> None:
    quiz = read("".join(f"## Who? {{#q{number}}}\n\nMatch:\n- a -> 1\n- b -> 2\n\n" for number in range(60)))
    assert {tuple(right.text for right in question.shown) for question in quiz.questions} == {("1", "2"), ("2", "1")}
