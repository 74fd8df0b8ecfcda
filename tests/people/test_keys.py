"""A new key while the house runs: every value reads at every moment, nobody is lost or met twice, a kill costs nothing."""

# ruff: noqa: S608 -- names of tables and columns out of our own models

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections, models, transaction
from pytest_django import Settings

from onetrip.operation import readiness
from onetrip.people import actions, ciphers, keyring, queries, rotating
from onetrip.people.crypto import (
    Undecipherable,
    decrypt,
    decrypt_bytes,
    encrypt,
    encrypt_bytes,
    header,
    index_hash,
    is_hash_of,
)
from onetrip.people.fields import EncryptedText, IndexHash, SealedBytes, TextLength
from onetrip.people.holdings import Going
from onetrip.people.identity import Identity
from onetrip.people.models import Resident
from onetrip.retention.identity import wipe
from tests.factories import NOW, synthetic_identity

SM4 = "sm4"


@pytest.fixture(autouse=True)
def key_ring(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.KEY_RING = str(tmp_path / "keys.ring")
    keyring.forget()
    yield tmp_path / "keys.ring"
    keyring.forget()


def no_wait(_seconds: float) -> None:
    """There is no other process."""


def rotated(cipher: str = "aes") -> int:
    return rotating.new_key(cipher=cipher, by="system", now=NOW, wait=no_wait)


@pytest.mark.django_db
@pytest.mark.parametrize("cipher", ["aes", SM4])
def test_what_every_earlier_key_wrote_is_read_and_the_newest_one_writes(cipher: str) -> None:
    written = [encrypt("王测试")]
    assert written[0].startswith(b"a1")  # as it always was
    for number in (2, 3):
        assert rotated(cipher) == number
        written.append(encrypt("王测试"))
        assert written[-1][:4] == bytes([2]) + cipher[:1].encode() + bytes([0, number])
    assert [decrypt(one) for one in written] == ["王测试"] * 3
    sealed = encrypt_bytes(b"a picture", about=b"1")
    assert decrypt_bytes(sealed, about=b"1") == b"a picture"
    with pytest.raises(Undecipherable):
        decrypt_bytes(sealed, about=b"2")


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["cipher", "number", "nonce", "body", "tag", "cut"])
def test_a_value_that_was_changed_anywhere_is_not_read(place: str) -> None:
    rotated(SM4)
    value = bytearray(encrypt("王测试"))
    if place == "cut":
        value = value[:7]
    else:
        value[{"cipher": 1, "number": 3, "nonce": 6, "body": 17, "tag": -1}[place]] ^= 1
    with pytest.raises(Undecipherable):
        decrypt(bytes(value))


def test_a_key_that_is_known_is_not_yet_written_with(key_ring: Path) -> None:
    keyring.add("aes")
    assert keyring.ring().current.number == 1
    assert keyring.add("aes").number == 2  # whoever was killed here takes the one that was made
    assert encrypt("x").startswith(b"a1")
    assert key_ring.stat().st_mode & 0o777 == 0o600


