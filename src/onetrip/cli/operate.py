"""What an operator does besides running: migrate, check and publish the catalogue, accounts, calendar, the ledger's seals."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TextIO

from onetrip.cli import house
from onetrip.walls.scope import everywhere

ACTOR = "system:operator"
Command = Callable[[Namespace], int]


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def with_database(command: Command) -> Command:
    """Run `command` with the house open on its database, and turn refusals into a sentence and exit code 1."""

    def opened(arguments: Namespace) -> int:
        from django.db import IntegrityError

        from onetrip.ledger.refusals import Refused

        house.prepare(arguments.data)
        with house.database(arguments.data):
            house.open_house()
            from onetrip.nodes.wording import owned_elsewhere

            try:
                with everywhere("an operator at the command line"):
                    return command(arguments)
            except Refused as why:
                refused = why
            except IntegrityError as error:
                owned = owned_elsewhere(error)
                if owned is None:
                    raise
                refused = owned
            _say(refused.text.zh, refused.text.en, file=sys.stderr)
            return 1

    return opened


def _say(zh: str, en: str, *, file: TextIO | None = None) -> None:
    print(f"{zh}\n{en}", file=file or sys.stdout)


def check_catalogue(arguments: Namespace) -> int:
    """Report everything that is wrong with the catalogue, with file and line; needs no database."""
    from onetrip.catalogue.checking import check, render_problems

    problems = check(arguments.folder or house.catalogue_folder())
    print(render_problems(problems, arguments.language))
    return 1 if any(problem.is_error for problem in problems) else 0


def count_catalogue(arguments: Namespace) -> int:
    """Print how many matters there are by category, kind, channel and confidence; needs no database."""
    from onetrip.catalogue.checking import render_problems
    from onetrip.catalogue.counting import counts
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.schema import read

    reading = read(read_folder(arguments.folder or house.catalogue_folder())[0])
    if reading.catalogue is None:
        print(render_problems(reading.problems, arguments.language))
        return 1
    for table in counts(reading.catalogue):
        print(getattr(table.by, arguments.language))
        for row in table.rows:
            print(f"{row.number:6}  {getattr(row.what, arguments.language)}")
    return 0


def publish_catalogue(arguments: Namespace) -> int:
    """Publish the catalogue as a new version when it changed."""
    from onetrip.catalogue import actions

    version = actions.publish(path=arguments.folder or house.catalogue_folder(), by=ACTOR, now=_now())
    _say(f"现在用的是第 {version.number} 版。", f"Version {version.number} is in force.")
    return 0


def export_catalogue(arguments: Namespace) -> int:
    """Write every file of a version into a folder, byte for byte as it was published."""
    from onetrip.catalogue import archive, queries

    texts = queries.texts(arguments.version or queries.current_version().number)
    written = archive.write_folder(texts, arguments.folder)
    _say(f"写好 {written} 个文件：{arguments.folder}", f"{written} files written to {arguments.folder}")
    return 0


def publish_due(_arguments: Namespace) -> int:
    """Bring into force every approved draft whose day has come; 1 when one of them could not be."""
    from onetrip.catalogue import actions

    done = actions.publish_due(now=_now(), zone=_zone(), by=ACTOR)
    for due in done:
        if due.refused is None:
            _say(f"{due.draft.title}：第 {due.version} 版。", f"{due.draft.title}: version {due.version}.")
        else:
            _say(
                f"{due.draft.title}：{due.refused.text.zh}",
                f"{due.draft.title}: {due.refused.text.en}",
                file=sys.stderr,
            )
    if not done:
        _say("没有到日子的。", "Nothing is due.")
    return 1 if any(due.refused for due in done) else 0


def learn_catalogue(_arguments: Namespace) -> int:
    """Work out what the sayings of the catalogue in force mean, as far as nobody has yet; gives way to all else."""
    from onetrip.catalogue import actions, queries
    from onetrip.catalogue.search import index_of

    os.nice(10)
    learnt = actions.learn(index=index_of(queries.current()))
    _say(f"学了 {learnt} 句。", f"{learnt} sayings learnt.")
    return 0


def learn_prior(_arguments: Namespace) -> int:
    """Learn what residents are like, so that the question that saves most others comes first; gives way to all else."""
    from onetrip.advice import actions

    os.nice(10)
    learnt = actions.learn_prior(now=_now(), by=ACTOR)
    _say(
        f"从 {learnt.consultations} 次咨询和 {learnt.invented} 位虚拟居民里学了。",
        f"Learnt from {learnt.consultations} consultations and {learnt.invented} invented residents.",
    )
    return 0


def _zone() -> tzinfo:
    from django.utils import timezone

    return timezone.get_default_timezone()


def migrate(_arguments: Namespace) -> int:
    """Bring the tables up to date."""
    house.migrate()
    _say("数据表是最新的。", "The tables are up to date.")
    return 0


def create_account(arguments: Namespace) -> int:
    """Make an account; the password is asked for, never given on the command line."""
    from onetrip.staff import actions

    roles = [(role, arguments.centre) for role in arguments.role]
    password = _ask_password()
    actions.create_account(
        username=arguments.username,
        name=arguments.name,
        password=password,
        roles=roles,
        department=arguments.department,
        by=ACTOR,
        now=_now(),
    )
    _say(f"账号 {arguments.username} 建好了。", f"Account {arguments.username} is ready.")
    return 0


def set_password(arguments: Namespace) -> int:
    """Set a new password for an account."""
    from onetrip.staff import actions

    actions.set_password(username=arguments.username, password=_ask_password(), by=ACTOR, now=_now())
    _say("密码换好了，原来的登录都已失效。", "The password is changed; every earlier session has ended.")
    return 0


def close_account(arguments: Namespace) -> int:
    """Close an account; its history stays."""
    from onetrip.staff import actions

    actions.close_account(username=arguments.username, by=ACTOR, now=_now())
    _say(f"账号 {arguments.username} 停用了。", f"Account {arguments.username} is closed.")
    return 0


def end_sessions(arguments: Namespace) -> int:
    """Sign out an account, or everybody."""
    from onetrip.staff import actions

    ended = actions.end_sessions(username=arguments.username, by=ACTOR, now=_now())
    _say(f"结束了 {ended} 处登录。", f"{ended} sessions ended.")
    return 0


def forget_factors(arguments: Namespace) -> int:
    """Somebody has lost phone and keys: their second factors go, and the next sign-in sets up new ones."""
    from onetrip.signin import actions

    gone = actions.forget_factors(username=arguments.username, by=ACTOR, now=_now())
    _say(
        f"去掉了 {gone} 项，原来的登录都已失效。下次登录时重新设置。",
        f"{gone} removed, and every session has ended. The next sign-in sets up new ones.",
    )
    return 0


def rule_second_factor(arguments: Namespace) -> int:
    """Say whether a role needs a second factor in a centre."""
    from onetrip.signin import actions

    needed = arguments.what == "need"
    actions.set_rule(role=arguments.role, centre=arguments.centre, needed=needed, by=ACTOR, now=_now())
    _say("下次登录起生效。", "It counts from the next sign-in on.")
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("密码 password: ")


def load_demonstration(arguments: Namespace) -> int:
    """Load the demonstration centre into this database; with --year invent its past, with --morning play a morning in it."""
    from onetrip.web.demonstration import centre, difficult, duty, morning, practice, training, year

    house.migrate()
    secrets = centre.load(catalogue_folder=house.catalogue_folder(), now=_now())
    for name, secret in secrets.items():
        print(f"{name} /device/pair/{secret}")
    _say("演示中心装好了。", "The demonstration centre is loaded.")
    if arguments.year or arguments.reopened:
        _say("正在编一年的过去，约一分钟……", "Inventing a past year, about a minute …")
        played = year.play(code="LF", now=_now(), reopened=arguments.reopened)
        _say(
            f"编好了：{played.days} 天，大厅 {played.visits} 位，自助 {played.stays} 位，办件 {played.cases} 件。都是编的。",
            f"Invented: {played.days} days, {played.visits} people in the hall, {played.stays} at kiosks, {played.cases} cases.",
        )
        duty.load(code="LF", now=_now())
    if arguments.morning:
        _say("正在演一个上午，约十秒……", "Playing a morning, about ten seconds …")
        duty.load(code="LF", now=_now())
        practice.play(code="LF", now=_now())
        visits = morning.play(code="LF", now=_now())
        difficult.play(code="LF", now=_now())
        _say(f"演完了：今天上午办完 {visits} 位。", f"Played: {visits} people were served this morning.")
        trained = training.play(code="LF", now=_now())
        _say(f"另有 {trained} 位在培训。", f"{trained} clerks are in training.")
    return 0


def load_calendar(arguments: Namespace) -> int:
    """Load a yearly notice on holidays and make-up workdays."""
    from onetrip.centres import notices

    if notices.load(arguments.file, by=ACTOR, now=_now()):
        _say("放假安排装好了。", "The notice is loaded.")
    else:
        _say("这一年这一版已经装过了。", "This year and version are loaded already.")
    return 0
