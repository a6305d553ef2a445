// The pages as they are sent, without scripts: valid HTML, and a script small enough for a bad phone.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { threads } from "./threads.js";
import { ROOT, World, until } from "./world.js";

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "long-title": "off", // a headline is as long as it is
    "doctype-style": ["error", { style: "lowercase" }], // as the standard writes it
  },
});

let world;
let held;
before(async () => {
  [world, held] = await Promise.all([World.start(), World.start(["guests=held"])]);
  await world.import(threads, "threads");
  await Promise.all([held.story("held"), until("the threads are there", async () => (await fetch(`${world.origin}/stories/arabic`)).ok)]);
});
after(() => Promise.all([world, held].map((one) => one?.stop())));

/** Checks an answer; gives its text. */
async function valid(answer, status) {
  assert.equal(answer.status, status, answer.url);
  const text = await answer.text();
  const report = await validator.validateString(text, answer.url);
  const lines = text.split("\n");
  const found = report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${lines[line - 1]?.slice(0, 200)}`));
  assert.deepEqual(found, [], answer.url);
  return text;
}

const get = (path, init) => fetch(world.origin + path, { redirect: "manual", ...init });
const send = (at, path, fields, headers = {}) => fetch(at.origin + path, {
  method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers: { "sec-fetch-site": "same-origin", ...headers },
});

test("pages that one reads are valid", async () => {
  for (const path of ["/", "/stories/busy", "/stories/busy?sort=oldest", "/stories/tombstones", "/stories/closed", "/stories/odd", "/stories/arabic", "/stories/winter-ferry", "/stories/evening-school", "/stories/last-crane", "/stories/four-in-the-morning", "/stories/school-kitchen", "/topics/council"]) {
    const text = await valid(await get(path), 200);
    for (const [, more] of text.matchAll(/href="(\/stories\/[^"#]*(?:\?|comments\/)[^"#]*)/g)) {
      if (more.includes("after=") || more.includes("new?parent") || path !== "/stories/busy") await valid(await get(more.replaceAll("&#38;", "&").replaceAll("&amp;", "&")), 200);
    }
  }
});

test("pages of the search are valid", async () => {
  await until("comments are found", async () => (await (await get("/search?q=ferry")).text()).includes("found-comments"));
  const found = await valid(await get("/search?q=ferry"), 200);
  for (const [, more] of found.matchAll(/href="(\/search\?[^"]*)/g)) await valid(await get(more.replaceAll("&#38;", "&").replaceAll("&amp;", "&")), 200);
  for (const path of ["/search", "/search?q=zeppelin", "/search?q=%3F!", "/search?q=%D8%A7%D9%84%D9%85%D8%AF%D8%B1%D8%B3%D8%A9", "/search?q=%22%3Cb%3E"]) await valid(await get(path), 200);
  await valid(await get(`/search?q=${"long+".repeat(200)}`), 400);
});

test("pages whose words are asked for in Arabic are valid", async () => {
  const { comments: [{ id }] } = await world.api(`/stories/${await world.id("/stories/winter-ferry")}/comments`);
  for (const path of ["/", "/topics/council", "/topics/%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9", "/stories/winter-ferry", "/stories/evening-school", "/stories/elm-street-parking", `/stories/winter-ferry/comments/${id}`, "/search"]) {
    assert.match(await valid(await get(`${path}?lang=ar`), 200), /<html lang="ar" dir="rtl">/);
  }
  for (const path of ["/search?q=ferry", "/search?q=zeppelin"]) await valid(await get(`${path}&lang=ar`), 200);
  for (const path of ["/stories/evening-school/comments/new", "/stories/evening-school/own"]) await valid(await get(path), 200);
});

test("pages on which one writes are valid", async () => {
  await world.story("written");
  const path = "/stories/written";
  const fields = { name: "Berta Sommer", body: "Some *stress*." };
  await valid(await get(`${path}/comments/new`), 200);
  await valid(await send(world, `${path}/comments`, { ...fields, preview: "1" }), 200);
  await valid(await send(world, `${path}/comments`, { ...fields, name: "..." }), 422);
  await valid(await send(world, `${path}/comments`, { ...fields, body: "long ".repeat(2_001) }), 422);
  await valid(await send(world, `${path}/comments`, { ...fields, website: "x" }), 422);
  const posted = await send(world, `${path}/comments`, fields);
  assert.equal(posted.status, 303);
  const comment = posted.headers.get("location").split("#")[0];
  const cookie = posted.headers.get("set-cookie").split(";")[0];
  await valid(await get(comment), 200);
  await valid(await get(`${path}/own`), 200);
  await valid(await get(`${path}/own`, { headers: { cookie } }), 200);
  await valid(await get(`${comment}/edit`, { headers: { cookie } }), 200);
  await valid(await send(world, `${comment}/edit`, { body: "" }, { cookie }), 422);
  assert.equal((await send(world, `${comment}/delete`, {}, { cookie })).status, 303);
  await valid(await get(`${path}/own`, { headers: { cookie } }), 200);
  await valid(await send(held, "/stories/held/comments", fields), 202);
});

test("pages that say no are valid", async () => {
  await valid(await get("/nothing"), 404);
  await valid(await get("/stories/closed/comments/new"), 409);
  await valid(await get("/stories/busy?after=nonsense"), 400);
  await valid(await send(world, "/stories/busy/comments", {}, { "sec-fetch-site": "cross-site" }), 403);
});

test("a reader downloads at most 10 KB of script", async () => {
  const page = await (await get("/stories/busy")).text();
  const scripts = [...page.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, path]) => path);
  assert.equal(scripts.length, 1);
  // Who is signed in gets a second one; both together are held to it.
  scripts.push(/data-person="([^"]+)"/.exec(page)[1]);
  const texts = await Promise.all(scripts.map(async (path) => Buffer.from(await (await get(path)).arrayBuffer())));
  const size = texts.reduce((sum, text) => sum + gzipSync(text, { level: 6 }).length, 0);
  assert.ok(size <= 10_000, `${size} bytes`);
  // What works where very much comes in is fetched then, and by guests alone.
  assert.deepEqual(texts.join("\n").match(/\bimport\([^)]*\)/g), ['import(wanted.dataset.prove ?? "")', 'import(document.body.dataset.person ?? "")']);
});

test("HTML enters the document in one place, through one policy", () => {
  const folder = join(ROOT, "static");
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const sinks = /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|parseFromString|document\.write\w*|srcdoc|eval|Function|createPolicy|setAttribute\("on\w*)\b/g;
  assert.deepEqual(scripts.match(sinks), ["createPolicy", "innerHTML"]);
});

test("depth is nested lists: no style attribute, no script and no handler in any template", () => {
  const folder = join(ROOT, "templates");
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".html"))) {
    const text = readFileSync(join(folder, name), "utf8");
    assert.doesNotMatch(text, /\sstyle=|\son\w+=|<style|<script(?! type="module" src="\{\{ layout\.assets\.(?:script|desk) \}\}"| type="application\/ld\+json">\{\{ discovery\.json\|safe \}\})/, name);
  }
});
