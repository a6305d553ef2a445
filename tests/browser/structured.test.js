// What programs read of the sample, read by programs that others wrote: schema.org's vocabulary as TypeScript types,
// a feed reader, the browser's own reader of XML. Nothing is asked of the network.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { parseFeed } from "feedsmith";
import { ROOT, World, browse } from "./world.js";

const run = promisify(execFile);

let world;
let browser;
let stories;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
  ({ stories } = await world.api("/stories?limit=100"));
  assert.ok(stories.length >= 10);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** Asks for what an address of ours names, wherever the server thinks that it is reached. */
const get = (address) => { const { pathname, search } = new URL(address, world.origin); return fetch(world.origin + pathname + search); };
const text = async (address) => {
  const answer = await get(address);
  assert.equal(answer.status, 200, address);
  return answer.text();
};

/** A time that names its place: Google refuses others. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const timed = (value, where) => { assert.match(value, TIME, where); assert.ok(!Number.isNaN(Date.parse(value)), where); };

/** What a story's page says of itself in JSON-LD. */
async function article(slug) {
  const page = await text(`/stories/${slug}`);
  const found = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  assert.equal(found.length, 1, slug);
  return JSON.parse(found[0][1]);
}

/** What the compiler says against articles, each as one constant of schema.org's type. */
async function against(articles) {
  const folder = mkdtempSync(join(tmpdir(), "understory-structured-"));
  try {
    const types = join(ROOT, "node_modules/schema-dts/dist/schema.d.ts");
    const lines = articles.map((one, number) => `export const a${number}: WithContext<NewsArticle> = ${JSON.stringify(one)};`);
    writeFileSync(join(folder, "articles.ts"), [`import type { NewsArticle, WithContext } from ${JSON.stringify(types)};`, ...lines].join("\n"));
    const words = ["--strict", "--noEmit", "--skipLibCheck", "--module", "nodenext", "--types", "", join(folder, "articles.ts")];
    return await run(join(ROOT, "node_modules/.bin/tsc"), words, { cwd: folder }).then(() => "", (error) => error.stdout + error.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("each story tells what it is in schema.org's words", async () => {
  const articles = await Promise.all(stories.map(({ slug }) => article(slug)));
  assert.equal(await against(articles), "");
  // The compiler would see a word that is none of schema.org's, and a value of the wrong kind.
  const [one] = articles;
  assert.match(await against([{ ...one, headlines: "x" }]), /'"headlines"' does not exist/);
  assert.match(await against([{ ...one, comment: [{ "@type": "Comment", likes: 1 }] }]), /'"likes"' does not exist/);
  assert.match(await against([{ ...one, commentCount: { "@type": "Person" } }]), /is not assignable/);
});

test("each story and each comment in it has what Google requires", async () => {
  for (const { slug, title, comments: count } of stories) {
    const found = await article(slug);
    assert.equal(found.headline, title);
    assert.equal(found.commentCount, count, slug);
    timed(found.datePublished, slug);
    timed(found.dateModified, slug);
    assert.ok(Date.parse(found.dateModified) >= Date.parse(found.datePublished), slug);
    assert.ok(found.author.length > 0 && found.author.every((author) => ["Person", "Organization"].includes(author["@type"]) && author.name), slug);
    for (const image of found.image) {
      const answer = await get(image);
      assert.match(`${answer.status} ${answer.headers.get("content-type")}`, /^200 image\//, image);
    }
    assert.equal(found.comment.length > 0, count > 0, slug);
    for (const comment of found.comment) {
      assert.ok(comment.author.name && comment.text.trim(), JSON.stringify(comment));
      timed(comment.datePublished, slug);
      assert.match(await text(comment.url), new RegExp(`id="c-${comment.url.split("/").at(-1)}"`));
    }
  }
});

/** Reads a feed with another's reader. */
async function feed(path, format, kind) {
  const answer = await get(path);
  assert.equal(answer.headers.get("content-type").split(";")[0], kind, path);
  const found = parseFeed(await answer.text());
  assert.equal(found.format, format, path);
  return found.feed;
}

/** What RFC 4287 requires of a feed and of each entry in it. */
function complete({ id, title, updated, links, entries }) {
  assert.ok(id && title.value && links.some(({ rel }) => rel === "self"));
  timed(updated, id);
  assert.ok(entries.length > 0);
  assert.equal(new Set(entries.map((entry) => entry.id)).size, entries.length);
  for (const entry of entries) {
    assert.ok(entry.id && entry.title.value && entry.content.value && entry.authors.every(({ name }) => name), entry.id);
    timed(entry.updated, entry.id);
    timed(entry.published, entry.id);
  }
}

const page = (entry) => new URL(entry.links.find(({ rel }) => rel === "alternate").href).pathname;

test("a feed reader reads the stories", async () => {
  const paths = stories.map(({ slug }) => `/stories/${slug}`).sort();
  const atom = await feed("/feed.atom", "atom", "application/atom+xml");
  complete(atom);
  assert.deepEqual(atom.entries.map(page).sort(), paths);
  for (const entry of atom.entries) {
    const { comments } = stories.find(({ slug }) => page(entry) === `/stories/${slug}`);
    assert.equal(entry.links.find(({ rel }) => rel === "replies").thr.count, comments);
  }
  const json = await feed("/feed.json", "json", "application/feed+json");
  assert.deepEqual(json.items.map(({ url }) => new URL(url).pathname).sort(), paths);
  for (const item of json.items) {
    assert.ok(item.id && item.title && item.content_html && item.authors[0].name && item.language, item.id);
    timed(item.date_published, item.id);
  }
});

test("a feed reader reads the stories of a topic", async () => {
  const names = stories.filter(({ topics }) => topics.includes("Council")).map(({ slug }) => `/stories/${slug}`).sort();
  const atom = await feed("/topics/council/feed.atom", "atom", "application/atom+xml");
  complete(atom);
  assert.deepEqual(atom.entries.map(page).sort(), names);
  const json = await feed("/topics/council/feed.json", "json", "application/feed+json");
  assert.deepEqual(json.items.map(({ url }) => new URL(url).pathname).sort(), names);
});

test("a feed reader reads who answers whom", async () => {
  const { entries: [story] } = await feed("/topics/schools/feed.atom", "atom", "application/atom+xml");
  const thread = await feed("/stories/school-kitchen/comments.atom", "atom", "application/atom+xml");
  complete(thread);
  const known = new Set([story.id, ...thread.entries.map(({ id }) => id)]);
  const answered = thread.entries.flatMap(({ thr }) => thr.inReplyTos.map(({ ref }) => ref));
  assert.equal(answered.length, thread.entries.length);
  // Those that answer what is not shown name it all the same; there is one in this thread.
  assert.ok(answered.filter((ref) => !known.has(ref)).length <= 1, answered.filter((ref) => !known.has(ref)).join(" "));
  assert.ok(answered.includes(story.id) && answered.some((ref) => ref !== story.id));
});

test("what calls itself a UUID in a feed is one", async () => {
  // RFC 9562, section 4: nothing comes after it.
  const uuid = /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const paths = ["/feed.atom", "/topics/council/feed.atom", "/stories/school-kitchen/comments.atom"];
  const feeds = await Promise.all(paths.map((path) => feed(path, "atom", "application/atom+xml")));
  const names = feeds.flatMap(({ id, entries }) => [id, ...entries.map((entry) => entry.id)]);
  assert.deepEqual(names.filter((name) => name.startsWith("urn:uuid:") && !uuid.test(name)), []);
});

test("all that claims to be XML is XML", async () => {
  const window = await browser.newPage();
  const paths = ["/feed.atom", "/topics/council/feed.atom", "/sitemap.xml", ...stories.map(({ slug }) => `/stories/${slug}/comments.atom`)];
  for (const path of paths) {
    const fault = await window.evaluate((text) => new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")?.textContent, await text(path));
    assert.equal(fault, undefined, path);
  }
});
