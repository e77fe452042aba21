import time
from pathlib import Path

import pytest

from course.content.rules.checking import check
from course.content.rules.examples import in_lesson, question, section, word, write
from course.content.rules.sound import KEYPOINTS
from tests.content.rules.marking import marked

RETIRED = [
    "A ‸tenant and two ‸Tenants.",
    '“A tenant” and "tenants" and „tenant“ and «tenant» and ‘tenant’ are quoted.',
    "It is multi-tenant, and `tenant_id` is code.",
    "‸Quantum was renamed; quantum physics was not.",
    "Use `‸nova boot`, or ‸nova boot web-1. When Nova boots, and nova boots, all is well.",
    "Set `‸OS_TENANT_NAME`, run `‸nova-network` and ‸glance-registry with ‸linuxbridge. A Linux bridge is fine.",
    "‸Packstack and ‸TripleO on ‸Freenode need a ‸CLA, the ‸Contributor License Agreement. CLASS and Clara do not.",
    "[a project](https://docs.example.org/tenant/nova-network) and <https://docs.example.org/tenants>",
    '![A ‸tenant](images/ask.svg "Each ‸tenant")',
    "| A | B |\n|---|---|\n| one ‸tenant | `‸nova boot` |",
    "> [!HOST]\n> Who said ‸tenant?",
    "```console\n$ openstack project list\n| tenant |\n```",
    "```sh\nexport ‸OS_TENANT_NAME=demo\n```\n\n```ini\nmechanism_drivers = ‸linuxbridge\n```",
    "```console sketch\n$ ‸nova boot web-1\nUse of nova boot is deprecated.\n```",
    "Text.\n\nSource: nova doc/source/admin/tenant.rst",
]


@pytest.mark.parametrize("text", RETIRED)
def test_a_word_of_the_past_is_told_where_the_course_itself_says_it(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W631", section(text)) == text


CHOICES = "- ( ) A tenant\n  > It was called a ‸tenant.\n  Idea: M19 A tenant\n- (x) No ‸tenant\n"
RETIRED_IN_QUIZZES = [
    f"## Is it a ‸tenant? {{#old}}\n\n{CHOICES}\nHint: ‸Tenant\nTalk: No ‸tenant\n  and no ‸Tenant\n",
    "## IRC is on Freenode. {#irc}\n\nAnswer: false\nWhy: ‸Freenode is no more.\n",
    "## IRC was on ‸Freenode. {#irc}\n\nAnswer: true\nWhy: It was.\n",
    "## What is it called? {#name}\n\nText: project\nNot: tenant\n  > That was long ago.\n",
    "## In which order? {#order}\n\nOrder:\n1. A ‸tenant\n2. A server\n- Sign a CLA\nWhy: So.\n",
    "## Is this of today? {#today}\n\n```sh\nnova boot web-1\n```\n\nAnswer: false\nWhy: It is not.\n",
    "## Which fit? {#fit}\n\n- [x] A ‸tenant\n- [ ] A tenant of yours\n  > No.\n",
]


@pytest.mark.parametrize("text", RETIRED_IN_QUIZZES)
def test_what_is_wrong_on_purpose_may_hold_words_of_the_past(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W631", question(text)) == text


def test_the_glossary_says_what_words_were_once(tmp_path: Path) -> None:
    text = "## Project {#project}\n\nIts old name is tenant.\n"
    assert marked(tmp_path, "W631", word(text)) == text


def test_the_front_matter_is_read_too(tmp_path: Path) -> None:
    keypoints = (
        KEYPOINTS.replace("Nova starts", "You ‸just start").replace("Each", '"‸Simply each').replace("job.", 'job."')
    )
    assert marked(tmp_path, "W633", in_lesson(keypoints, KEYPOINTS)) == keypoints


THIRTY = " ".join(["word"] * 30)
SENTENCES = [
    f"{THIRTY}.",
    f"‸{THIRTY} more.",
    f"{THIRTY}. {THIRTY}! {THIRTY}? ‸One {THIRTY}.",
    f"Short. ‸{THIRTY}\nmore.\nThen it ends.",
    f"He said: “{THIRTY[:-10]}.” And {THIRTY[:-5]}.",
    f"‸One, e.g. {THIRTY}.",
    f"- {THIRTY}\n- {THIRTY}\n- ‸More {THIRTY}",
    f"| {THIRTY} | {THIRTY} |\n|---|---|\n| one | ‸one {THIRTY} |",
    f"### {THIRTY}\n{THIRTY}",
    f"{THIRTY[:-5]} `a b c d e`.",
    f"{THIRTY[:-5]} [word](https://docs.example.org/a/b/c/d).",
    f"{THIRTY[:-5]} {{{{ fact:latest-release }}}}.",
    "```text\n" + THIRTY * 2 + "\n```",
    f"> [!NOTE]\n> {THIRTY}\n>\n> ‸More {THIRTY}",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_of_more_than_thirty_words_is_told_where_it_begins(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W632", section(text)) == text


BELITTLING = [
    "You ‸just ask. ‸Simply ask.\n‸OBVIOUSLY.",
    "Adjust it, just-in-time, justly. “Just restart it”, says a colleague. `just ask`",
    "**‸just** and *‸simply*",
]


@pytest.mark.parametrize("text", BELITTLING)
def test_words_that_talk_the_reader_down_are_told(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W633", section(text)) == text


def test_an_idea_is_said_as_those_say_it_who_hold_it(tmp_path: Path) -> None:
    text = "## A? {#a}\n\n- (x) B\n- ( ) C\n  > ‸Just no.\n  Idea: It is just C\n"
    assert marked(tmp_path, "W633", question(text)) == text


ADDRESSES = [
    "Public ones: `192.0.2.1`, 198.51.100.7, 203.0.113.0/24. Private ones: 10.0.0.1, 172.16.0.1, 192.168.50.254.",
    "The others: 127.0.0.1, 0.0.0.0/0, 169.254.169.254, 255.255.255.0, 224.0.0.1, 100.64.0.1.",
    "Somebody's: ‸8.8.8.8, `‸1.1.1.1/32` and https://‸9.9.9.9:8080/x. It is ‸172.32.0.1.",
    "No addresses: version 1.2.3.4, Chrome/120.1.2.3, x==1.2.3.4, 1.2.3.4.5, v1.2.3.4, 999.1.1.1, 5.6.7.8rc1.",
    "From 203.0.113.2-203.0.113.9, image-1.2.3.4.img",
    "IPv6: 2001:db8::1, fe80::a9fe:a9fe, ::1, fd00::1, 3fff::1 and ‸2606:4700::1111.",
    "12:30:45, 06:30:c5:97:d6:d3:ff:66, fa:16:3e:12:34:56, std::vector",
    "```console sketch\n$ ping ‸8.8.8.8\n64 bytes from ‸8.8.8.8\n```",
    "```console\n$ ping ‸8.8.8.8\n64 bytes from 8.8.8.8\n```",
    "```yaml\ndns: ‸8.8.4.4\n```",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_that_may_be_somebodys_is_told(text: str, tmp_path: Path) -> None:
    assert marked(tmp_path, "W634", section(text)) == text


def test_a_line_of_nothing_but_addresses_is_read_in_no_time(tmp_path: Path) -> None:
    folders = write(tmp_path, section(f"```text\n{'8.8.8.8 version 1.2.3.4 ' * 2_000}\n```"))
    start = time.process_time()
    assert sum(error.code == "W634" for error in check(*folders)) == 2_000
    assert time.process_time() - start < 1
