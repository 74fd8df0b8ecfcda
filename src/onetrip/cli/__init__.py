"""The command line `onetrip`: everything an operator does. Help stands in both languages."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path

from onetrip.cli import (
    backups,
    bookings,
    books,
    devices,
    drill,
    interchange,
    keys,
    ledger,
    logs,
    nodes,
    operate,
    plans,
    reading,
    rehearse,
    retention,
    run,
    screen,
    slips,
    synth,
    training,
    waits,
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="onetrip",
        description="一趟：一个政务服务中心要用的全部软件。 Onetrip: the software of a one-stop service centre.",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("var"),
        metavar="FOLDER",
        help="数据文件夹：内置数据库、密钥 data folder: embedded database, keys (default: var)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_catalogue(commands)
    _add_accounts(commands)
    _add_ledger(commands)
    _add_keys(commands)
    _add_synth(commands)
    _add_screen(commands)
    _add_questions(commands)
    _add_bookings(commands)
    _add_plan(commands)
    _add_slips(commands)
    _add_devices(commands)
    _add_eta(commands)
    _add_reading(commands)
    _add_nodes(commands)
    _add_retention(commands)
    _add_training(commands)
    _add_rehearse(commands)
    _add_drill(commands)
    migrate = commands.add_parser("migrate", help="更新数据表 bring the tables up to date")
    migrate.set_defaults(handle=operate.with_database(operate.migrate))
    demonstration = commands.add_parser("demonstration", help="装入演示中心 load the demonstration centre")
    demonstration.add_argument(
        "--morning", action="store_true", help="再演一个上午，让大屏和主任页有数 and play a morning in it"
    )
    demonstration.add_argument(
        "--year",
        action="store_true",
        help="再编一年的过去，供推演和绩效使用 and invent a past year for rehearsal and appraisal",
    )
    demonstration.add_argument(
        "--reopened",
        action="store_true",
        help="这一年里关过两个月、又开门 the same with two closed months and the surge after them",
    )
    demonstration.set_defaults(handle=operate.with_database(operate.load_demonstration))
    _add_backups(commands)
    _add_log(commands)
    calendar = commands.add_parser("calendar", help="装入全年放假安排 load a yearly notice on holidays")
    calendar.add_argument("file", type=Path, help="YAML 文件 file, 见 see src/onetrip/centres/calendars/")
    calendar.set_defaults(handle=operate.with_database(operate.load_calendar))
    return parser


def _add_backups(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser(
        "backup", help="整库和照片备份成文件，再读回一遍 write database and photographs to files and read them back"
    )
    backup.add_argument("folder", type=Path, help="放备份的文件夹 folder of the backups")
    backup.add_argument(
        "--keep", type=_at_least_one, default=14, help="留最近几份 how many of the newest to keep (default: 14)"
    )
    backup.set_defaults(handle=operate.with_database(backups.backup))
    restore = commands.add_parser(
        "restore", help="把备份装进空的数据库，逐行核对 put a backup into an empty database and compare every row"
    )
    restore.set_defaults(handle=backups.restore)
    verify = commands.add_parser(
        "verify", help="把备份读进一个临时的数据库，逐行核对 read a backup into a database of its own and compare"
    )
    verify.add_argument(
        "--here", action="store_true", help="核对本系统现在的数据库 compare the database of this house as it is now"
    )
    verify.add_argument(
        "--alone", action="store_true", help="结果不记进流水 do not note the result in the ledger of the house"
    )
    verify.set_defaults(handle=backups.verify)
    for parser in (restore, verify):
        parser.add_argument("file", type=Path, help="备份文件 the backup: onetrip-….dump")


def _add_log(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("log", help="日志 the log").add_subparsers(dest="part", required=True, metavar="PART")
    find = parts.add_parser("find", help="按居民念的编号找日志 find the lines of a request by its number")
    find.add_argument("number", nargs="+", help="编号 the number: K7MR-4T2X, 大小写和横线不管 in any spelling")
    find.add_argument("--folder", type=Path, help="日志文件夹 folder of the logs (default: 数据文件夹里的 log)")
    find.set_defaults(handle=logs.find)


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("run", help="启动数据库、网页和实时流 start database, pages and live stream")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="网页端口 port of the pages (default: 8000)")
    parser.add_argument(
        "--live-port", type=_port, default=8001, help="实时流端口 port of the live stream (default: 8001)"
    )
    parser.add_argument("--workers", type=_at_least_one, default=2, help="网页进程数 page processes (default: 2)")
    parser.add_argument("--no-demonstration", action="store_true", help="不装演示数据 without demonstration data")
    parser.add_argument("--node", choices=("centre",), help="作中心节点，见 docs/nodes.md as a centre node")
    parser.add_argument("--city", metavar="URL", help="市节点的地址 address of the city node: https://…")
    parser.add_argument("--centre", metavar="CODE", help="哪个中心 which centre: LF")
    parser.set_defaults(handle=run.run)


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"{text}: 端口是 1 到 65535 的整数 a port is a number from 1 to 65535")
    return number


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text}: 至少 1 at least 1")
    return int(text)


def _add_catalogue(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    catalogue = commands.add_parser("catalogue", help="检查、发布、导出事项目录 check, publish or export the catalogue")
    parts = catalogue.add_subparsers(dest="part", required=True, metavar="PART")
    check = parts.add_parser("check", help="一次列出全部错误 report every error at once")
    check.add_argument("--language", choices=("zh", "en"), default="en", help="报告的语言 language of the report")
    count = parts.add_parser("count", help="有多少事项，依据如何 how many matters, how well founded")
    count.add_argument("--language", choices=("zh", "en"), default="en", help="报告的语言 language of the report")
    publish = parts.add_parser("publish", help="发布新版本 publish a new version")
    for parser, handle in (
        (check, operate.check_catalogue),
        (count, operate.count_catalogue),
        (publish, operate.with_database(operate.publish_catalogue)),
    ):
        parser.add_argument("folder", type=Path, nargs="?", help="目录文件夹 folder (default: catalogue/shanghai)")
        parser.set_defaults(handle=handle)
    export = parts.add_parser("export", help="把一版写成文件夹 write a version as a folder")
    export.add_argument("folder", type=Path, help="空文件夹 an empty folder")
    export.add_argument("--version", type=_at_least_one, help="哪一版 which one (default: 现行 in force)")
    export.set_defaults(handle=operate.with_database(operate.export_catalogue))
    due = parts.add_parser("publish-due", help="发布到了日子的草稿 publish approved drafts whose day has come")
    due.set_defaults(handle=operate.with_database(operate.publish_due))
    learn = parts.add_parser("learn", help="算出说法的意思，搜索用 work out what its sayings mean, for the search")
    learn.set_defaults(handle=operate.with_database(operate.learn_catalogue))
    _add_interchange(parts)
    _add_book(parts)


def _add_training(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("training", help="三先三后培训 training").add_subparsers(
        dest="part", required=True, metavar="PART"
    )
    shown = parts.add_parser("coverage", help="题目覆盖了哪些条件 which conditions the questions reach, and why not")
    shown.add_argument("folder", type=Path, nargs="?", help="目录文件夹 folder (default: catalogue/shanghai)")
    shown.add_argument(
        "--day", type=date.fromisoformat, help="哪一天的数 with the figures of that day (default: 今天 today)"
    )
    shown.add_argument("--language", choices=("zh", "en"), default="en", help="报告的语言 language of the report")
    shown.add_argument("--json", action="store_true", help="给程序读 as data")
    shown.set_defaults(handle=training.show_coverage)
    plan = parts.add_parser("plan", help="现在就算这周的计划 work out the plans of this week now, as the clock does")
    plan.set_defaults(handle=operate.with_database(training.plan))
    status = parts.add_parser("status", help="每人每类走到哪了 how far each person is with each category")
    status.add_argument("centre", help="哪个中心 code of the centre: LF")
    status.add_argument("--json", action="store_true", help="给程序读 as data")
    status.set_defaults(handle=operate.with_database(training.status))


def _add_bookings(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("appointments", help="预约 bookings").add_subparsers(
        dest="part", required=True, metavar="PART"
    )
    tend = parts.add_parser("tend", help="发提醒、记没来的 send reminders, record who did not come")
    tend.set_defaults(handle=operate.with_database(bookings.tend))
    centres = commands.add_parser("centres", help="中心 centres").add_subparsers(
        dest="part", required=True, metavar="PART"
    )
    attach = centres.add_parser("attach", help="设成分中心 make a centre the branch of another")
    attach.add_argument("centre", help="分中心的代码 code of the branch")
    attach.add_argument("--of", help="属于哪个中心 of which centre (default: 不是分中心 of none)")
    attach.set_defaults(handle=operate.with_database(bookings.attach))


def _add_questions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    questions = commands.add_parser("questions", help="问题的先后 the order of the questions")
    parts = questions.add_subparsers(dest="part", required=True, metavar="PART")
    learn = parts.add_parser(
        "learn", help="从咨询里学居民大致什么样 learn from the consultations what residents are like"
    )
    learn.set_defaults(handle=operate.with_database(operate.learn_prior))


def _add_interchange(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = parts.add_parser("export-as", help="导出成别的格式 export in the format of others")
    export.add_argument("format", choices=interchange.FORMATS, help="格式 format")
    export.add_argument("folder", type=Path, nargs="?", help="目录文件夹 folder (default: catalogue/shanghai)")
    export.add_argument(
        "--output", type=Path, required=True, metavar="PATH", help="写到哪个文件 file to write; csv: 文件夹 a folder"
    )
    export.add_argument(
        "--address",
        default="https://onetrip.example",
        help="对外网址，用在链接里 public address, for links (default: https://onetrip.example)",
    )
    export.add_argument(
        "--for-publication",
        action="store_true",
        help="matter-package: 不含只给编辑看的内容 without what is for the editor alone",
    )
    export.set_defaults(handle=interchange.export_as)
    import_json = parts.add_parser(
        "import-json", help="把事项包读回成 YAML 文件 read a matter package back into YAML files"
    )
    import_json.add_argument("file", type=Path, help="事项包 matter package (JSON)")
    import_json.add_argument("folder", type=Path, help="新文件夹 new folder")
    import_json.add_argument("--language", choices=("zh", "en"), default="en", help="报告的语言 language of the report")
    import_json.set_defaults(handle=interchange.import_json)


def _add_book(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    book = parts.add_parser("book", help="业务手册排成一本书 set the work manuals as one book (PDF)")
    book.add_argument(
        "--language", choices=("zh", "en"), default="zh", help="书的语言 language of the book (default: zh)"
    )
    book.add_argument("--output", type=Path, required=True, metavar="FILE", help="写到哪个文件 the PDF to write")
    book.add_argument("--matter", metavar="ID", help="只要一件事的手册 the manual of one matter alone")
    book.add_argument(
        "--guide", action="store_true", help="和 --matter 一起：要办事指南 with --matter: its public guide"
    )
    book.add_argument("--no-demonstration", action="store_true", help="不标演示 without the mark of a demonstration")
    book.add_argument("folder", type=Path, nargs="?", help="目录文件夹 folder (default: catalogue/shanghai)")
    book.set_defaults(handle=books.make_book)


def _add_accounts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    account = commands.add_parser("account", help="账号 accounts")
    parts = account.add_subparsers(dest="part", required=True, metavar="PART")
    create = parts.add_parser("create", help="建账号，密码另问 make one; the password is asked for")
    create.add_argument("username", help="登录名 name to sign in with")
    create.add_argument("--name", required=True, help="姓名 the person's name")
    roles = "guide, clerk, supervisor, director, operator, editor, reviewer, device"
    create.add_argument("--role", action="append", required=True, metavar="ROLE", help=f"角色 role: {roles}")
    create.add_argument(
        "--centre", default="LF", help='中心代码 code of the centre, "*" 表示全部 for all (default: LF)'
    )
    create.add_argument(
        "--department",
        default="",
        metavar="ID",
        help="部门审批的部门，按目录里的编号 of a reviewer: the department, by its id",
    )
    create.set_defaults(handle=operate.with_database(operate.create_account))
    password = parts.add_parser("password", help="换密码 set a new password")
    close = parts.add_parser("close", help="停用 close")
    forget = parts.add_parser("forget-factors", help="手机、钥匙都丢了 remove second factors that were lost")
    of_one = ((password, operate.set_password), (close, operate.close_account), (forget, operate.forget_factors))
    for parser, handle in of_one:
        parser.add_argument("username", help="登录名 name to sign in with")
        parser.set_defaults(handle=operate.with_database(handle))
    leave = parts.add_parser("sign-out", help="让他们重新登录 end the sessions of one, or of everybody")
    leave.add_argument("username", nargs="?", help="登录名，不写就是所有人 name to sign in with; left out: everybody")
    leave.set_defaults(handle=operate.with_database(operate.end_sessions))
    rule = parts.add_parser("second-factor", help="哪个岗位要两步登录 which role needs a second step")
    rule.add_argument("what", choices=["need", "waive"], help="要 need, 不要 waive")
    rule.add_argument("role", metavar="ROLE", help="角色 role")
    rule.add_argument("--centre", default="*", help='中心代码 code of the centre, "*" 表示全部 for all (default: *)')
    rule.set_defaults(handle=operate.with_database(operate.rule_second_factor))


def _add_ledger(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("ledger", help="事件流水 the record of events")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    seal = parts.add_parser("seal", help="封存成链，平时由时钟做 seal new events into the chain; the clock does it")
    seal.set_defaults(handle=operate.with_database(ledger.seal))
    head = parts.add_parser("head", help="每条链现在的链头，带签名 the signed head of every chain now")
    head.set_defaults(handle=operate.with_database(ledger.head))
    export = parts.add_parser("export", help="写成文件，别处也能核对 write files that can be verified anywhere")
    export.add_argument("folder", type=Path, help="写到哪个文件夹 folder to write to")
    export.add_argument("--centre", metavar="CODE", help="只要一个中心 of one centre alone")
    export.set_defaults(handle=operate.with_database(ledger.export))
    verify = parts.add_parser("verify", help="核对有没有被改过 show whether anything was changed")
    verify.add_argument(
        "files", type=Path, nargs="*", help="导出的文件，不写就核对数据库 exported files (default: the database)"
    )
    verify.add_argument(
        "--heads",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="存在别处的链头 heads that were kept elsewhere",
    )
    verify.add_argument("--key", metavar="HEX", help="只信这把公钥的签名 believe signatures of this public key alone")
    verify.set_defaults(handle=ledger.verify)


def _add_keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parts = commands.add_parser("keys", help="加密的密钥 the keys of what is encrypted").add_subparsers(
        dest="part", required=True, metavar="PART"
    )
    show = parts.add_parser("show", help="有哪几把，还有多少没换 which there are, and what is left to be written anew")
    show.set_defaults(handle=operate.with_database(keys.show))
    rotate = parts.add_parser("rotate", help="换新密钥，不用停 a new key, while the house runs")
    rotate.add_argument("--cipher", choices=("aes", "sm4"), help="算法 cipher (default: 和现在一样 as now)")
    rotate.add_argument("--resume", action="store_true", help="接着上次的换，不要新密钥 go on with the last one")
    rotate.add_argument("--batch", type=_at_least_one, default=200, help="一次多少行 rows at a time (default: 200)")
    rotate.set_defaults(handle=operate.with_database(keys.rotate))


def _add_synth(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("synth", help="抽虚构的居民 draw residents who do not exist")
    parser.add_argument("--people", type=_at_least_one, metavar="N", help="多少人 how many (default: 200000)")
    parser.add_argument(
        "--seed",
        type=_seed,
        default=20201101,
        metavar="S",
        help="种子 seed: 同样的种子同样的人 the same, the same people",
    )
    parser.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="按哪一天 as of which day (default: 今天 today)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="写到 file to write: .csv, .npz, .parquet")
    parser.add_argument(
        "--id-numbers", action="store_true", help="带虚构的身份证号 with ID numbers that nobody can own"
    )
    parser.add_argument("--force", action="store_true", help="文件已有也写 write over a file")
    parser.add_argument(
        "--compare", action="store_true", help="和公布的数比一比 print published figures beside the drawn"
    )
    parser.add_argument("--language", choices=("zh", "en"), default="en", help="比较表的语言 language of the table")
    parser.add_argument(
        "--catalogue", type=Path, metavar="FOLDER", help="目录文件夹 folder (default: catalogue/shanghai)"
    )
    parser.set_defaults(handle=synth.synth)


def _add_screen(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("screen", help="谁该享受而没办 who is entitled and has not applied")
    parser.add_argument("residents", type=Path, metavar="FILE", help="居民的 Parquet 文件 a Parquet file of residents")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="结果的文件夹 folder of the run")
    parser.add_argument(
        "--basis", required=True, metavar="TEXT", help="用这些数据的法律依据 legal basis for using the data"
    )
    parser.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="按哪一天 as of which day (default: 今天 today)")
    parser.add_argument(
        "--applied", type=Path, metavar="FILE", help="已经办了的 Parquet 文件 who has applied (resident, matter)"
    )
    parser.add_argument("--list", metavar="MATTER", help="写跟进名单 write a list to follow up")
    parser.add_argument("--possible", action="store_true", help="名单是可能的人 those who may be entitled instead")
    parser.add_argument(
        "--since",
        nargs=2,
        type=Path,
        metavar=("FILE", "FOLDER"),
        help="和以前的筛查比 what changed for these residents since an earlier run, of its file and in its folder",
    )
    parser.add_argument("--by", metavar="FACT", help="按一项情况分组比一比 compare groups by a fact: who is not found")
    parser.add_argument("--most", type=_at_least_one, metavar="N", help="名单最多几人 at most so many on the list")
    parser.add_argument("--to", type=Path, metavar="FILE", help="名单写到 file of the list (CSV)")
    parser.add_argument("--force", action="store_true", help="文件已有也写 write over a file")
    parser.add_argument(
        "--what-if", nargs=2, metavar=("MATTER", "CONDITION"), help="如果条件是 what if its condition were another"
    )
    parser.add_argument(
        "--processes", type=_at_least_one, default=os.cpu_count() or 1, metavar="N", help="几个进程 processes"
    )
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="语言 language")
    parser.add_argument(
        "--catalogue", type=Path, metavar="FOLDER", help="目录文件夹 folder (default: catalogue/shanghai)"
    )
    parser.set_defaults(handle=screen.screen)


def _add_plan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("plan", help="算一份办事方案 compute a plan")
    parser.add_argument("--want", action="append", default=[], metavar="MATTER", help="要办的事项 a matter wanted")
    parser.add_argument(
        "--fact", action="append", default=[], metavar="FACT=VALUE", help="已知的情况 what is known, such as age=66"
    )
    parser.add_argument("--skip", action="append", default=[], metavar="FACT", help="不答的情况 a fact not answered")
    parser.add_argument("--decline", action="append", default=[], metavar="MATTER", help="不办的事项 a matter declined")
    parser.add_argument("--by-proxy", action="store_true", help="别人代办 somebody else comes")
    parser.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="按哪一天 as of which day (default: 今天 today)")
    parser.add_argument("--json", action="store_true", help="输出 JSON，不是句子 data instead of sentences")
    parser.add_argument("--schema", action="store_true", help="输出方案的 JSON Schema print the schema of the data")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="语言 language (default: zh)")
    parser.add_argument(
        "--catalogue", type=Path, metavar="FOLDER", help="目录文件夹 folder (default: catalogue/shanghai)"
    )
    parser.set_defaults(handle=plans.make_plan)


def _add_slips(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    slips_parser = commands.add_parser("slips", help="办事小贴士 slips")
    parts = slips_parser.add_subparsers(dest="part", required=True, metavar="PART")
    verify = parts.add_parser("verify", help="重算一遍，看说的还一样不一样 compute them again and compare")
    verify.add_argument(
        "--since", type=_day, metavar="YYYY-MM-DD", help="从哪天起 from which day on (default: 全部 all)"
    )
    verify.add_argument("--language", choices=("zh", "en"), default="en", help="语言 language of the report")
    verify.set_defaults(handle=operate.with_database(slips.verify_slips))


def _add_devices(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("devices", help="设备和它们的桥 devices and their bridges")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    key = parts.add_parser("key", help="给一个位置的桥发钥匙 give the bridge of a place a key")
    revoke = parts.add_parser("revoke", help="作废钥匙 revoke a key")
    for part, handle in ((key, devices.give_key), (revoke, devices.revoke_key)):
        part.add_argument("kind", choices=("check-in", "kiosk", "window", "desk"), help="哪种位置 kind of place")
        part.add_argument("number", type=_at_least_one, help="几号 its number")
        part.set_defaults(handle=operate.with_database(handle))
    gone = parts.add_parser(
        "retire", help="机器搬走了，不再找它 a machine was carried away: nobody looks for it any more"
    )
    gone.add_argument(
        "kind", choices=("check-in", "kiosk", "window", "desk", "display"), help="哪种位置 kind of place or screen"
    )
    gone.add_argument("number", type=_at_least_one, help="几号 its number")
    gone.set_defaults(handle=operate.with_database(devices.retire))
    key.add_argument(
        "--socket-port", type=_port, default=8765, help="页面在哪个端口找桥 where pages find it (default: 8765)"
    )
    listing = parts.add_parser("list", help="所有设备现在怎么样 how all devices are now")
    listing.set_defaults(handle=operate.with_database(devices.list_stations))
    for part in (key, revoke, gone, listing):
        part.add_argument("--centre", default="LF", help="中心代码 code of the centre (default: LF)")


def _add_eta(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    eta = commands.add_parser("eta", help="要等多久 how long people wait")
    parts = eta.add_subparsers(dest="part", required=True, metavar="PART")
    evaluate = parts.add_parser(
        "evaluate",
        help="用排队快照学六成、量四成 learn from 60 % of the days of a file of snapshots, measure on the rest",
    )
    evaluate.add_argument(
        "file", type=Path, help="CSV: time, queue, open_windows, waiting, last_called (docs/waiting.md)"
    )
    evaluate.add_argument("--json", action="store_true", help="输出 JSON，不是表 data instead of tables")
    evaluate.add_argument("--language", choices=("zh", "en"), default="en", help="表的语言 language of the tables")
    evaluate.add_argument(
        "--columns",
        metavar="A=B,…",
        help="哪列是什么 which column holds what, such as time=stamp,waiting=n (time, date, clock, office, queue, "
        "windows, waiting, called, shown)",
    )
    evaluate.add_argument("--zone", metavar="ZONE", help="带时区的时间换到哪个时区 zone for times that carry one")
    evaluate.set_defaults(handle=waits.evaluate)
    learn = parts.add_parser(
        "learn", help="从本中心的号里学要等多久，一天一次 learn from each centre's own numbers, once a day"
    )
    learn.set_defaults(handle=operate.with_database(waits.learn))


def _add_rehearse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("rehearse", help="预案推演：事件日志出和进 rehearsal: event logs out and in")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    out = parts.add_parser(
        "log",
        help="把本中心的事件写成日志，没有任何人的名字 write a centre's events as a log, with nobody's name in it",
    )
    out.add_argument("--centre", default="LF", help="中心代码 code of the centre (default: LF)")
    out.add_argument("--from", dest="first", type=_day, required=True, metavar="YYYY-MM-DD", help="从哪天 first day")
    out.add_argument("--to", dest="last", type=_day, required=True, metavar="YYYY-MM-DD", help="到哪天 last day")
    out.add_argument("--format", choices=("xes", "ocel"), default="xes", help="XES 或 OCEL 2.0 (default: xes)")
    out.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="写到 file to write")
    out.add_argument("--language", choices=("zh", "en"), default="zh", help="环节名的语言 language of the activities")
    out.add_argument("--staff-names", action="store_true", help="员工用登录名，不用代号 staff by sign-in name")
    out.add_argument("--force", action="store_true", help="文件已有也写 write over a file")
    out.set_defaults(handle=operate.with_database(rehearse.log))
    ready = parts.add_parser(
        "ready",
        help="先编译好，头一个答案就不用等 compile the simulated day; a running house does it by itself",
    )
    ready.set_defaults(handle=rehearse.ready)
    fit = parts.add_parser(
        "fit",
        help="读别处的日志：XES、CSV，见 docs/event-logs.md read a log from elsewhere: XES, CSV; needs no database",
    )
    _add_foreign_log(fit)
    fit.add_argument("-o", "--output", type=Path, metavar="FILE", help="数也写到 write the figures as JSON as well")
    fit.set_defaults(handle=rehearse.fit)
    _add_ask(parts)


def _add_foreign_log(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", type=Path, metavar="LOG", help="日志文件 file: .xes, .csv, .tsv, 可以 may be .gz")
    parser.add_argument("--zone", metavar="ZONE", help="办事处的时区 zone of the office, such as Asia/Shanghai")
    parser.add_argument(
        "--columns",
        type=rehearse.columns,
        default={},
        metavar="A=B,…",
        help="哪列是什么 which column holds what, such as arrived=stamp,matter=type (case, activity, lifecycle, date, "
        "time, arrived, called, began, ended, wait, service, matter, resource, outcome)",
    )
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="说明的语言 language of what is told")


def _add_ask(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ask = parts.add_parser(
        "ask",
        help="拿别处的日志问推演的问题，不用数据库 answer the director's questions from a log of another office; no database",
    )
    ask.add_argument(
        "question",
        metavar="QUESTION",
        help="windows, bookings, quota, ill, one-more, backlog, days-on-end, training",
    )
    _add_foreign_log(ask)
    ask.add_argument("--windows", type=_at_least_one, metavar="N", help="有几个窗口 how many windows there are")
    ask.add_argument("--day", metavar="YYYY-MM-DD", help="哪一天 which day (default: the Monday after the log)")
    ask.add_argument("--times", metavar="X", help="来的人是预计的几倍 times the people expected")
    ask.add_argument("--promised", metavar="MIN", help="几分钟内叫到 called within so many minutes (default: 20)")
    ask.add_argument("--share", metavar="PERCENT", help="占几成 for so many per cent (default: 90)")
    ask.add_argument("--number", metavar="N", help="几个人或窗口 people or windows the question is about")
    ask.add_argument("--seed", metavar="N", help="同一个种子，同一批人 the same seed, the same people")
    ask.add_argument("--reopening", action="store_true", help="关了很久以后第一天 first day after a long closure")
    ask.add_argument(
        "--seconds", type=float, default=10.0, metavar="S", help="最多算几秒 compute so long (default: 10)"
    )
    ask.add_argument("--report", type=Path, metavar="FILE", help="写成可打印的网页 write a page to print (HTML)")
    ask.add_argument("--json", action="store_true", help="给程序读 as data")
    ask.set_defaults(handle=rehearse.ask)


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    reading_parser = commands.add_parser("reading", help="认材料 reading papers")
    parts = reading_parser.add_subparsers(dest="part", required=True, metavar="PART")
    evaluate = parts.add_parser("evaluate", help="一文件夹图片，认得多准 how well a folder of pictures is read")
    evaluate.add_argument(
        "folder", type=Path, help="图片和 pictures and truth.json | truth.csv, 见 see docs/reading.md"
    )
    evaluate.add_argument("--json", type=Path, metavar="FILE", help="数也写到 write the figures to a file as well")
    evaluate.add_argument(
        "--day", type=_day, metavar="YYYY-MM-DD", help="按哪一天 as of which day (default: 今天 today)"
    )
    evaluate.add_argument("--limit", type=_at_least_one, metavar="N", help="只看前几张 only the first so many")
    evaluate.add_argument("--mistakes", action="store_true", help="列出每处错误 list every mistake")
    evaluate.set_defaults(handle=reading.evaluate)
    draw = parts.add_parser("draw", help="画一套虚构的材料照片 draw photographs of papers that belong to nobody")
    draw.add_argument("folder", type=Path, help="空文件夹 an empty folder")
    draw.add_argument("--set", choices=("training", "heldout"), default="training", help="哪一套 which set")
    draw.add_argument(
        "--each", type=_at_least_one, default=1, metavar="N", help="每页每种拍法几张 of every page and distortion"
    )
    draw.add_argument(
        "--distortion",
        action="append",
        default=[],
        metavar="SORT",
        help="只要这种拍法 only photographs of this sort (good, skewed, glare, …)",
    )
    draw.set_defaults(handle=reading.draw)


def _add_nodes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    nodes_parser = commands.add_parser("nodes", help="中心节点 centre nodes")
    parts = nodes_parser.add_subparsers(dest="part", required=True, metavar="PART")
    for name, handle, help_ in (
        ("add", nodes.add, "给一个中心加节点，印出密钥 give a centre a node; prints its key"),
        ("rotate", nodes.rotate, "换密钥 a new key"),
        ("revoke", nodes.revoke, "停用密钥 revoke its keys"),
        (
            "renew",
            nodes.renew,
            "中心换了机器或恢复过备份，重新加入 let a centre join anew with an empty folder; prints its key",
        ),
    ):
        parser = parts.add_parser(name, help=help_)
        parser.add_argument("centre", metavar="CODE", help="中心代码 code of the centre")
        parser.set_defaults(handle=operate.with_database(handle))
    restored = parts.add_parser("restored", help="市里恢复过备份以后 after the city was put back from a backup")
    restored.set_defaults(handle=operate.with_database(nodes.restored))
    show = parts.add_parser("show", help="线路怎么样 how the lines are")
    show.set_defaults(handle=operate.with_database(nodes.show))


def _add_retention(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("retention", help="个人信息留多久 how long personal data is kept")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    show = parts.add_parser("show", help="每类留多久、到期多少 each kind, how long, how much is over")
    show.set_defaults(handle=operate.with_database(retention.show))
    run_ = parts.add_parser("run", help="现在就删到期的 let go what is over, now")
    run_.add_argument("--dry-run", action="store_true", help="只数，不动 count only")
    run_.set_defaults(handle=operate.with_database(retention.run))


def _add_drill(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("drill", help="实战演练 act a scenario out in a copy of the centre, see docs/drill.md")
    parser.add_argument(
        "what", metavar="SCENARIO|cards|list", help="场景的名字或文件 a scenario's name or file; cards, list"
    )
    parser.add_argument("scenario", nargs="?", help="cards: 哪个场景的角色卡 of which scenario")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="cards: PDF 文件 file")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="cards: 语言 language")
    parser.add_argument("--speed", type=_speed, default=1.0, help="几倍速，1 到 60 times as fast as life (default: 1)")
    parser.add_argument("--residents", type=_at_least_one, metavar="N", help="多少位居民 how many residents")
    parser.add_argument(
        "--staff-windows",
        type=_windows,
        default=frozenset(),
        metavar="3-6",
        help="由同事来演的窗口 windows played by colleagues",
    )
    parser.add_argument(
        "--with-people", action="store_true", help="也有同事拿角色卡演居民 colleagues with role cards come as residents"
    )
    parser.add_argument("--centre", metavar="CODE", help="哪个中心 which centre")
    parser.add_argument("--seed", type=_seed, default=1, help="随机数种子 seed of chance (default: 1)")
    parser.add_argument("--folder", type=Path, help="演练的文件夹，可以再用 folder of the drill, may be used again")
    parser.add_argument("--keep", action="store_true", help="演完留着演练的文件夹 keep the folder of the drill")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="网页端口 port of its pages (default: 空闲的 a free one)")
    parser.add_argument("--live-port", type=_port, help="实时流端口 port of its live stream")
    parser.set_defaults(handle=drill.handle)


def _windows(text: str) -> frozenset[int]:
    try:
        return drill.windows(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: 窗口写成 3-6 或 2,5 windows are written 3-6 or 2,5") from None


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= drill.FASTEST:
        raise argparse.ArgumentTypeError(f"{text}: 1 到 60 倍 from 1 to 60 times as fast as life")
    return speed


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise argparse.ArgumentTypeError(f"{text}: 种子是 0 或更大的整数 a seed is a whole number from 0")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: 日期写成 2026-11-24 a date is written 2026-11-24") from None


def main(words: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = build_parser().parse_args(words)
    result: int = arguments.handle(arguments)
    return result
