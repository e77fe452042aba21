from pathlib import Path

import pytest

from course.content.rules.examples import question
from tests.content.rules.marking import marked

STEM = "## Who keeps images? {#keeper}\n\n"
LONGEST = [
    "- (x) ‸Glance, which keeps the first disk of every server\n- ( ) Nova, the service\n  > No.\n",
    "- (x) Glance, which keeps the first disk of every server\n- ( ) Nova, which starts and stops servers\n  > No.\n",
    "- (x) Glance, indeed\n- ( ) Nova\n  > No.\n",
    "- ( ) Nova, which starts and stops each of the many servers\n  > No.\n- (x) Glance\n",
    "- (x) [Glance](glossary:image), it is\n- ( ) Nova, it may be\n  > No.\n",
    "- [x] Glance, which keeps the first disk of every server\n- [ ] Nova\n  > No.\n",
]


@pytest.mark.parametrize("choices", LONGEST)
def test_a_right_choice_that_is_by_far_the_longest_is_told(choices: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W611", question(STEM + choices)) == STEM + choices


OTHERS = [
    "‸All of the above",
    "‸None of the above.",
    "Glance, or ‸none of these answers",
    "‸Both of the above",
    "‸Neither of the other choices",
    "‸all the others",
]
NO_OTHERS = ["All of them", "None", "All the servers above the limit", "Both", "None of your servers"]


@pytest.mark.parametrize("choice", [*OTHERS, *NO_OTHERS])
def test_a_choice_that_speaks_of_the_other_choices_is_told(choice: str, tmp_path: Path) -> None:
    text = f"{STEM}- (x) Glance\n- ( ) Nova\n  > No.\n- ( ) {choice}\n  > No.\n"
    assert marked(tmp_path, "W612", question(text)) == text


NEGATED = [
    "Which of these is ‸not a service?",
    "Which of these is ‸NOT a service?",
    "Which service do you ‸never ask first?",
    "A colleague says: “Ask Nova.” Which service is ‸not asked?",
    "Your server is gone. Who does‸n’t know it?",
    "What ca‸n't a quota do?",
    "Who ‸cannot see your key?",
    "In which cloud is Nova ‸not needed?",
]
NOT_NEGATED = [
    "“Is it not there?” Which service do you ask?",
    "All these are services, except one. Which one is it?",
    "Your server gets no address. Which service do you ask first?",
    "Your server does not start. Whom do you ask?",
    "What do you check first when you cannot sign in?",
    "Which service says why a server does not start?",
    "Why can you not sign in?",
    "A colleague says: “Which of them is not needed?” What do you answer?",
    "You want servers, and nothing more. Which services must run?",
    "Note what another service does. Which one is it?",
]


@pytest.mark.parametrize("stem", [*NEGATED, *NOT_NEGATED])
def test_a_question_that_turns_on_a_negation_is_told(stem: str, tmp_path: Path) -> None:
    text = f"## {stem} {{#stem}}\n\n- (x) Glance\n- ( ) Nova\n  > No.\n"
    assert marked(tmp_path, "W613", question(text)) == text


STATEMENTS = [
    "A quota is ‸not a promise.",
    "A quota ‸never grows.",
    "When a server does not start, its fault says why.",
    "A quota is a promise.",
    "Nova says which servers cannot start.",
]


@pytest.mark.parametrize("stem", STATEMENTS)
def test_a_statement_that_turns_on_a_negation_is_told(stem: str, tmp_path: Path) -> None:
    text = f"## {stem} {{#stem}}\n\nAnswer: true\nWhy: So.\n"
    assert marked(tmp_path, "W613", question(text)) == text


def test_feedback_of_more_than_45_words_is_told(tmp_path: Path) -> None:
    long = " ".join(["word"] * 45)
    choices = f"- (x) Glance\n  > {long}\n- ( ) Nova\n  > ‸{long}\n  > more\n- ( ) Heat\n  > {long}\n"
    text = f"{STEM}{choices}\nTalk: {long} more.\n"
    assert marked(tmp_path, "W614", question(text)) == text


ANSWERS = [
    "- (x) Glance\n- ( ) Nova\n  > No, ‸Glance does.\n",
    "- (x) Glance\n- ( ) Nova\n  > No, `‸glance` does.\n",
    "- (x) The image service.\n- ( ) Nova\n  > Think of ‸the **image\n  > service**.\n",
    "- (x) Glance\n  > Yes, Glance.\n- ( ) Nova\n  > Who keeps them?\n",
    "- (x) A volume\n- ( ) A volume snapshot\n  > A volume snapshot stays beside it.\n",
    "- (x) Yes\n- ( ) No\n  > Yes, it does.\n",
    "- (x) images\n- ( ) Nova\n  > Images are kept elsewhere.\n",
    "- (x) 8192\n- ( ) 4096\n  > Not 8192?\n",
    "- [x] Glance\n- [ ] Nova\n  > Nova asks Glance.\n",
    "Text: Glance | the image service\nNot: Nova\n  > No, ‸the image service does.\n",
]


@pytest.mark.parametrize("choices", ANSWERS)
def test_feedback_that_says_the_answer_is_told(choices: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W615", question(STEM + choices)) == STEM + choices
