import pytest

from course.meetups.details import DetailsError, GroupDetails, require_sound, slug_of
from tests.meetups.people import details

LINKS = ("video_url", "chat_url", "notes_url", "recording_url")


def problems(**changes: object) -> dict[str, str]:
    with pytest.raises(DetailsError) as refused:
        require_sound(details(**changes))
    return refused.value.problems


@pytest.mark.parametrize("field", LINKS)
@pytest.mark.parametrize(
    "link",
    [
        "http://meet.example.org",
        "irc://irc.oftc.net/openstack",
        "javascript:alert(1)",
        "//meet.example.org",
        "meet.example.org",
        "https://",
        "https:///room",
        "https://user@meet.example.org",
        "https://meet.example.org\\.evil.example",
        "https://meet.example.org/a room",
        "https://meet.example.org/\nX: y",
        "https://[meet",
        "https://meet.example.org:99999999",
        " https://meet.example.org",
    ],
)
def test_a_link_that_is_not_https_is_refused_in_its_field(field: str, link: str) -> None:
    assert problems(**{field: link}) == {
        field: "Write a link that starts with https://, such as https://meet.example.org/room, or leave it empty."
    }


@pytest.mark.parametrize(
    "link", ["", "https://matrix.to/#/#openstack-pl:example.org", "https://meet.example.org:8443/room?x=ł"]
)
def test_other_links_are_taken(link: str) -> None:
    sound = details(**dict.fromkeys(LINKS, link))
    require_sound(sound)
    assert sound.chat_url == link


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("title", "  ", "Give the meetup a title"),
        ("title", "x" * 121, "121 characters; 120 fit"),
        ("title", "two\nlines", "cannot be read"),
        ("place", "Rynek\x00", "cannot be read"),
        ("description", "bell\x07", "cannot be read"),
        ("description", "x" * 5001, "5000 fit"),
        ("minutes", 14, "from 15 to 720"),
        ("minutes", 721, "from 15 to 720"),
        ("zone", "Europe/Warszawa", "Did you mean"),
        ("language", "Polish!", "such as en or pl"),
        ("language", "abc-12345678-12345678", "such as en or pl"),
        ("video_url", "https://example.org/" + "x" * 500, "500 fit"),
    ],
)
def test_what_cannot_be_kept_is_told_with_what_to_do(field: str, value: object, hint: str) -> None:
    found = problems(**{field: value})
    assert list(found) == [field]
    assert hint in found[field]


def test_all_problems_are_told_at_once() -> None:
    assert set(problems(title="", zone="Mars", chat_url="x")) == {"title", "zone", "chat_url"}


def test_a_text_may_have_lines_and_any_alphabet() -> None:
    polish = details(title="Zażółć gęślą jaźń", description="Pierwsza linia\nDruga linia 🙂")
    require_sound(polish)
    require_sound(GroupDetails(name="東京", description="a\nb"))
    assert polish.minutes == 60


def test_a_group_needs_a_name() -> None:
    with pytest.raises(DetailsError, match="Give the group a name"):
        require_sound(GroupDetails(name=""))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("OpenStack Kraków 7", "openstack-krakow-7"),
        ("Łódź & Øresund: Straße!", "lodz-oresund-strasse"),
        ("東京", "meetup"),
        ("---", "meetup"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_slug_is_made_of_a_title(title: str, slug: str) -> None:
    assert slug_of(title, "meetup") == slug