def test_another_process_goes_by_the_file_within_its_time(key_ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keyring.ring().current.number == 1
    key_ring.write_text(f"key 2 aes {'ab' * 32}\ncurrent 2\n", encoding="ascii")
    moment = time.monotonic()
    monkeypatch.setattr("onetrip.people.keyring.time.monotonic", lambda: moment + keyring.LOOKS_EVERY)
    assert keyring.ring().current.number == 2


@pytest.mark.parametrize("text", ["key 2 aes short\n", "current 7\n", "what is this\n", f"key 2 des {'ab' * 32}\n"])
def test_a_broken_file_of_keys_is_refused_without_telling_what_stands_in_it(text: str) -> None:
    with pytest.raises(keyring.RingBroken) as broken:
        keyring.read(text, "x" * 64)
    assert "abab" not in str(broken.value)


def test_a_cipher_that_this_machine_lacks_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm

    def lacking(*_: object) -> None:
        raise UnsupportedAlgorithm("SM4")

    monkeypatch.setattr(ciphers.Sm4, "seal", lacking)
    with pytest.raises(ciphers.CipherMissing, match="does not know SM4"):
        keyring.add(SM4)
    assert keyring.ring().current.number == 1
    with pytest.raises(ciphers.CipherMissing, match="only aes, sm4"):
        ciphers.cipher("rot13")


def test_sm4_gcm_and_sm3_are_those_of_the_standards() -> None:
    """RFC 8998, appendix A.1; GB/T 32905-2016, appendix A.1 through HMAC's definition is left to OpenSSL."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    about = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex("AA" * 8 + "BB" * 8 + "CC" * 8 + "DD" * 8 + "EE" * 8 + "FF" * 8 + "EE" * 8 + "AA" * 8)
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert ciphers.CIPHERS[SM4].open(key, nonce + sealed, about) == plain


# Rows.


def people(number: int) -> list[Identity]:
    found = [synthetic_identity() for _ in range(number)]
    for identity in found:
        actions.know(identity=identity, now=NOW, name="王测试", telephone="13000000000")
    return found


def assert_all_there(known: list[Identity]) -> None:
    assert Resident.objects.count() == len(known)
    for identity in known:
        found = queries.find(identity)
        assert found is not None
        assert (found.number, found.name, found.telephone) == (identity.number, "王测试", "13000000000")


@pytest.mark.django_db
def test_everything_is_written_anew_and_the_index_with_it() -> None:
    known = people(7)
    rotated(SM4)
    assert_all_there(known)
    assert {left.table for left in rotating.left()} == {"people_resident"}
    assert sum(rows for _, rows in rotating.rewrite(batch=3)) == 7
    assert rotating.left() == []
    assert list(rotating.rewrite()) == []
    mark = header(keyring.ring().current)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name, telephone, number_hash FROM people_resident")
        rows = cursor.fetchall()
    assert all(bytes(value).startswith(mark) for *values, _ in rows for value in values)
    assert {bytes(found) for *_, found in rows} == {index_hash("id-number", one.number) for one in known}
    assert_all_there(known)


@pytest.mark.django_db
def test_a_value_that_nobody_can_read_holds_up_nothing_and_is_counted() -> None:
    known = people(3)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_resident SET name = 'a1 damaged' WHERE number_hash = %s",
            [index_hash("id-number", known[0].number)],
        )
    rotated()
    list(rotating.rewrite(batch=1))
    assert [(left.table, left.values) for left in rotating.left()] == [("people_resident", 3)]
    assert sum(queries.find(one) is not None for one in known[1:]) == 2


@pytest.mark.django_db
def test_whoever_is_known_under_the_old_hash_is_not_met_a_second_time() -> None:
    (known,) = people(1)
    rotated()
    assert actions.know(identity=known, now=NOW).pk == Resident.objects.get().pk
    list(rotating.rewrite())
    assert actions.know(identity=known, now=NOW).pk == Resident.objects.get().pk


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_with_different_keys_meet_a_person_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of the change: one has seen that the new key is in use, the other only that it is known."""
    keyring.add("aes")
    known = keyring.ring()
    in_use = keyring.Ring(known.keys, known.keys[2])
    seen = {"one": known, "other": in_use}

    def ring_of_this_thread() -> keyring.Ring:
        import threading

        return seen["other" if threading.current_thread().name.endswith("_1") else "one"]

    monkeypatch.setattr("onetrip.people.crypto.ring", ring_of_this_thread)
    for _ in range(10):
        identity = synthetic_identity()
        with ThreadPoolExecutor(2) as both:
            list(both.map(lambda _, who=identity: _meet(who), range(2)))
    assert Resident.objects.count() == 10


def _meet(identity: Identity) -> None:
    try:
        actions.know(identity=identity, now=NOW)
    finally:
        connections.close_all()


# Everything else that is encrypted.

PLAIN = {
    "appointments.Appointment.booker_hash": "keyed hash of what is not kept beside it; wiped days after the booking",
    "appointments.Appointment.contact_hash": "as booker_hash, with which it has to agree",
    "appointments.Appointment.device_hash": "as booker_hash",
    "appointments.Appointment.token_hash": "keyed hash of a random token",
    "appraisal.FrozenMonth.inputs": "what a settled month was computed from: numbers of cases, minutes and accounts",
    "appraisal.FrozenMonth.sheets": "the sheets of a settled month; they name no resident",
    "advice.Slip.last_four_hash": "index_hash of what is not kept, compared by is_hash_of",
    "cases.RecordPrint.sha256": "of a whole paper, so that it is the same for ever",
    "cases.StoredResult.code_hash": "index_hash of what is not kept, compared by is_hash_of",
    "catalogue.Meaning.numbers": "figures of the catalogue",
    "centres.Device.pairing_hash": "keyed hash of a random token",
    "departments.Answer.asked": "of a call",
    "departments.Answer.body": "an answer, which holds no identity",
    "departments.SystemKey.public": "a public key",
    "devices.Station.key_hash": "of a random key",
    "kiosk.HandOver.phone_hash": "keyed hash of a random word, for minutes",
    "kiosk.HandOver.token_hash": "keyed hash of a random token, for minutes",
    "ledger.Brake.key": "keyed by the secret of sessions, for hours",
    "notices.NoticeTry.to_hash": "index_hash of what is not kept, compared under every key",
    "signin.Factor.code_hash": "keyed hash of a random code",
    "signin.Factor.credential": "a public key",
    "signin.Factor.credential_id": "a number that a passkey chose",
    "signin.IdentityRequest.state_hash": "keyed hash of a random word, for minutes",
}
"""Binary columns that a new key need not write anew, each with its reason."""


def test_every_binary_column_of_the_house_is_written_anew_or_says_why_not() -> None:
    """Whoever adds an encrypted column uses a field of people.fields, which the rotation knows; or says here what it is."""
    binary = {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField) and model.__module__.startswith("onetrip.")
    }
    known = {name for name, field in binary.items() if isinstance(field, EncryptedText | SealedBytes | IndexHash)}
    assert {name for name in binary if name not in known} == set(PLAIN)
    assert "signin.Factor.secret" in known
    assert "ratings.Complaint.telephone" in known


