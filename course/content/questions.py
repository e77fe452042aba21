"""The kinds of question under one name; `question.mark(picked)` is the only marking there is."""

from course.content.arranging import MatchQuestion, OrderQuestion
from course.content.picking import SeveralChoice, SingleChoice, TrueFalse
from course.content.question import Choice, Kind, Marking, Question
from course.content.typed import CommandQuestion, NumberQuestion, TextQuestion

__all__ = [
    "Choice",
    "CommandQuestion",
    "Kind",
    "Marking",
    "MatchQuestion",
    "NumberQuestion",
    "OrderQuestion",
    "Question",
    "SeveralChoice",
    "SingleChoice",
    "TextQuestion",
    "TrueFalse",
]
