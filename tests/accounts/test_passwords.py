import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from course.accounts import passwords
from course.accounts.passwords import NOBODY, common_passwords, hash_password, matches, weakness
from tests.conftest import make_client
from tests.people import EMAIL, PASSWORD, answer, sign_up

REAL = passwords._hasher
COST = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def _passwords_cost_what_they_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", REAL)


def test_a_password_is_kept_as_argon2id_with_the_cost_that_was_decided() -> None:
    kept = hash_password("correct horse battery")
    assert kept.startswith(COST)
    assert NOBODY.startswith(COST)
    assert matches(kept, "correct horse battery")
    assert not matches(kept, "correct horse batterz")
    assert kept != hash_password("correct horse battery")


def test_no_hash_matches_nothing() -> None:
    assert not matches(None, "anything at all")
    assert not matches("no hash", "anything at all")


def test_two_ways_to_write_a_letter_are_one_password() -> None:
    assert matches(hash_password("za\u017co\u0301\u0142\u0107 1"), "za\u017c\u00f3\u0142\u0107 1")


def test_the_list_of_common_passwords_holds_what_could_be_typed() -> None:
    assert len(common_passwords()) >= 300
    assert all(len(one) >= 8 and one == one.casefold() and one.isprintable() for one in common_passwords())
    assert weakness("PassWord123")
    assert not weakness("a horse that nobody knows")


def test_at_most_two_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = [0, 0]
    guard = threading.Lock()

    class Slow:
        def hash(self, _password: str) -> str:
            with guard:
                at_once[0] += 1
                at_once[1] = max(at_once)
            time.sleep(0.02)
            with guard:
                at_once[0] -= 1
            return ""

    monkeypatch.setattr("course.accounts.passwords._hasher", Slow)
    threads = [threading.Thread(target=hash_password, args=("x",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_once[1] == 2


@pytest.mark.parametrize("path", ["/sign-up", "/sign-in", "/settings/password", "/settings/email"])
def test_nobody_waits_to_write_while_a_password_is_hashed(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    account = make_client(app)
    sign_up(account)
    ours, hashed = passwords._hasher(), []

    class Watched:
        def hash(self, password: str) -> str:
            take_a_turn()
            return ours.hash(password)

        def verify(self, known: str, typed: str) -> bool:
            take_a_turn()
            return ours.verify(known, typed)

    def take_a_turn() -> None:
        with app.extensions["database"].session(writing=True, patience=0) as session:
            session.execute(text("SELECT 1"))
        hashed.append(path)

    monkeypatch.setattr("course.accounts.passwords._hasher", Watched)
    sent = {"email": "eva@example.org", "password": PASSWORD, "new": "another horse entirely"}
    guest_or_account = account if path.startswith("/settings") else client
    if path == "/sign-in":
        answer(client)
        sent["email"] = EMAIL
    assert guest_or_account.post(path, data=sent).status_code == 303
    assert hashed
