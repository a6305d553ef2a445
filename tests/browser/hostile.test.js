// Whatever people type, by whatever door it comes in, lies still on the page: no script, no request, no dialog, no
// element or attribute that the renderer does not know.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, World, browse, until, visit } from "./world.js";

/** Texts to be tried: our own few, and the large collections where there are any. */
const texts = payloads();
/** Some of them, evenly taken, where each one costs a page. */
const some = (count) => texts.filter((_, at) => Math.floor(at * count / texts.length) !== Math.floor((at - 1) * count / texts.length));
const SAMPLE = texts.length > 1_000 ? 100 : 20;

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(["triage="]), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

function payloads() {
  const own = readFileSync(join(ROOT, "tests/browser/payloads.txt"), "utf8").split("\n")
    .filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => line.replaceAll("⏎", "\n").replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16))));
  const folder = process.env.UNDERSTORY_TEST_DATA && join(process.env.UNDERSTORY_TEST_DATA, "hostile");
  if (!folder || !existsSync(folder)) {
    console.log("UNDERSTORY_TEST_DATA is not set: the large hostile collections are left to script/test-data");
    return own;
  }
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const all = (path) => readdirSync(join(folder, path)).map((name) => read(join(path, name)));
  const owasp = read("xss/owasp-xss-filter-evasion.md");
  const blocks = [...owasp.matchAll(/```\w*\n(.*?)```/gs)].map(([, block]) => block);
  const trees = all("html5lib-tree-construction").flatMap((file) =>
    [...file.matchAll(/(?:^|\n)#data\n(.*?)\n#errors/gs)].map(([, data]) => data));
  const found = [
    ...own,
    ...read("xss/payloadbox-xss.txt").split(/\r?\n/),
    ...blocks, ...blocks.flatMap((block) => block.split("\n")),
    ...JSON.parse(read("strings/blns.json")),
    ...all("bidi-trojan-source"),
    ...all("xss-bleach").map((file) => file.split("\n--\n")[0]),
    ...trees,
  ];
  // What is longer than a comment may be is refused, and tests nothing here.
  return [...new Set(found)].filter((text) => text.trim() !== "" && text.length <= 9_000);
}

/** Comments as one page shows them: roots with three replies with three replies each. Gives the parent of the next. */
function* places() {
  for (let root = 0; ; root++) {
    yield { id: `${root}` };
    for (const a of [1, 2, 3]) {
      yield { id: `${root}-${a}`, parent: `${root}` };
      for (const b of [1, 2, 3]) yield { id: `${root}-${a}-${b}`, parent: `${root}-${a}` };
    }
  }
}

/** Does something with each text, sixteen at a time. */
async function each(items, act) {
  const rest = items.entries();
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (const [at, item] of rest) await act(item, at);
  }));
}

