from decimal import Decimal

import pytest

from course.content.answers import alternatives, compare_commands, normal_text, read_number, split_command


@pytest.mark.parametrize("text", ["Keystone", "  keystone. ", "KEYSTONE!", "keystone…", "\tKeystone\n"])
def test_case_spaces_and_final_punctuation_do_not_count(text: str) -> None:
    assert normal_text(text) == "keystone"


def test_letters_are_the_same_however_they_are_put_together() -> None:
    assert normal_text("Zaz\u0307o\u0301łc\u0301") == normal_text("ZAŻÓŁĆ")
    assert normal_text("Straße") == normal_text("STRASSE")


def test_punctuation_inside_counts() -> None:
    assert normal_text("m1.small") == "m1.small"
    assert normal_text("the  identity\nservice") == "the identity service"


def test_a_backslash_makes_a_bar_a_sign() -> None:
    assert alternatives(r"Keystone | the identity service") == ("Keystone", "the identity service")
    assert alternatives(r"a \| b | c") == ("a | b", "c")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("16", "16", ""),
        ("2.5", "2.5", ""),
        ("2,5", "2.5", ""),
        (" 16 GB ", "16", "GB"),
        ("16GB", "16", "GB"),
        ("-3", "-3", ""),
        ("\u22123", "-3", ""),
        ("1 000", "1000", ""),
        ("1\u00a0000 servers", "1000", "servers"),
        ("12'000", "12000", ""),
        ("50 %", "50", "%"),
        ("50%", "50", "%"),
        ("\uff11\uff16", "16", ""),
        ("16 virtual servers", "16", "virtual servers"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, number: str, unit: str) -> None:
    assert read_number(text) == (Decimal(number), unit)


@pytest.mark.parametrize(
    "text",
    ["", "sixteen", "1.2.3", "1 00", "16 17", "4 x 4", "1e5", "--3", "NaN", "Infinity", "9" * 21, "9" * 500, "٣"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_a_command_is_split_as_a_shell_does() -> None:
    assert split_command("$ openstack server create \\\n  'web 1'") == ("openstack", "server", "create", "web 1")
    assert split_command("openstack 'server") is None


BOOT = "openstack server create --flavor m1.small --image debian-12 --wait web-1"


@pytest.mark.parametrize(
    "typed",
    [
        BOOT,
        f"$ {BOOT}",
        "openstack server create web-1 --image debian-12 --flavor m1.small --wait",
        "openstack  server create --flavor=m1.small --wait --image='debian-12' web-1",
        'openstack server create --wait "web-1" --image debian-12 --flavor "m1.small"',
        "openstack server create \\\n --flavor m1.small \\\n --image debian-12 --wait web-1",
    ],
)
def test_commands_that_do_the_same_are_the_same(typed: str) -> None:
    assert compare_commands(BOOT, typed) == (True, "")


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("openstack server create --flavor m1.small --wait web-1", "`--image` is missing."),
        (f"{BOOT} --network private", "`--network` is not needed."),
        (BOOT.replace("m1.small", "m1.large"), "`--flavor` has another value."),
        (
            BOOT.replace("m1.small", "debian-12").replace("--image debian-12", "--image m1.small"),
            "`--flavor` has another value.",
        ),
        (BOOT.removesuffix(" web-1"), "A word is missing."),
        (f"{BOOT} web-2", "`web-2` is not what is asked for."),
        (BOOT.replace("create", "boot"), "`boot` is not what is asked for."),
        (BOOT.replace("server create", "create server"), "The words are there, but not in this order."),
        ("nova boot", "The command does not start with `nova`."),
        ("openstack 'server", "A quotation mark is left open."),
        ("", "There is no command."),
    ],
)
def test_the_remark_names_what_is_missing_or_too_much(typed: str, remark: str) -> None:
    assert compare_commands(BOOT, typed) == (False, remark)


def test_an_option_that_stands_twice_must_stand_twice() -> None:
    wanted = "openstack server list -c Name -c Status"
    assert compare_commands(wanted, "openstack server list -c Status -c Name") == (True, "")
    assert compare_commands(wanted, "openstack server list -c Name") == (False, "`-c` is missing.")


def test_a_negative_number_is_no_option() -> None:
    wanted = "openstack quota set --cores -1 demo"
    assert compare_commands(wanted, "openstack quota set demo --cores -1") == (True, "")
