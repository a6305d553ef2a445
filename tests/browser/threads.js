// Threads made to be looked at: pages that go on, depth, tombstones, closed doors, right-to-left, words without end.

const START = Date.parse("2026-03-01T08:00:00Z");

/** Comments of one story, in the order in which they were written, a minute apart. */
class Thread {
  records = [];

  constructor(id, story = {}) {
    this.id = id;
    this.records.push({ kind: "story", id, slug: id, published_at: new Date(START).toISOString(), ...story });
  }

  /** Adds a comment; gives its identifier, for its replies. */
  say(name, body, { parent, ...more } = {}) {
    const number = this.records.length;
    const id = `${this.id}-${number}`;
    const created_at = new Date(START + number * 60_000).toISOString();
    this.records.push({ kind: "comment", id, story: this.id, parent, author: { name }, created_at, body, ...more });
    return id;
  }
}

/** 45 comments at the top: three pages. The last one has seven replies, and one of these a chain of fourteen. */
function busy() {
  const thread = new Thread("busy", {
    title: "Council votes to close the old bridge to cars",
    author: "Ana Lima",
    body: "The council decided **late on Tuesday** that the bridge will belong to people on foot.\n\nWork begins in May.",
  });
  for (let number = 1; number < 45; number++) thread.say(`Reader ${number}`, `Opinion number ${number} on the bridge.`);
  const last = thread.say("Reader 45", "Opinion number 45, which many answered.");
  const replies = [1, 2, 3, 4, 5, 6, 7].map((n) => thread.say(`Answerer ${n}`, `Answer number ${n}.`, { parent: last }));
  let parent = replies[0];
  for (let depth = 2; depth <= 15; depth++) parent = thread.say(`Level ${depth}`, `A word from level ${depth}.`, { parent });
  return thread.records;
}

function tombstones() {
  const thread = new Thread("tombstones", { title: "What was taken away, and what was said of it" });
  const removed = thread.say("Vandal", "SECRET REMOVED WORDS", { state: "removed" });
  thread.say("Witness", "An answer to what was removed.", { parent: removed });
  const deleted = thread.say("Shy", "SECRET DELETED WORDS", { state: "deleted" });
  thread.say("Friend", "An answer to what was deleted.", { parent: deleted });
  const held = thread.say("Waiting", "SECRET HELD WORDS", { state: "held" });
  thread.say("Impatient", "An answer to what waits.", { parent: held });
  thread.say("Lone vandal", "SECRET LONE WORDS", { state: "removed" });
  return thread.records;
}

function closed() {
  const thread = new Thread("closed", { title: "A debate that is over", state: "closed" });
  thread.say("Ana", "It was said while one could.");
  return thread.records;
}

/** What breaks narrow pages and careless style sheets. */
function odd() {
  const thread = new Thread("odd", { title: `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft${"x".repeat(40)}` });
  const root = thread.say("A name as long as names may be, without any doubt whatsoever", `${"W".repeat(300)}\n\nA line.`);
  thread.say("Quoter", "> > quoted twice\n>\n> quoted once\n\nand answered\n\n- one\n- two\n  1. deep\n  2. deeper\n", { parent: root });
  thread.say("Coder", `\`\`\`\nfn main() { println!("${"a long line of code ".repeat(12)}"); }\n\`\`\`\nand \`${"c".repeat(120)}\``, { parent: root });
  thread.say("Linker", `https://example.org/${"very/long/path/".repeat(12)} and [words](https://example.org/) ~~gone~~ **strong** *soft*`);
  thread.say("表意文字", "混ぜ書きの長い文章は空白なしで続きますので、改行の位置は文字の間にあります。".repeat(4));
  thread.say("😀😀😀", "👩‍👩‍👧‍👦 🏳️‍🌈 é é ﷽ Z̷̨a̶l̵g̸o̴");
  return thread.records;
}

function arabic() {
  const thread = new Thread("arabic", {
    title: "المجلس يغلق الجسر القديم أمام السيارات",
    author: "ليلى حداد",
    body: "قرر المجلس **مساء الثلاثاء** أن يكون الجسر للمشاة فقط.\n\nتبدأ الأعمال في مايو.",
    x_lang: "ar",
  });
  const root = thread.say("محمد العلي", "هذا قرار جيد للمدينة. متى يبدأ العمل؟", { lang: "ar" });
  const reply = thread.say("سارة", "> متى يبدأ العمل؟\n\nفي شهر مايو، كما قال المجلس (12 مايو 2026).", { parent: root, lang: "ar" });
  thread.say("Tom Baker", "I agree, but who pays for it?", { parent: reply, lang: "en" });
  thread.say("דנה לוי", "שאלה טובה מאוד!", { parent: reply, lang: "he" });
  return thread.records;
}

/** All of them. */
export const threads = [busy, tombstones, closed, odd, arabic].flatMap((make) => make());
