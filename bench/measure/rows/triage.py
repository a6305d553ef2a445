"""What reading a text costs: at the endpoint, by itself, and in memory."""
import json
import re
import statistics
import sys
import time

from .. import build, load, process
from ..bench import Failed, Timing
from ..row import Row

MODELS = build.ROOT / "models"
MEGABYTE = 1_000_000

# Comments as they come under news, from 4 to 60 words.
WORDS = ("the council voted again and nobody in the old town was asked what it will cost us who pays for the noise of "
         "years why were the plans never shown to those who live there I wonder whether anybody read them at all").split()


def texts(count):
    """So many different texts, lengths in turn."""
    for n in range(count):
        length = 4 + n * 7 % 57
        yield " ".join(WORDS[(n * 13 + k * (1 + n % 5)) % len(WORDS)] for k in range(length)) + f", {n}."


def serve(bench, encoder, *more, models=MODELS):
    environment = {"UNDERSTORY_TRIAGE__ENCODER": str(encoder).lower(), "UNDERSTORY_TRIAGE__RATE": "1000000000"}
    command = [build.SERVER, "triage", "serve", "--listen", "127.0.0.1:0", *more]
    # Elsewhere than beside models, the server reads with lists of words alone.
    command += ["--models", models] if models else []
    return bench.keep(process.Server(command, bench.server_core, bench.folder, environment))


def endpoint(bench):
    bodies = [{"comment": {"text": text}, "languages": ["en"],
               "requestedAttributes": {name: {} for name in ("TOXICITY", "INSULT", "THREAT")}} for text in texts(2_000)]
    ours, theirs = (load.Sends(bench, server, "/v1alpha1/comments:analyze", bodies, connections=64)
                    for server in (serve(bench, False), serve(bench, False, "--unscored")))
    ours(1), theirs(1)
    return bench.in_turn(ours, theirs)


def example(bench, name, *arguments, **more):
    """What an example of the triage crates says."""
    build.run("cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", build.ROOT / "Cargo.toml",
              "--package", name.split("/")[0], "--example", name.split("/")[1])
    program = build.TARGET / "release" / "examples" / name.split("/")[1]
    return build.run(*process.pinned([program, *arguments], bench.server_core), **more)


def a_pass(bench):
    ratios = []
    for _ in range(bench.pairs):
        said = example(bench, "understory-triage/pass", MODELS / "fast.model")
        found = re.search(r"ratio ([\d.]+)", said)
        if not found:
            raise Failed(f"pass said {said}")
        ratios.append(float(found[1]))
    return {"value": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}


ENCODER = MODELS / "en.encoder"

# The same file by onnxruntime, one thread: milliseconds of a pass of 40 tokens, the median of 200.
ONNXRUNTIME = """
import sys, time
import numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options)
asked = {"ids": (numpy.arange(40) * 7 + 1000)[None], "places": numpy.arange(40)[None]}
times = []
for _ in range(200):
    begun = time.perf_counter()
    session.run(None, asked)
    times.append(time.perf_counter() - begun)
print(sorted(times)[100] * 1e3)
"""


def encoder_pass(bench):
    net = bench.folder / "net.onnx"

    def ours():
        said = json.loads(example(bench, "understory-encoder/encoder_pass", ENCODER, net, input=""))
        return Timing(1000 / said["pass_ms"])

    def theirs():
        try:
            return Timing(1000 / float(build.run(*process.pinned([sys.executable, "-c", ONNXRUNTIME, net], bench.server_core))))
        except Failed as error:
            raise Failed(f"{error}; onnxruntime is needed: pip install onnxruntime, and start bench/run with that python") from None

    ours()
    return bench.in_turn(ours, theirs)