def test_whatever_encrypts_content_is_a_column_or_a_store_that_the_rotation_knows() -> None:
    """Who calls `encrypt_bytes` puts what comes of it somewhere: into SealedBytes, or into a store that is backed up."""
    root = Path(rotating.__file__).parent.parent
    calling = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"(?<![.\w])(encrypt|encrypt_bytes)\(", path.read_text(encoding="utf-8"))
    }
    assert calling == {
        "people/crypto.py",
        "people/fields.py",
        "people/rotating.py",
        "cases/records/papers.py",  # RecordPrint.pdf
        "cases/delivering/signatures.py",  # Delivery.signature
        "storage/store.py",  # tests/storage/test_rotating.py
    }


@pytest.mark.django_db
@pytest.mark.parametrize("cipher", ["aes", SM4])
@pytest.mark.parametrize("sealed", rotating.sealed_tables(), ids=lambda sealed: sealed.table)
def test_the_encrypted_columns_of_every_table_are_written_anew(sealed: rotating.Sealed, cipher: str) -> None:
    """A row in each of them: in a table of the same columns, without what a whole row would have to fit to."""
    key, about = uuid.uuid4(), uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {sealed.table} AS TABLE {sealed.table} WITH NO DATA")
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s LIMIT 1",
            [sealed.table, sealed.key],
        )
        (kind,) = cursor.fetchone()
        row: dict[str, object] = {sealed.key: key if kind == "uuid" else encrypt("k") if kind == "bytea" else 7}
        about = row[sealed.key]
        row |= {name: encrypt(f"text of {name}") for name in sealed.texts}
        row |= {name: encrypt_bytes(f"content of {name}".encode(), about=about.bytes) for name in sealed.contents}
        row |= {one.column: index_hash(one.purpose, f"text of {one.of}") for one in sealed.hashes}
        names, places = ", ".join(row), ", ".join(["%s"] * len(row))
        cursor.execute(f"INSERT INTO {sealed.table} ({names}) VALUES ({places})", list(row.values()))
        rotated(cipher)
        assert [left for left in rotating.left() if left.table == sealed.table] == [
            rotating.Left(sealed.table, len(sealed.columns))
        ]
        assert (sealed.table, 1) in list(rotating.rewrite())
        assert rotating.left() == []
        mark = header(keyring.ring().current)
        cursor.execute(f"SELECT {', '.join(sealed.columns)} FROM {sealed.table}")
        stored = dict(zip(sealed.columns, map(bytes, cursor.fetchone()), strict=True))
        assert all(value.startswith(mark) for value in stored.values())
        assert {name: decrypt(stored[name]) for name in sealed.texts} == {n: f"text of {n}" for n in sealed.texts}
        for name in sealed.contents:
            assert decrypt_bytes(stored[name], about=about.bytes) == f"content of {name}".encode()
        for one in sealed.hashes:
            cursor.execute(f"SELECT {one.column} FROM {sealed.table}")
            assert bytes(cursor.fetchone()[0]) == index_hash(one.purpose, f"text of {one.of}")


