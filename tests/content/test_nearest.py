import pytest

from course.content.nearest import did_you_mean, nearest, slip_of

KEYWORDS = ("Section", "Topic", "Hint", "Talk", "Why", "See", "Shuffle", "Not", "Answer", "Text", "Number")


def test_the_nearest_words_come_with_the_likeliest_first() -> None:
    assert nearest("Anser", KEYWORDS) == ("Answer",)
    assert nearest("nova", ["Nova", "Neutron"]) == ("Nova",)
    assert nearest("zzz", KEYWORDS) == ()


def test_a_suggestion_names_one_word_or_says_something_else() -> None:
    assert did_you_mean("Hnit", KEYWORDS, "x") == "did you mean Hint?"
    assert did_you_mean("zzz", KEYWORDS, "look around") == "look around"


@pytest.mark.parametrize(
    ("word", "meant"), [("Hnit", "Hint"), ("Sectoin", "Section"), ("Answers", "Answer"), ("hint", "Hint")]
)
def test_a_slip_of_the_pen_can_only_be_one_word(word: str, meant: str) -> None:
    assert slip_of(word, KEYWORDS) == meant


@pytest.mark.parametrize("word", ["Note", "Test", "Tent", "Whey", "Seen", "Topics of", "zzz", ""])
def test_what_could_be_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert slip_of(word, KEYWORDS) == ""
