// Reading without scripts: whatever is published can be reached by links alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { threads } from "./threads.js";
import { World, browse, until, visit } from "./world.js";

const NO_SCRIPTS = { scripts: false };
let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
  await world.import(threads, "threads");
  await until("the threads are there", async () => (await fetch(`${world.origin}/stories/arabic`)).ok);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const read = (name, options, work) => test(name, () => visit(browser, world, { ...NO_SCRIPTS, ...options }, work));

/** The first words of all comments on a page, by their identifiers. */
const comments = (page) => page.locator(".comment").evaluateAll((all) => all.map((one) => one.id));

read("the first page leads to a story and to its thread", {}, async (page) => {
  await page.goto("/");
  const story = page.locator(".stories .item", { hasText: "Council votes to close" });
  assert.match(await story.innerText(), /2026.*66 comments/s);
  await story.getByRole("link", { name: "Council votes to close the old bridge to cars" }).click();
  assert.equal(await page.locator("h1").innerText(), "Council votes to close the old bridge to cars");
  assert.match(await page.locator(".byline").innerText(), /By Ana Lima/);
  assert.equal(await page.locator(".story strong").innerText(), "late on Tuesday");
  await page.goBack();
  await story.getByRole("link", { name: "66 comments" }).click();
  assert.match(page.url(), /\/stories\/busy#comments$/);
  assert.equal(await page.locator("#comments h2").first().innerText(), "66 comments");
});

read("more comments lead to every root once, and back", {}, async (page) => {
  await page.goto("/stories/busy");
  const seen = [];
  const roots = () => page.locator(".thread > .comments > .comment").evaluateAll((all) => all.map((one) => one.id));
  for (const size of [20, 20, 5]) {
    const here = await roots();
    assert.equal(here.length, size);
    seen.push(...here);
    if (size === 20) await page.getByRole("link", { name: "More comments" }).click();
  }
  assert.equal(new Set(seen).size, 45);
  assert.equal(await page.getByRole("link", { name: "More comments" }).count(), 0);
  await page.getByRole("link", { name: "Back to the beginning" }).click();
  assert.deepEqual(await roots(), seen.slice(0, 20));
});

read("the order can be chosen", {}, async (page) => {
  await page.goto("/stories/busy");
  const first = page.locator(".comments > .comment").first();
  assert.match(await first.innerText(), /Reader 45/);
  await page.getByRole("link", { name: "Oldest" }).click();
  assert.match(await first.innerText(), /Reader 1\b/);
  assert.equal(await page.locator(".sorts [aria-current]").innerText(), "Oldest");
  await page.getByRole("link", { name: "Best liked" }).click();
  assert.equal(await page.locator(".sorts [aria-current]").innerText(), "Best liked");
});

read("more replies lead to the rest of them, and back", {}, async (page) => {
  await page.goto("/stories/busy");
  const root = page.locator(".comments > .comment").first();
  assert.match(await root.innerText(), /Answer number 3\./);
  assert.doesNotMatch(await root.innerText(), /Answer number 4\./);
  await root.locator(":scope > .branch > .more").getByRole("link", { name: "4 more replies" }).click();
  const replies = page.locator("#replies ~ .comments > .comment");
  assert.deepEqual((await replies.locator(".text").allInnerTexts()).map((text) => text.trim()),
    [4, 5, 6, 7].map((number) => `Answer number ${number}.`));
  assert.match(await page.locator(".marked").innerText(), /Opinion number 45/);
  await page.getByRole("link", { name: "Back to the first replies" }).click();
  assert.match(await replies.first().innerText(), /Answer number 1\./);
});

read("a chain is followed down by links and up by its own page", {}, async (page) => {
  await page.goto("/stories/busy");
  const deepest = () => page.locator(".comment", { hasText: /A word from level 15\./ });
  while (await deepest().count() === 0) {
    const before = page.url();
    await page.locator(".more a", { hasText: "1 more reply" }).first().click();
    assert.notEqual(page.url(), before);
  }
  await deepest().last().locator("article .time").first().click();
  assert.match(await page.locator("h1").innerText(), /A comment by Level 15/);
  const above = page.locator(".above .comment");
  assert.equal(await above.count(), 10);
  assert.match(await above.last().innerText(), /A word from level 14\./);
  assert.match(await above.first().innerText(), /A word from level 5\./);
  await page.getByRole("link", { name: "What was said before" }).click();
  assert.match(await page.locator(".marked").innerText(), /A word from level 5\./);
  assert.match(await page.locator(".above .comment").first().innerText(), /Opinion number 45/);
  assert.equal(await page.getByRole("link", { name: "What was said before" }).count(), 0);
  await page.locator(".back a").click();
  assert.match(page.url(), /\/stories\/busy#comments$/);
});

read("a tombstone stands where something was answered, and tells nothing", {}, async (page) => {
  await page.goto("/stories/tombstones");
  assert.equal(await page.locator("#comments h2").first().innerText(), "3 comments");
  const stones = page.locator(".tombstone");
  assert.equal(await stones.count(), 3);
  for (const [words, answer] of [
    [/removed by the moderators/, "An answer to what was removed."],
    [/deleted by its writer/, "An answer to what was deleted."],
    [/waits for the moderators/i, "An answer to what waits."],
  ]) {
    const stone = page.locator(".comments > .comment", { has: page.locator(".tombstone", { hasText: words }) });
    assert.match(await stone.locator(".comment").innerText(), new RegExp(answer));
    assert.equal(await stone.locator(":scope > article [data-reply]").count(), 0);
    await stone.locator(":scope > .tombstone .time").click();
    assert.equal(await page.locator("h1").innerText(), "A comment");
    assert.match(await page.locator("main").innerText(), new RegExp(answer));
    assert.doesNotMatch(await page.content(), /SECRET|Vandal|Shy|Waiting/);
    await page.goBack();
  }
  assert.doesNotMatch(await page.content(), /SECRET|Lone vandal/);
});

read("a closed thread says so and takes nothing", { said: [/status of 409/] }, async (page) => {
  await page.goto("/stories/closed");
  assert.match(await page.locator(".thread .notice").innerText(), /closed/i);
  assert.equal(await page.locator("[data-write], [data-reply]").count(), 0);
  assert.match(await page.locator(".comments").innerText(), /It was said while one could\./);
  const answer = await page.goto("/stories/closed/comments/new");
  assert.equal(answer.status(), 409);
  assert.match(await page.locator("main .problem").innerText(), /closed/i);
  assert.equal(await page.locator("form:not(#votes)").count(), 0);
});

read("an address that leads nowhere says so and leads on", { said: [/status of 404/] }, async (page) => {
  for (const path of ["/nothing", "/stories/nothing", "/stories/busy/comments/0000000000000000000000000", "/stories/busy/comments/x"]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 404, path);
    assert.equal(await page.locator("h1").innerText(), "Nothing is here");
    assert.match(await page.locator("main .problem").innerText(), /^(There is no|Nothing is)/);
    await page.getByRole("link", { name: "To the front page" }).click();
    assert.equal(new URL(page.url()).pathname, "/");
  }
});

read("a removal bites", {}, async (page) => {
  const story = await world.id("/stories/tombstones");
  const comment = await world.post(story, { name: "Passer-by", body: "Words that will not stand." });
  await page.goto("/stories/tombstones");
  assert.match(await page.content(), /Words that will not stand/);
  await world.cli("comment", "remove", comment.id, "--reason", "a test");
  await until("it is gone", async () => {
    await page.reload();
    return !(await page.content()).includes("Words that will not stand");
  });
  assert.ok(!(await comments(page)).includes(`c-${comment.id}`));
});

read("a page that the browser kept looks as before", {}, async (page, context) => {
  const styled = () => page.evaluate(() => getComputedStyle(document.body).margin === "0px");
  const statuses = [];
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  network.on("Network.responseReceivedExtraInfo", ({ statusCode }) => statuses.push(statusCode));
  await page.goto("/stories/odd");
  assert.ok(await styled());
  await page.goto("/stories/odd");
  await page.reload();
  assert.ok(await styled());
  assert.ok(statuses.includes(304), String(statuses));
});

read("a film that is kept here plays in the page, and only when asked", { scripts: true }, async (page) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/stories/four-in-the-morning", { waitUntil: "networkidle" });
  const film = page.locator("video");
  assert.equal(asked.filter((path) => path.endsWith(".webm")).length, 0);
  await film.evaluate((element) => element.play());
  await until("it plays", () => film.evaluate((element) => element.currentTime > 0.2));
  assert.ok(asked.some((path) => path.endsWith(".webm")));
  const { width, height } = await film.boundingBox();
  assert.ok(width > 300 && height > 150, `${width} × ${height}`);
});