# Words of a comment under news, from the shortest fiftieth to the longest: the middles of fifty equal parts of the 15,909 comments of
# the Civil Comments corpus whose spans were labelled.
LENGTHS = [2, 4, 5, 6, 6, 7, 8, 9, 10, 11, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 29, 31, 32,
           34, 36, 38, 40, 42, 45, 48, 51, 54, 58, 62, 67, 73, 80, 88, 99, 115, 142, 171]

# A sentence under news has so many words.
SENTENCE = 14


def comments(count):
    """So many different comments of these lengths, in sentences."""
    for n in range(count):
        words = [WORDS[(n * 13 + k * (1 + n % 5)) % len(WORDS)] for k in range(LENGTHS[n % len(LENGTHS)])]
        yield "".join(word + (". " if k % SENTENCE == SENTENCE - 1 else " ") for k, word in enumerate(words)).strip()


def whole_comment(bench, which):
    """Whole comments in passes of 40 tokens, both of the same run."""
    ratios = []
    for _ in range(bench.pairs):
        said = json.loads(example(bench, "understory-encoder/encoder_pass", ENCODER, input="\n".join(comments(500))))
        ratios.append(said[which] / said["pass_ms"])
    return {"value": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}


def archive(bench):
    """Comments a second of `understory triage`, on both cores and on one."""
    file = bench.folder / "archive.txt"
    file.write_text("\n".join(comments(300)))

    def on(cores):
        def run():
            begun = time.perf_counter()
            build.run("taskset", "-c", cores, build.SERVER, "triage", "--json", "--lang", "en", "--models", MODELS, file)
            return Timing(300 / (time.perf_counter() - begun))
        return run

    return bench.in_turn(on(f"{bench.server_core},{bench.load_core}"), on(str(bench.server_core)))


def memory(bench, encoder):
    """Resident memory with a reader, less what the same server has without it. The encoder is that of English alone."""
    folder = bench.folder / "english"
    folder.mkdir(exist_ok=True)
    for name in ("fast.model", "fast.model.sha256", "en.encoder", "en.encoder.sha256"):
        if not (folder / name).exists():
            (folder / name).symlink_to(MODELS / name)
    body = [{"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"]} for text in texts(200)]
    servers = [serve(bench, False, models=folder if encoder else None), serve(bench, encoder, models=folder)]
    for server in servers:
        load.Sends(bench, server, "/v1alpha1/comments:analyze", body, connections=4)(2)
    before, after = (server.memory()["pss"] / MEGABYTE for server in servers)
    return {"value": after - before, "least": after - before, "most": after - before,
            "more": {"pss_mb_before": before, "pss_mb_after": after}}


ROWS = [
    Row("triage-endpoint", "Perspective's endpoint, three attributes, fast tier, 64 connections",
        "the same server giving zeros", 0.5, endpoint),
    Row("triage-pass", "a pass of the fast tier over 40 words and signs", "NFKC of the same", 10, a_pass,
        at_least=False, unit="times"),
    Row("triage-memory", "memory that the fast tier adds", "the same server without a model", 15,
        lambda bench: memory(bench, encoder=False), at_least=False, unit="MB"),
    Row("triage-encoder-pass", "a pass of the encoder over 40 tokens", "onnxruntime with the same file", 1.6, encoder_pass,
        at_least=False, cost=True, unit="passes/s"),
    Row("triage-encoder-comment", "the median of whole comments as long as those under news, sentences and all", "a pass of 40 tokens", 2,
        lambda bench: whole_comment(bench, "p50_ms"), at_least=False, unit="passes"),
    Row("triage-encoder-longest", "the 99th of a hundred of the same comments", "a pass of 40 tokens", 8,
        lambda bench: whole_comment(bench, "p99_ms"), at_least=False, unit="passes"),
    Row("triage-archive", "understory triage over three hundred comments, on two cores", "on one core", 1.8, archive,
        unit="comments/s"),
    Row("triage-encoder-memory", "memory that the encoder adds", "the same server with the fast tier", 70,
        lambda bench: memory(bench, encoder=True), at_least=False, unit="MB"),
]
