"""Databases with discussions in them, made once and kept in bench/out/seeds."""
import hashlib
import json
import shutil
import urllib.request

from . import build

SEEDS = build.OUT / "seeds"

# Limits are raised, not removed: a thousand million a minute is counted like sixty.
# The references write rows; they do not read what is in them.
RATES = [f"{name}=1000000000" for name in ("rate_writer", "rate_address", "rate_story", "rate_votes")] + ["triage=", "near_copies=off", "personal_data=off"]

SHAPES = {
    # 200 stories, each with 260 comments: 20 roots, three replies, three levels.
    "hot": ["tree:200:tree:20", "short:2:flat:20"],
    "posts": ["tree:1000:flat:20"],
    "cold": ["tree:10000:tree:20"],
    "million": ["flat:1:flat:1000000", "under:1:under:1000000", "headless:1:headless:1000000:100000",
                "flat100:1:flat:100", "under100:1:under:100"],
    "import": ["tree:400:tree:20"],
    "empty": [],
}


def discussion(name, to):
    """The seed's stories and comments as JSON lines."""
    build.run(build.LOADER, "neutral", "--out", to, *SHAPES[name])


def fill(name, url):
    """Brings a new database to where the seed is."""
    build.run(build.SERVER, "migrate", "--database", url)
    if SHAPES[name]:
        lines = SEEDS / f"{name}.jsonl.part"
        discussion(name, lines)
        build.run(build.SERVER, "import", lines, "--source", "bench", "--database", url)
        lines.unlink()
    build.run(build.SERVER, "site", "set", *RATES, "--database", url)


def sqlite(name):
    """The seed as a file: to be read, not to be written to."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    # Another schema or another shape is another seed.
    steps = b"".join(path.read_bytes() for path in sorted((build.ROOT / "migrations/sqlite").glob("*.sql")))
    mark = hashlib.sha256(steps + json.dumps(SHAPES[name]).encode()).hexdigest()[:12]
    file = SEEDS / f"{name}-{mark}.db"
    if not file.exists():
        print(f"(making the seed {name}, once) ", end="", flush=True)
        for old in SEEDS.glob(f"{name}-*"):
            old.unlink()
        part = SEEDS / f"{name}.part.db"
        for left in SEEDS.glob(f"{part.name}*"):
            left.unlink()
        fill(name, f"sqlite:{part}")
        # Copies are of the file alone, so nothing may be left in its log.
        build.run(build.LOADER, "settle", part)
        part.rename(file)
        for left in SEEDS.glob(f"{part.name}*"):
            left.unlink()
    _read(file)
    return file


def _read(file):
    """Has the operating system keep the whole file in memory: what a disk does is not measured here."""
    with open(file, "rb", buffering=0) as whole:
        while whole.read(1 << 20):
            pass


def copy(name, folder):
    """A copy of the seed that may be written to."""
    file = folder / f"{name}.db"
    for old in folder.glob(f"{name}.db*"):
        old.unlink()
    shutil.copyfile(sqlite(name), file)
    return file


def stories(server, most=None):
    """Identifiers of the stories that a server has."""
    found, after = [], ""
    while after is not None and (most is None or len(found) < most):
        with urllib.request.urlopen(f"{server.url}/api/v1/stories?limit=100{after}") as answer:
            page = json.load(answer)
        found += [story["id"] for story in page["stories"]]
        after = f"&after={page['next']}" if page["next"] else None
    return found[:most]


def comment(server, story):
    """The identifier of the first comment on a story's page."""
    with urllib.request.urlopen(f"{server.url}/api/v1/stories/{story}/comments") as answer:
        return json.load(answer)["comments"][0]["id"]


def story(server, slug):
    """The identifier of the story with this slug."""
    with urllib.request.urlopen(f"{server.url}/api/v1/lookup?url=https://paper.example/{slug}") as answer:
        return json.load(answer)["id"]
