from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.questions import (
    Choice,
    CommandQuestion,
    Marking,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralChoice,
    SingleChoice,
    TextQuestion,
    TrueFalse,
)

A = Choice("a", "Nova", right=False, feedback="It asks for one.", idea="M27 Nova hands out the addresses")
B = Choice("b", "Neutron", right=True, feedback="Ports are its own.")
C = Choice("c", "Glance", right=False)
D = Choice("d", "Cinder", right=True)

SINGLE = SingleChoice(id="q", stem="Who?", choices=(A, B, C))
SEVERAL = SeveralChoice(id="q", stem="Who?", choices=(A, B, C, D))
TRUTH = TrueFalse(id="q", stem="Is it?", truth=True)
TEXT = TextQuestion(
    id="q",
    stem="Who?",
    answers=("Keystone", "the identity service"),
    nots=(Choice("h", "Horizon | the dashboard", right=False, feedback="It asks."),),
)
NUMBER = NumberQuestion(id="q", stem="How many?", value=Decimal("16.5"), tolerance=Decimal("0.1"), unit="GB")
STEPS = tuple(Choice(key, key, right=True) for key in "1234")
EXTRA = Choice("x", "Reboot", right=False, feedback="Nothing runs yet.")
ORDER = OrderQuestion(id="q", stem="Sort", steps=STEPS, extras=(EXTRA,))
LEFTS = (Choice("l1", "Cinder", right=True, feedback="C for chunk."), Choice("l2", "Glance", right=True))
RIGHTS = (Choice("r2", "images", right=True), Choice("r1", "volumes", right=True))
MATCH = MatchQuestion(id="q", stem="Match", lefts=LEFTS, rights=RIGHTS, pairs=(("l1", "r1"), ("l2", "r2")))
COMMAND = CommandQuestion(id="q", stem="List", command="openstack server list --long")


def missed(feedback: tuple[str, ...] = (), remark: str = "", ideas: tuple[str, ...] = ()) -> Marking:
    return Marking(right=False, feedback=feedback, remark=remark, ideas=ideas)


ALL: tuple[Question, ...] = (SINGLE, SEVERAL, TRUTH, TEXT, NUMBER, ORDER, MATCH, COMMAND)
KINDS = [question.kind for question in ALL]


@pytest.mark.parametrize("question", ALL, ids=KINDS)
def test_the_answer_of_a_question_is_accepted_and_right(question: Question) -> None:
    assert question.accepts(question.answer)
    assert question.mark(question.answer).right


@pytest.mark.parametrize("question", ALL, ids=KINDS)
def test_nothing_picked_is_neither_accepted_nor_right(question: Question) -> None:
    assert not question.accepts(())
    assert not question.mark(()).right


@pytest.mark.parametrize("question", ALL, ids=KINDS)
@given(
    picked=st.lists(
        st.text() | st.sampled_from(["a", "b", "c", "1", "2", "x", "r1", "r2", "true", "\0", "\ud800"])
    ).map(tuple)
)
def test_marking_is_never_surprised_and_always_says_the_same(question: Question, picked: tuple[str, ...]) -> None:
    marking = question.mark(picked)
    assert marking == question.mark(picked)
    assert set(marking.feedback) <= set(question.feedback)
    if marking.right:
        assert question.accepts(picked) or question.kind in ("single", "several")


def test_a_single_choice_takes_exactly_one_known_key() -> None:
    assert SINGLE.accepts(("a",))
    assert not SINGLE.accepts(("a", "b"))
    assert not SINGLE.accepts(("z",))


def test_a_wrong_single_choice_earns_its_own_feedback_and_shows_its_idea() -> None:
    assert SINGLE.mark(("a",)) == missed(("a",), "", ("M27 Nova hands out the addresses",))
    assert SINGLE.mark(("b",)) == Marking(right=True, feedback=("b",))
    assert SINGLE.mark(("z",)) == missed()


def test_several_choice_is_right_only_as_a_whole() -> None:
    assert SEVERAL.mark(("b", "d")).right
    assert SEVERAL.mark(("d", "b")).right
    assert SEVERAL.mark(("b",)) == missed(("b",), "What you picked fits, but something is missing.")
    assert SEVERAL.mark(("a", "b", "d")).remark == "Not everything you picked fits."
    assert SEVERAL.mark(("a",)).feedback == ("a",)


def test_several_choice_takes_known_keys_once() -> None:
    assert SEVERAL.accepts(("a", "b", "c", "d"))
    assert not SEVERAL.accepts(("a", "a"))
    assert not SEVERAL.accepts(("a", "z"))