read("a film from elsewhere is a still, the name of the host, and a link", { scripts: true }, async (page) => {
  await page.goto("/stories/last-crane");
  const link = page.locator(".play");
  assert.match(await link.innerText(), /Play the video\s+2:48\s+Opens at video\.example\.org/);
  assert.equal(await link.getAttribute("href"), "https://video.example.org/w/heron-comes-down");
  assert.equal(await page.locator("iframe, object, embed").count(), 0);
});

read("a branch folds without scripts, and with them stays folded", { scripts: true }, async (page, context) => {
  const stored = () => page.evaluate(() => localStorage.length + sessionStorage.length);
  await page.goto("/stories/busy");
  assert.equal(await stored(), 0, "nothing is kept before the reader does something");
  const branch = page.locator(".comment > .branch").first();
  const summary = branch.locator(":scope > summary");
  assert.match(await summary.innerText(), /replies/);
  assert.ok(await branch.locator(":scope > ol").isVisible());
  await summary.click();
  assert.ok(!await branch.locator(":scope > ol").isVisible());
  await page.reload();
  assert.ok(!await branch.locator(":scope > ol").isVisible(), "it is still folded");
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.reload();
  assert.ok(await branch.locator(":scope > ol").isVisible());
  const plain = await context.browser().newContext({ javaScriptEnabled: false, baseURL: world.origin });
  const still = await plain.newPage();
  await still.goto("/stories/busy");
  await still.locator(".branch > summary").first().click();
  assert.ok(!await still.locator(".branch > ol").first().isVisible());
  await plain.close();
});

read("a long comment is read on", {}, async (page) => {
  await page.goto("/stories/winter-ferry?sort=oldest");
  for (let more; (await page.locator(".fold").count()) === 0; await more.click()) more = page.getByRole("link", { name: "More comments" });
  const article = page.locator("article", { has: page.locator(".fold") }).first();
  const height = () => article.locator(".text").evaluate((element) => element.clientHeight);
  const before = await height();
  await article.getByText("Read on").click();
  assert.ok(await height() > before + 50, `${before} then ${await height()}`);
  assert.ok(!await article.getByText("Read on").isVisible());
});
