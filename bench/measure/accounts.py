"""Accounts with a session each, put straight into a database: signing in by hand would take minutes."""
import hashlib
import sqlite3
import time
from contextlib import closing

# Of a server on this machine without public_url (`session_cookie_name`), and what it tells our script.
COOKIE = "understory_in=1; __Host-understory_session="


def in_file(file, count):
    """Adds accounts to a file that nobody has open; the `Cookie` headers of their sessions."""
    with closing(sqlite3.connect(file)) as conn:
        site = conn.execute("SELECT id FROM site").fetchone()[0]
        conn.executescript(_rows(site, count, lambda value: f"X'{value.hex()}'"))
    return _cookies(count)


def in_cluster(cluster, database, count):
    """Adds accounts to a database of a cluster; the `Cookie` headers of their sessions."""
    site = bytes.fromhex(cluster.ask(database, "SELECT id FROM site").replace("-", ""))
    # An identifier of 32 digits, and bytes of 64.
    cluster.ask(database, _rows(site, count,
                                lambda value: f"'{value.hex()}'" if len(value) == 16 else f"'\\x{value.hex()}'"))
    return _cookies(count)


def _secret(number):
    return hashlib.sha256(b"session %d" % number).hexdigest()[:32]


def _cookies(count):
    return [COOKIE + _secret(number) for number in range(1, count + 1)]


def _hash(site, secret):
    """As `session_hash` makes it: SHA-256 over parts, each after its length."""
    parts = (b"session", site, secret.encode())
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def _rows(site, count, value):
    # Accounts are numbered from 1, so that pgbench, which only counts, can name them. A session that was not used for
    # five minutes is written down when it is: these are from an hour ahead, so that no row pays for that.
    now = int((time.time() + 3600) * 1e6)
    accounts, roles, sessions = [], [], []
    for number in range(1, count + 1):
        account, here = value(number.to_bytes(16, "big")), value(site)
        accounts.append(f"({here}, {account}, 'Voter {number}', 'voter{number}', {now}, 'en', 0, 'active', {now})")
        roles.append(f"({here}, {account}, 'member', '', 'bench', {now})")
        sessions.append(f"({here}, {value(_hash(site, _secret(number)))}, {account}, {account}, 'bench', {now}, {now})")
    return ("BEGIN;\n"
            "INSERT INTO account (site_id, id, name, look, named_at, lang, badges, state, created_at) VALUES "
            f"{', '.join(accounts)};\n"
            "INSERT INTO account_role (site_id, account_id, role, reach, granted_by, created_at) VALUES "
            f"{', '.join(roles)};\n"
            "INSERT INTO session (site_id, hash, id, account_id, device, created_at, seen_at) VALUES "
            f"{', '.join(sessions)};\n"
            "COMMIT;\n")
