from flask import Flask, url_for


def test_an_address_can_still_be_built_from_the_name_of_a_view(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("learning.lesson", slug="first", answered="who") == "/lessons/first?answered=who"
        assert url_for("learning.lesson", slug="first") == "/lessons/first"
