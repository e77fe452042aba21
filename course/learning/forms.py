"""The shape of what the form of a question sends; what it means is for the operations."""

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are a release behind
from wtforms.validators import Length, Regexp, ValidationError

from course.content.questions import MatchQuestion, OrderQuestion, Question
from course.content.typed import LONGEST_ANSWER
from course.learning.models import Certainty
from course.learning.operations import Reply

UNREADABLE = "Your answer holds a character that cannot be read. Please type it again."
TOO_LONG = f"Your answer is longer than {LONGEST_ANSWER} characters. Please shorten it."
NO_LONGER = "That is not one of the choices any more: the question may have changed. Please choose again."
NOT_NEEDED = "-"
NARROW_SPACE = "\u202f"  # between the thousands of a pasted number
MISSING = {
    "single": "Choose one answer, or press “I don’t know yet”.",
    "several": "Choose at least one answer, or press “I don’t know yet”.",
    "truth": "Choose true or false, or press “I don’t know yet”.",
    "text": "Write your answer, or press “I don’t know yet”.",
    "number": "Write a number such as 16 or 2.5, or press “I don’t know yet”.",
    "order": "Give every step a place or “not needed”, and no place twice.",
    "match": "Choose a partner for every line, or press “I don’t know yet”.",
    "command": "Write the command, or press “I don’t know yet”.",
}


class AnswerForm(Form):
    """What every question's form sends beside the pick itself."""

    question = StringField(validators=[Length(max=100)])
    key = StringField(validators=[Length(min=1, max=64), Regexp(r"^[0-9A-Za-z_-]*\Z")])
    origin = StringField(validators=[Length(max=10)])
    again = StringField(validators=[Regexp(r"^[0-9]{0,12}\Z")])
    sure = StringField()
    skip = StringField()
    reveal = StringField()
    pick = SelectMultipleField(validate_choice=False)

    asked: Question

    def validate_pick(self, _field: SelectMultipleField) -> None:
        """Refuse a pick of the wrong shape; "I don't know yet" and a reveal need none."""
        if not self.skip.data and not self.reveal.data:
            _check_picked(self.asked, self.picked())

    def picked(self) -> tuple[str, ...]:
        """Return the pick as the question's marking reads it."""
        sent = (one.replace(NARROW_SPACE, " ").strip() for one in self.pick.data or ())
        return tuple(one for one in sent if one)

    def filled(self) -> dict[str, str]:
        """Return what the lists of the form held, by step or left key."""
        return {}

    def reply(self) -> Reply:
        """Return what the learner says with this form."""
        if self.reveal.data:
            return Reply(reveal=True)
        if self.skip.data:
            return Reply()
        certainty = {"1": Certainty.SURE, "0": Certainty.GUESS}.get(self.sure.data or "", Certainty.UNKNOWN)
        return Reply(self.picked(), certainty)


class OrderForm(AnswerForm):
    """Steps, each with a place or "not needed"."""

    def filled(self) -> dict[str, str]:
        """Return the place of every step."""
        return {field.name.removeprefix("place-"): field.data or "" for field in _lists(self)}

    def picked(self) -> tuple[str, ...]:
        """Return the steps in the order of their places."""
        places = [str(number) for number in range(1, len(self.asked.shown) + 1)]
        placed = {step: places.index(place) for step, place in self.filled().items() if place in places}
        return tuple(sorted(placed, key=lambda step: placed[step]))

    def validate_pick(self, _field: SelectMultipleField) -> None:
        """Refuse a step without a place, and two steps in one place."""
        if self.skip.data or self.reveal.data:
            return
        places = list(self.filled().values())
        used = [place for place in places if place != NOT_NEEDED]
        if "" in places or len(used) != len(set(used)) or not used:
            raise ValidationError(MISSING["order"])


class MatchForm(AnswerForm):
    """Left sides, each with a right side."""

    def filled(self) -> dict[str, str]:
        """Return the right side chosen for every left side."""
        return {field.name.removeprefix("match-"): field.data or "" for field in _lists(self)}

    def picked(self) -> tuple[str, ...]:
        """Return the right sides in the order of the left sides; empty until all are there."""
        rights = tuple(self.filled().values())
        return () if "" in rights else rights


def _lists(form: Form) -> list[SelectField]:
    return [field for field in form if type(field) is SelectField]


def question_form(question: Question, data: MultiDict[str, str]) -> AnswerForm:
    """Return the form of a question, filled with what was sent."""
    fields: dict[str, SelectField] = {}
    base: type[AnswerForm] = AnswerForm
    if isinstance(question, OrderQuestion):
        base = OrderForm
        places = ["", NOT_NEEDED, *(str(number) for number in range(1, len(question.shown) + 1))]
        fields = {f"place-{step.key}": _select(places) for step in question.shown}
    elif isinstance(question, MatchQuestion):
        base = MatchForm
        rights = ["", *(right.key for right in question.rights)]
        fields = {f"match-{left.key}": _select(rights) for left in question.lefts}
    form = type(base.__name__, (base,), {**fields, "asked": question})(data)
    assert isinstance(form, AnswerForm)
    return form


def _select(values: list[str]) -> SelectField:
    return SelectField(choices=[SelectChoice(value) for value in values])


def first_error(form: AnswerForm) -> str:
    """Return the one sentence that says what to do."""
    if form.pick.errors:
        return str(form.pick.errors[0])
    return NO_LONGER


def _check_picked(question: Question, picked: tuple[str, ...]) -> None:
    if not picked:
        raise ValidationError(MISSING[question.kind])
    if question.kind in ("text", "number", "command"):
        _check_typed(question, picked)
    elif not question.accepts(picked):
        raise ValidationError(NO_LONGER)


def _check_typed(question: Question, picked: tuple[str, ...]) -> None:
    if len(picked) != 1:
        raise ValidationError(NO_LONGER)
    (typed,) = picked
    if len(typed) > LONGEST_ANSWER:
        raise ValidationError(TOO_LONG)
    if not typed.isprintable():
        raise ValidationError(UNREADABLE)
    if not question.accepts((typed,)):
        raise ValidationError(MISSING[question.kind])
