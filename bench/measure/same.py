"""Whether the references run what our store runs. A reference that does less, or more, is none."""
import json
import re

from . import accounts, build, load, seeds
from .bench import Failed

STORE = build.ROOT / "crates/understory/src/store"


def post(bench, cluster):
    """Compares the reference's statements with those of one real post, as PostgreSQL logs them; what only SQLite has, and
    the pragmas, with our source."""
    _compare(bench, cluster, "post", lambda server, story: load.Posts(bench, server, [story], writers=1)(0.5))


def vote(bench, cluster):
    """The same of one real vote."""
    def votes(server, story):
        load.Posts(bench, server, [story], writers=1)(0.2)
        cookies = accounts.in_cluster(cluster, "same", 64)
        load.Votes(bench, server, seeds.comment(server, story), cookies, voters=1)(0.5)

    _compare(bench, cluster, "vote", votes)


def _compare(bench, cluster, what, act):
    known = json.loads(build.run(build.LOADER, "statements", "json"))
    source = "\n".join(path.read_text() for path in sorted(STORE.rglob("*.rs")))
    flat = " ".join(source.split())
    for sql, on_both in known[what]:
        if not on_both and sql not in flat:
            _differ(what, f"the store does not say: {sql}")
    _pragmas(what, source, known["pragmas"])
    theirs = [sql for sql, on_both in known[what] if on_both]
    ours = _logged(bench, cluster, next(sql for sql in theirs if sql.startswith("INSERT")), act)
    if ours != theirs:
        odd = next((pair for pair in zip(ours + ["nothing"], theirs + ["nothing"]) if pair[0] != pair[1]))
        _differ(what, f"the store runs: {odd[0]}\n    the reference: {odd[1]}")


def _differ(what, how):
    raise Failed(f"the statements of a {what} have changed; mend bench/src/statements.rs.\n    {how}")


def _logged(bench, cluster, first, act):
    """The statements of one transaction by our server, that of the last `first`, without those that begin and end it."""
    cluster.database("same")
    seeds.fill("empty", cluster.url("same"))
    key = build.run(build.SERVER, "--json", "site", "key", "create", "--scope", "stories", "--database",
                    cluster.url("same"))
    server = bench.serve(cluster.url("same", "?options=-c%20log_statement%3Dall"))
    story = _publish(server, json.loads(key)["key"])
    begin = cluster.log.stat().st_size
    act(server, story)
    bench.stop(server)
    with open(cluster.log, encoding="utf-8", errors="replace") as log:
        log.seek(begin)
        text = log.read()
    # A statement goes on in lines that begin with a tab.
    said = re.findall(r"^@(\d+) LOG:  (?:execute [^:]+|statement): (.*(?:\n\t.*)*)", text, re.M)
    mark = re.match(r"INSERT INTO \w+ ", first)[0]
    writer = next((number for number, sql in said if mark in sql), None)
    if writer is None:
        raise Failed(f"PostgreSQL has logged no '{mark}': {text[-400:]}")
    own = [" ".join(sql.split()) for number, sql in said if number == writer]
    # The last of them: its session has prepared everything.
    last = max(n for n, sql in enumerate(own) if sql.startswith(mark))
    begin = max(n for n, sql in enumerate(own[:last]) if sql.startswith("BEGIN"))
    end = next(n for n, sql in enumerate(own) if n > last and sql.startswith("COMMIT"))
    return [sql for sql in own[begin + 1:end] if not re.match(r"(BEGIN|SET|SAVEPOINT|RELEASE)\b", sql)]


def _publish(server, key):
    import urllib.request
    request = urllib.request.Request(f"{server.url}/api/v1/stories", json.dumps({"title": "One"}).encode(),
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["id"]


def _pragmas(what, source, known):
    # Of the writer: what readers set alone comes before, and is set anew.
    said = {}
    set_to = r'pragma_update(?:_and_check)?\(\s*None,\s*"(\w+)",\s*((?:if [^}]*\} else \{[^}]*\})|[^,)]+)'
    for name, value in re.findall(set_to, source):
        value = value.split("else")[-1].strip(' {}"')
        constant = re.search(rf"const {re.escape(value)}: \w+ = ([\d_]+)", source)
        said[name] = (constant[1] if constant else value).replace("_", "")
    if said != {name: value for name, value in known}:
        _differ(what, f"the store's pragmas: {said}\n    the reference's: {dict(known)}")
