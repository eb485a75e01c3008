"""`huxin accounts`: accounts of a production system, with passwords that never stand on a command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from services.cli.accounts import command
from services.cli.main import COMMANDS
from services.gateway.accounts import Accounts
from services.gateway.schema import SCHEMA
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

SECRET = "示例口令-not-a-word"
CLERK = ["add", "clerk-1", "--name", "示例 经办", "--jurisdiction", "shaoxing", "--department", "construction_authority"]
BUILDER = ["add", "builder-1", "--name", "示例", "--jurisdiction", "shaoxing", "--department", "construction_unit"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HUXIN_DATABASE_URL", f"sqlite:///{tmp_path}/{{service}}.db")
    with_tables(tmp_path)

    def invoke(*arguments, stdin=f"{SECRET}\n"):
        return CliRunner().invoke(command, list(arguments), input=stdin)

    return invoke


def with_tables(folder):
    database = Database.for_service("gateway", Settings(database_url=f"sqlite:///{folder}/{{service}}.db"))
    migrations.upgrade(database, SCHEMA)
    database.close()


@pytest.fixture
def accounts(run, tmp_path):  # noqa: ARG001 - the tables must be there
    database = Database.for_service("gateway", Settings(database_url=f"sqlite:///{tmp_path}/{{service}}.db"))
    yield Accounts(database, lambda _jurisdiction, _department: ())
    database.close()


def test_name_under_which_only_parts_of_the_system_act_is_refused(run, accounts):
    refused = run("add", "system:clerk", *CLERK[2:])
    assert isinstance(refused.exception, HuxinError)
    assert refused.exception.code == "bad_username"
    assert accounts.listed() == []


def test_command_is_part_of_huxin():
    assert COMMANDS["accounts"] == "services.cli.accounts"


def test_added_account_signs_in_with_the_password_from_standard_input(run, accounts):
    result = run(*CLERK, "--role", "clerk", "--role", "leader")
    assert (result.exit_code, result.output) == (0, "added clerk-1\n")
    user = accounts.sign_in("clerk-1", SECRET).user
    assert (user.department, user.roles, user.firms) == ("construction_authority", ("clerk", "leader"), ())


def test_no_option_takes_a_password():
    options = {option for each in command.commands.values() for parameter in each.params for option in parameter.opts}
    assert "--role" in options
    assert not any("pass" in option for option in options)


def test_list_shows_who_may_sign_in_and_no_password(run):
    run(*CLERK)
    rows = json.loads(run("list", "--json").output)
    assert [(row["username"], row["roles"], row["disabled_at"]) for row in rows] == [("clerk-1", ["clerk"], None)]
    assert "argon2" not in run("list", "--json").output
    assert "clerk-1" in run("list").output


def test_locked_account_signs_in_no_more_until_it_is_unlocked(run, accounts):
    run(*CLERK)
    token = accounts.sign_in("clerk-1", SECRET).token
    assert run("lock", "clerk-1").output == "locked clerk-1\n"
    fresh = Accounts(accounts._database, lambda _jurisdiction, _department: ())
    assert fresh.session(token) is None
    with pytest.raises(HuxinError, match="may not sign in"):
        fresh.sign_in("clerk-1", SECRET)
    assert json.loads(run("list", "--json").output)[0]["disabled_at"].endswith("+08:00")
    run("unlock", "clerk-1")
    assert fresh.sign_in("clerk-1", SECRET).user.username == "clerk-1"


def test_unlocking_forgets_wrong_passwords(run, accounts):
    run(*CLERK)
    for _ in range(5):
        with pytest.raises(HuxinError, match="wrong"):
            accounts.sign_in("clerk-1", "wrong")
    with pytest.raises(HuxinError, match="Too many"):
        accounts.sign_in("clerk-1", SECRET)
    run("unlock", "clerk-1")
    assert accounts.sign_in("clerk-1", SECRET).user.username == "clerk-1"


def test_changed_password_replaces_the_old_one(run, accounts):
    run(*CLERK)
    run("password", "clerk-1", stdin="another-示例-password\n")
    with pytest.raises(HuxinError, match="wrong"):
        accounts.sign_in("clerk-1", SECRET)
    assert accounts.sign_in("clerk-1", "another-示例-password").user.username == "clerk-1"


def test_firms_person_names_its_firm_by_credit_code(run, accounts):
    assert run(*BUILDER, "--firm", "91000000example0a1").exit_code == 0
    assert accounts.sign_in("builder-1", SECRET).user.firms == ("91000000EXAMPLE0A1",)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*CLERK[:4], "--jurisdiction", "nowhere", "--department", "hr_bureau"], "bad_account"),
        ([*CLERK[:4], "--jurisdiction", "shaoxing", "--department", "housing_bureau"], "bad_account"),
        ([*CLERK[:4], "--jurisdiction", "shaoxing", "--department", "worker"], "bad_account"),
        (["add", "a\tb", *CLERK[2:]], "bad_account"),
        (["add", "x" * 61, *CLERK[2:]], "bad_account"),
        (BUILDER, "bad_account"),
        ([*BUILDER, "--firm", "123"], "bad_account"),
        ([*BUILDER, "--firm", "91000000EXAMPLE0A1", "--role", "supervisor"], "bad_account"),
        ([*CLERK, "--firm", "91000000EXAMPLE0A1"], "bad_account"),
        (["lock", "nobody"], "unknown_account"),
        (["unlock", "nobody"], "unknown_account"),
        (["password", "nobody"], "unknown_account"),
    ],
)
def test_account_that_could_never_work_is_refused(run, arguments, code):
    result = run(*arguments)
    assert isinstance(result.exception, HuxinError)
    assert result.exception.code == code
    assert result.exception.fix
    assert json.loads(run("list", "--json").output) == []


@pytest.mark.parametrize("stdin", ["", "\n", "short\n", "x" * 201 + "\n"])
def test_weak_password_is_refused(run, stdin):
    result = run(*CLERK, stdin=stdin)
    assert result.exception.code == "weak_password"
    assert json.loads(run("list", "--json").output) == []


def test_name_is_taken_once(run):
    run(*CLERK)
    assert run(*CLERK).exception.code == "account_exists"


def test_tables_that_are_missing_are_said_to_be_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("HUXIN_DATABASE_URL", f"sqlite:///{tmp_path}/empty/{{service}}.db")
    result = CliRunner().invoke(command, ["list"])
    assert isinstance(result.exception, HuxinError)
    assert "huxin db upgrade" in (result.exception.fix or "")