/** What is on the page that may not be there; and how many comments are. Runs in the browser. */
function examine() {
  const found = [];
  const TAGS = { P: [], BR: [], EM: [], STRONG: [], DEL: [], BLOCKQUOTE: [], UL: [], OL: ["start"], LI: [], CODE: [], PRE: [], A: ["href", "rel"] };
  // An editor may write more: headings, rules, pull quotes, and links within the publication.
  const STORY = { ...TAGS, H2: [], H3: [], H4: [], HR: [], BLOCKQUOTE: ["class"], A: ["href"] };
  const ours = ("HTML HEAD META TITLE LINK SCRIPT BODY HEADER MAIN NAV SECTION ARTICLE DIV SPAN UL OL LI H1 H2 H3 P A BDI TIME "
    + "FORM INPUT LABEL TEXTAREA BUTTON DETAILS SUMMARY ASIDE FIGURE FIGCAPTION").split(" ");
  const inStory = (element) => element.parentElement?.closest("article.story > .body");
  const isTyped = (element) => element.parentElement?.closest(".text") || inStory(element);
  for (const element of document.querySelectorAll("*")) {
    const show = () => element.outerHTML.slice(0, 200);
    const names = element.getAttributeNames();
    if (isTyped(element)) {
      const allowed = (inStory(element) ? STORY : TAGS)[element.tagName];
      if (!allowed) found.push(`element: ${show()}`);
      else if (names.some((name) => !allowed.includes(name))) found.push(`attribute: ${show()}`);
      const safe = inStory(element) ? /^(https?:\/\/|mailto:|#|\/(?!\/))/ : /^(https?:\/\/|mailto:)/;
      if (element.tagName === "A" && !safe.test(element.getAttribute("href"))) found.push(`address: ${show()}`);
      if (element.tagName === "A" && !inStory(element) && element.rel !== "ugc nofollow noopener") found.push(`rel: ${show()}`);
    } else {
      // Pictures are our own: kept here, known by what is in them.
      const kept = /^\/media\/[0-9a-f]{64}\.(jpg|png)( \d+w(, \/media\/[0-9a-f]{64}\.(jpg|png) \d+w)*)?$/;
      if (element.tagName === "IMG" && ["src", "srcset"].every((name) => kept.test(element.getAttribute(name)))) continue;
      // So are those of people with an account; a vote goes to its own comment, and its count is a number.
      if (element.matches("img.face") && /^\/people\/[0-9a-z]{25}\/picture$/.test(element.getAttribute("src"))) continue;
      if (element.matches("button.vote") && /^\/stories\/[^/?#]+\/comments\/[0-9a-z]{25}\/votes$/.test(element.getAttribute("formaction"))) continue;
      if (element.matches("button.vote[name=follow]") && element.getAttribute("formaction") === "/account/follows") continue;
      if (element.matches("button.vote > b") && /^-?\d+$/.test(element.textContent)) continue;
      if (!ours.includes(element.tagName)) found.push(`our element: ${show()}`);
      if (names.some((name) => /^on|^style$|^src(doc|set)?$|^formaction$/.test(name) && element.tagName !== "SCRIPT")) found.push(`our attribute: ${show()}`);
      if (element.tagName === "A" && element.origin !== location.origin) found.push(`our address: ${show()}`);
    }
  }
  // Data for search engines is JSON, and never run.
  const [data, run] = [true, false].map((is) => [...document.scripts].filter((one) => (one.type === "application/ld+json") === is));
  for (const one of data) {
    try { JSON.parse(one.textContent); } catch (error) { found.push(`data: ${error}`); }
  }
  const scripts = run.map((script) => script.getAttribute("src"));
  if (scripts.length !== 1 || !/^\/static\/thread-[0-9a-f]+\.js$/.test(scripts[0])) found.push(`scripts: ${scripts}`);
  if (!/^A,HEADER(,NAV)?,MAIN$/.test([...document.body.children].map((child) => child.tagName).join())) found.push("the page's frame is broken");
  for (const comment of document.querySelectorAll(".comment")) {
    const shape = [...comment.children].map((child) => child.tagName).join();
    if (!/^ARTICLE(,DIV)?(,DETAILS)?(,P)?$/.test(shape)) found.push(`a comment's frame is broken: ${shape}`);
  }
  return { found, comments: document.querySelectorAll(".comment").length };
}

/** Opens an address, and examines what comes. */
async function look(page, address) {
  await page.goto(address);
  return seen(page, address);
}
async function seen(page, address) {
  const { found, comments } = await page.evaluate(examine);
  assert.deepEqual(found, [], address);
  assert.equal(page.url().split("#")[0], new URL(address, world.origin).href.split("#")[0]);
  return comments;
}

/** The address of the page after this one, if there is one. */
const following = (page) => page.evaluate(() => document.querySelector("[rel=next]")?.getAttribute("href"));

/** Walks through all pages of a thread; gives how many comments were seen. */
async function walk(page, path) {
  let comments = 0;
  for (let next = path; next;) {
    comments += await look(page, next);
    next = await following(page);
  }
  return comments;
}

/** A few comments of a story, for their own pages. */
async function sample(path) {
  const page = await world.api(`/stories/${await world.id(path)}/comments?limit=${Math.min(texts.length, 30)}`);
  return page.comments.flatMap((root) => [root, ...root.children]).map((comment) => `${path}/comments/${comment.id}`);
}

test(`posted: ${texts.length} texts, as comment and as name`, async () => {
  const path = await world.story("posted");
  const id = await world.id(path);
  const known = new Map();
  let taken = 0;
  const post = async (fields, place) => {
    const answer = await world.api(`/stories/${id}/comments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...fields, parent: place.parent && await known.get(place.parent) }),
    });
    assert.ok(answer.status < 500, JSON.stringify([fields, answer]));
    if (answer.status === 201) taken += 1;
    return answer.id;
  };
  const spots = places();
  await each(texts.flatMap((text) => [{ name: "Mallory", body: text }, { name: text, body: `A name: ${text}` }]), (fields) => {
    // What is refused leaves its place to nobody; its replies go to the top.
    const place = spots.next().value;
    const posted = post(fields, place);
    known.set(place.id, posted);
    return posted;
  });
  assert.ok(taken > texts.length / 2, `${taken} were taken`);
  await visit(browser, world, {}, async (page) => {
    const comments = await walk(page, `${path}?sort=oldest`);
    assert.ok(comments >= taken * 0.6, `${comments} of ${taken} were seen`);
    for (const address of await sample(path)) await look(page, address);
  });
});

for (const format of ["html", "text", "markdown"]) {
  test(`imported as ${format}: ${texts.length} texts, as comment and as name`, async () => {
    const story = `imported-${format}`;
    const spots = places();
    const records = texts.map((text, at) => {
      const { id, parent } = spots.next().value;
      return {
        kind: "comment", id, parent, story, body: text, format, author: { name: text },
        created_at: new Date(Date.parse("2026-01-01") + at * 1000).toISOString(),
      };
    });
    const report = await world.import([{ kind: "story", id: story, slug: story, title: `Imported as ${format}` }, ...records], story);
    assert.equal(report.comments_new, texts.length);
    const path = `/stories/${story}`;
    await until("the story is there", async () => (await fetch(world.origin + path)).ok);
    await visit(browser, world, {}, async (page) => {
      const comments = await walk(page, `${path}?sort=oldest`);
      assert.ok(comments >= texts.length * 0.9, `${comments} of ${texts.length} were seen`);
      for (const address of await sample(path)) await look(page, address);
    });
  });
}

test(`imported as stories: ${texts.length} texts, as headline, byline and body`, async () => {
  const records = texts.map((text, at) => ({
    kind: "story", id: `story-${at}`, title: text, author: text, body: text, published_at: "2026-01-01T00:00:00Z",
  }));
  const report = await world.import(records, "stories");
  assert.ok(report.stories_new > texts.length * 0.95, JSON.stringify(report));
  await until("they are there", async () => (await world.api("/stories?limit=1")).stories.length > 0);
  const paths = [];
  await visit(browser, world, {}, async (page) => {
    for (let next = "/"; next;) {
      await look(page, next);
      paths.push(...await page.locator(".stories h2 a").evaluateAll((all) => all.map((one) => one.getAttribute("href"))));
      next = await following(page);
    }
    assert.ok(paths.length > texts.length * 0.95, `${paths.length} stories were listed`);
    const step = Math.ceil(paths.length / SAMPLE);
    for (let at = 0; at < paths.length; at += step) {
      await look(page, paths[at]);
      await look(page, `${paths[at]}/comments/new`);
    }
  });
});

/** Texts put together until they are as long as a comment may be. */
function together() {
  const chunks = [""];
  for (const text of texts) {
    if (chunks.at(-1).length + text.length > 9_500) chunks.push("");
    chunks[chunks.length - 1] += `${text}\n\n`;
  }
  return chunks;
}

test("looked at before posting: the preview, the fields, the label", { timeout: 600_000 }, async () => {
  const path = await world.story("preview");
  const id = await world.id(path);
  await visit(browser, world, { scripts: false, said: [/status of 4/] }, async (page) => {
    for (const body of [...together(), ...some(SAMPLE)]) {
      const name = texts[body.length % texts.length];
      await page.goto(path);
      await page.evaluate(([action, fields]) => {
        const form = document.createElement("form");
        form.method = "post";
        form.action = action;
        for (const [name, value] of Object.entries(fields)) {
          const field = document.createElement("textarea");
          field.name = name;
          field.value = value;
          form.append(field);
        }
        document.body.append(form);
        form.submit();
      }, [`${path}/comments`, { name, body, preview: "1" }]);
      await page.waitForURL(`**${path}/comments`);
      await page.locator(".preview").waitFor();
      const { found } = await page.evaluate(examine);
      assert.deepEqual(found, [], body);
      // Fields hold what was typed, no more and no less.
      const typed = (text) => text.replaceAll("\0", "").replace(/\r\n?/g, "\n");
      assert.equal(await page.locator("textarea").inputValue(), typed(body));
      assert.equal(await page.locator("[name=name]").inputValue(), typed(name).replaceAll("\n", ""));
    }
    // "Reply to NAME" is a heading, a label and a title.
    for (const name of some(SAMPLE)) {
      const answer = await world.api(`/stories/${id}/comments`, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name, body: `Whom? ${name}` }),
      });
      if (answer.status !== 201) continue;
      await look(page, `${path}/comments/new?parent=${answer.id}`);
      await look(page, `${path}/comments/${answer.id}`);
    }
  });
});

test("brought in by the script: forms, previews, posts, more comments", { timeout: 600_000 }, async () => {
  const path = await world.story("by-script");
  await visit(browser, world, { said: [/status of 4/] }, async (page) => {
    await page.goto(path);
    const mine = page.locator(".thread > .comments > .comment");
    for (const body of [...together().slice(0, 20), ...some(20)]) {
      const count = await mine.count();
      await page.getByRole("link", { name: "Write a comment" }).click();
      await page.getByLabel("Your name").fill("Mallory");
      await page.locator("textarea").fill(body);
      await page.getByRole("button", { name: "Preview" }).click();
      await page.locator(".here .preview").waitFor();
      await seen(page, path);
      await page.getByRole("button", { name: "Post" }).click();
      // Posted, or refused because nothing can be seen of it.
      await page.locator(`.thread > .comments > .comment:nth-child(${count + 1}), .here [aria-invalid]`).first().waitFor();
      await seen(page, path);
      if (await page.locator(".here [aria-invalid]").count() > 0) await page.getByRole("link", { name: "Cancel" }).click();
      await page.locator(".here").waitFor({ state: "detached" });
    }
    const imported = "/stories/imported-html";
    await page.goto(imported);
    const more = page.locator("[data-more]");
    for (let pages = 0; pages < 5 && await more.count() > 0; pages++) {
      const count = await mine.count();
      await more.click();
      await page.locator(`.thread > .comments > .comment:nth-child(${count + 1})`).waitFor();
      await seen(page, imported);
    }
  });
});

test("in addresses: what is asked for is not said back as markup", async () => {
  const path = await world.story("addresses");
  await visit(browser, world, { said: [/status of 4/] }, async (page) => {
    for (const text of some(SAMPLE / 2)) {
      const word = encodeURIComponent(text.slice(0, 1_000).toWellFormed?.() ?? text.slice(0, 1_000));
      for (const address of [
        `/${word}`, `/stories/${word}`, `${path}?sort=${word}`, `${path}?after=${word}`, `${path}/comments/${word}`,
        `${path}/comments/new?parent=${word}`, `/?after=${word}`,
      ]) {
        await page.goto(address);
        const { found } = await page.evaluate(examine);
        assert.deepEqual(found, [], address);
      }
    }
  });
});

test("as data: JSON opened as a page is text", async () => {
  await visit(browser, world, {}, async (page) => {
    for (const slug of ["posted", "imported-html"]) {
      const answer = await page.goto(`/api/v1/stories/${await world.id(`/stories/${slug}`)}/comments?limit=100`);
      assert.match(answer.headers()["content-type"], /^application\/json/);
      assert.equal(answer.headers()["x-content-type-options"], "nosniff");
      assert.equal(await page.locator("script, img, svg, iframe, a").count(), 0);
    }
  });
});