def test_true_and_false_always_stand_in_this_order() -> None:
    assert [(choice.key, choice.text, choice.right) for choice in TRUTH.shown] == [
        ("true", "True", True),
        ("false", "False", False),
    ]
    assert TRUTH.mark(("false",)) == missed()
    assert not TRUTH.accepts(("True",))


@pytest.mark.parametrize("typed", ["keystone", "KEYSTONE.", " The  identity service "])
def test_any_of_the_words_is_right(typed: str) -> None:
    assert TEXT.mark((typed,)) == Marking(right=True)


@pytest.mark.parametrize("typed", ["horizon", "The dashboard!"])
def test_a_foreseen_wrong_word_earns_its_feedback(typed: str) -> None:
    assert TEXT.mark((typed,)) == missed(("h",))


def test_a_typed_answer_has_a_largest_length() -> None:
    assert TEXT.accepts(("x" * 500,))
    assert not TEXT.accepts(("x" * 501,))
    assert not TEXT.accepts((" \n",))
    assert not TEXT.accepts(("a", "b"))


@pytest.mark.parametrize(
    ("typed", "right"),
    [("16.5", True), ("16,4", True), ("16.6 GB", True), ("16.61", False), ("16.5 gb", True), ("-16.5", False)],
)
def test_a_number_is_right_within_its_tolerance(typed: str, right: bool) -> None:
    assert NUMBER.mark((typed,)) == Marking(right)


def test_another_unit_is_told() -> None:
    assert NUMBER.mark(("16.5 TB",)) == Marking(right=False, remark="The answer is asked for in GB.")


def test_any_unit_will_do_when_the_author_wrote_none() -> None:
    question = NumberQuestion(id="q", stem="", value=Decimal(16))
    assert question.mark(("16 servers",)).right


def test_a_word_is_no_number() -> None:
    assert not NUMBER.accepts(("many",))
    assert NUMBER.mark(("many",)) == Marking(right=False, remark="This is not a number.")
    assert NUMBER.answer == ("16.5 GB",)


def test_a_command_is_compared_as_a_shell_would_run_it() -> None:
    assert COMMAND.mark(("openstack server list",)) == Marking(right=False, remark="`--long` is missing.")
    assert COMMAND.mark(("openstack --long server list",)).right


def test_steps_are_never_shown_in_their_right_order() -> None:
    for number in range(200):
        question = OrderQuestion(id=f"q{number}", stem="", steps=STEPS, extras=(EXTRA,))
        assert [step.key for step in question.shown if step.key != "x"] != ["1", "2", "3", "4"]
        assert {step.key for step in question.shown} == {"1", "2", "3", "4", "x"}


def test_two_steps_are_not_always_shown_in_the_wrong_order() -> None:
    questions = [OrderQuestion(id=f"q{number}", stem="", steps=STEPS[:2]) for number in range(60)]
    assert {tuple(step.key for step in question.shown) for question in questions} == {("1", "2"), ("2", "1")}


def test_the_remark_counts_steps_in_their_place() -> None:
    assert ORDER.mark(("1", "2", "4", "3")).remark == "2 of 4 steps are in the right place."
    assert ORDER.mark(("1",)).remark == "1 of 4 steps is in the right place."
    assert ORDER.mark(("x", "1", "2", "3", "4")) == missed(
        ("x",), "0 of 4 steps are in the right place. One step does not belong."
    )


def test_an_order_takes_known_steps_once() -> None:
    assert ORDER.accepts(("x", "4"))
    assert not ORDER.accepts(("1", "1"))
    assert not ORDER.accepts(("1", "?"))


def test_the_remark_counts_pairs() -> None:
    assert MATCH.mark(("r1", "r1")) == missed((), "1 of 2 pairs is right.")
    assert MATCH.mark(("r2", "r1")) == missed(("l1",), "0 of 2 pairs are right.")


def test_a_match_takes_one_known_right_for_each_left() -> None:
    assert MATCH.accepts(("r1", "r1"))
    assert not MATCH.accepts(("r1",))
    assert not MATCH.accepts(("r1", "l1"))


def test_choices_stand_in_one_order_that_depends_on_the_id_alone() -> None:
    changed = SingleChoice(id="q", stem="Other", choices=(Choice("x", "X", right=True), C, A))
    places = [SINGLE.choices.index(choice) for choice in SINGLE.shown]
    assert [changed.choices.index(choice) for choice in changed.shown] == places
    orders = {tuple(c.key for c in SingleChoice(id=f"q{n}", stem="", choices=(A, B, C)).shown) for n in range(60)}
    assert len(orders) == 6


def test_choices_can_be_kept_in_the_order_of_the_file() -> None:
    for number in range(20):
        question = SingleChoice(id=f"q{number}", stem="", choices=(A, B, C), shuffle=False)
        assert question.shown == (A, B, C)
