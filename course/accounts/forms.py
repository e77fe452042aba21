"""The shape of what the pages of accounts send."""

from wtforms import Field, Form, PasswordField, StringField
from wtforms.validators import Length, StopValidation, ValidationError

from course.accounts.emails import EmailError, normal_email
from course.accounts.passwords import LONGEST, weakness
from course.web.forms import PageForm, plain_text, stripped

LONGEST_NAME = 80
NO_PASSWORD = "Write your password."  # noqa: S105 (a sentence)
TOO_LONG = f"A password has at most {LONGEST} characters."
DELETE = "delete"


def an_email(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address; raises ValidationError."""
    try:
        normal_email(field.data or "")
    except EmailError as error:
        raise ValidationError(str(error)) from error


def a_password(_form: Form, field: Field) -> None:
    """Refuse an empty password and one that is nobody's; raises ValidationError."""
    if not field.data:
        raise StopValidation(NO_PASSWORD)
    if len(field.data) > LONGEST:
        raise ValidationError(TOO_LONG)


def a_new_password(_form: Form, field: Field) -> None:
    """Refuse a password that is too short, too long or too common; raises ValidationError."""
    weak = weakness(field.data or "")
    if weak:
        raise ValidationError(weak)


def name_field() -> StringField:
    """Return a field for a name, which may stay empty."""
    message = f"A name has at most {LONGEST_NAME} characters here."
    return StringField(filters=[stripped], validators=[Length(max=LONGEST_NAME, message=message), plain_text])


class SignUpForm(PageForm):
    """E-mail, name, password; nothing else."""

    page = "sign_up"
    email = StringField(filters=[stripped], validators=[an_email])
    name = name_field()
    password = PasswordField(validators=[a_new_password])
    next = StringField()


class SignInForm(PageForm):
    """E-mail and password."""

    page = "sign_in"
    wrong_key = "The address and the password do not belong together. Please check both."
    email = StringField(filters=[stripped], validators=[an_email])
    password = PasswordField(validators=[a_password])
    next = StringField()


class NameForm(PageForm):
    """Another name."""

    page = "own_name"
    name = name_field()


class EmailForm(PageForm):
    """Another address, with the password."""

    page = "own_email"
    email = StringField(filters=[stripped], validators=[an_email])
    password = PasswordField(validators=[a_password])


class PasswordForm(PageForm):
    """Another password, with the one so far."""

    page = "own_password"
    password = PasswordField(validators=[a_password])
    new = PasswordField(validators=[a_new_password])


class DeletionForm(PageForm):
    """The word that deletes a person."""

    page = "own_deletion"
    word = StringField(filters=[stripped])

    def validate_word(self, field: StringField) -> None:
        """Refuse any other word."""
        if (field.data or "").casefold() != DELETE:
            raise ValidationError(f"Write the word {DELETE} to delete everything.")


class MoveForm(PageForm):
    """A code from another device."""

    page = "move_here"
    key_field = "code"
    code = StringField(filters=[stripped])

    @property
    def plain_code(self) -> str:
        """The code without the dash and the spaces that help to read it."""
        return "".join(char for char in (self.code.data or "").upper() if char.isalnum())

    def validate_code(self, _field: StringField) -> None:
        """Refuse what cannot be a code."""
        if len(self.plain_code) != 8:  # noqa: PLR2004 (the length that people read out)
            raise ValidationError("Write the eight characters that the other device shows.")