@pytest.mark.django_db
def test_residents_who_were_wiped_are_written_anew_and_nobody_finds_them() -> None:
    """Their numbers are all the same, the empty one; their hashes are of nobody, and have to stay apart."""
    known = people(3)
    wiped = list(Resident.objects.order_by("pk").values_list("pk", flat=True)[:2])
    gone = [one for one in known if queries.find(one).pk in wiped]  # type: ignore[union-attr]  # all are known
    wipe(wiped, Going(before=NOW, now=NOW, by="system"))
    hashes = {bytes(one) for one in Resident.objects.filter(pk__in=wiped).values_list("number_hash", flat=True)}
    rotated(SM4)
    assert [table for table, _ in rotating.rewrite()] == ["people_resident"]
    assert rotating.left() == []
    after = Resident.objects.filter(pk__in=wiped)
    assert {bytes(one) for one in after.values_list("number_hash", flat=True)} == hashes
    assert [one.number for one in after] == ["", ""]
    assert [queries.find(one) for one in gone] == [None, None]
    assert all(queries.find(one) is not None for one in known if one not in gone)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "a", "ok", "好", "一句更长的话"])
def test_how_long_a_text_is_shows_without_reading_it_whichever_key_wrote_it(text: str) -> None:
    """The first key is named in fewer bytes than later ones: words of two letters would pass for none."""
    rows = [one.pk for one in (actions.know(identity=synthetic_identity(), now=NOW) for _ in range(4))]
    for row, cipher in zip(rows, ["", "aes", SM4, ""], strict=True):
        if cipher:
            rotated(cipher)
        Resident.objects.filter(pk=row).update(name=text)
    Resident.objects.filter(pk=rows[-1]).update(name=None)
    with_length = Resident.objects.annotate(length=TextLength("name"))
    assert [with_length.get(pk=row).length for row in rows] == [*[len(text.encode())] * 3, None]


@pytest.mark.django_db
def test_what_is_compared_and_not_kept_fits_under_the_key_it_was_hashed_with() -> None:
    before = index_hash("slip-last-four", "LF1 1234")
    rotated()
    assert is_hash_of(before, "slip-last-four", "LF1 1234")
    assert is_hash_of(index_hash("slip-last-four", "LF1 1234"), "slip-last-four", "LF1 1234")
    assert not is_hash_of(before, "slip-last-four", "LF1 1235")
    assert index_hash("slip-last-four", "LF1 1234") != before


# A ring that is lost.


@pytest.mark.django_db
def test_a_ring_that_is_lost_while_the_house_runs_changes_nothing_and_a_new_start_says_so(
    key_ring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotated()
    assert keyring.ring().current.number == 2
    kept = key_ring.read_bytes()
    key_ring.unlink()
    moment = time.monotonic()
    monkeypatch.setattr("onetrip.people.keyring.time.monotonic", lambda: moment + keyring.LOOKS_EVERY)
    assert keyring.ring().current.number == 2
    assert rotating.missing_key() is None
    keyring.forget()  # as a new process has never read it
    assert rotating.missing_key() == 2
    assert [one.said.en for one in readiness.checks(now=NOW) if one.code == "keys"] == ["key 2 is missing"]
    key_ring.write_text("what is this\n", encoding="ascii")
    keyring.forget()
    assert [one.said.en for one in readiness.checks(now=NOW) if one.code == "keys"] == [
        "the file of keys cannot be read"
    ]
    key_ring.write_bytes(kept)
    keyring.forget()
    assert rotating.missing_key() is None


# Kills.


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", [0, 5, 11])
def test_killed_in_the_middle_it_goes_on_and_nobody_is_lost(
    tmp_path: Path, key_ring: Path, settings: Settings, held: int
) -> None:
    known = people(12)
    rows = list(Resident.objects.order_by("pk").values_list("pk", flat=True))
    rotated(SM4)
    with transaction.atomic():
        Resident.objects.select_for_update().get(pk=rows[held])  # it comes as far as here, and waits
        rotation = _rotation(key_ring, settings)
        _until_it_waits(rotation)
        rotation.send_signal(signal.SIGKILL)
        rotation.communicate()
    keyring.forget()
    assert_all_there(known)
    # Either while it waited for the two together, or afterwards for the one alone.
    assert sum(left.values for left in rotating.left()) in {3 * (12 - held // 2 * 2), 3 * (12 - held)}
    known += [synthetic_identity()]
    actions.know(identity=known[-1], now=NOW, name="王测试", telephone="13000000000")
    resumed = _rotation(key_ring, settings)
    told, _ = resumed.communicate(timeout=120)
    assert resumed.returncode == 0, told
    assert rotating.left() == []
    assert_all_there(known)


def _rotation(key_ring: Path, settings: Settings) -> subprocess.Popen[str]:
    """`onetrip keys rotate --resume` on this database, two rows at a time."""
    database = settings.DATABASES["default"]
    options = f"host={database['HOST']}&port={database['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{connection.settings_dict['NAME']}?{options}",
        "ONETRIP_SECRET_KEY": settings.SECRET_KEY,
        "ONETRIP_IDENTITY_KEY": settings.IDENTITY_KEY,
        "ONETRIP_KEY_RING": str(key_ring),
    }
    words = ["--data", str(key_ring.parent / "var"), "keys", "rotate", "--resume", "--batch", "2"]
    return subprocess.Popen(
        [sys.executable, "-m", "onetrip", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until_it_waits(rotation: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert rotation.poll() is None, rotation.stdout.read() if rotation.stdout else ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("it never came to the row that is held")


@pytest.mark.parametrize("moment", ["made", "used"])
def test_killed_while_the_key_is_made_known_the_house_reads_on(key_ring: Path, moment: str) -> None:
    """A half-written file never takes the place of the whole one."""
    before = encrypt("王测试")
    keyring.add("aes")
    if moment == "used":
        keyring.use(2)
    key_ring.with_suffix(".part").write_text("key 3 ae", encoding="ascii")
    keyring.forget()
    assert decrypt(before) == "王测试"
    assert keyring.add("aes").number == (2 if moment == "made" else 3)
    assert decrypt(encrypt(str(uuid.uuid4())))
