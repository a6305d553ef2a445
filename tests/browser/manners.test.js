// The manners of a thread: who was answered, what is next, what is new, what is handed on, and what is taken back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, browse, until, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const behave = (name, options, work) => test(name, () => visit(browser, world, options, work));

/** A story with two roots, and two replies to the first of them. */
async function begun(slug) {
  const path = await world.story(slug);
  const id = await world.id(path);
  const first = await world.post(id, { name: "Carl Vogel", body: "Who begins? I ask because nobody has." });
  const replies = [];
  for (const body of ["I do.", "I did."]) replies.push(await world.post(id, { name: "Dora Lenz", body, parent: first.id }));
  const second = await world.post(id, { name: "Emil Roth", body: "Something else." });
  await until("all are there", async () => (await (await fetch(world.origin + path)).text()).includes(second.id));
  return { path, id, first, replies, second };
}

/** What the browser keeps for good. */
const kept = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

behave("what a comment answers is seen without leaving it", {}, async (page) => {
  const { path, first, replies } = await begun("peek");
  await page.goto(path);
  const link = page.locator(`#c-${replies[0].id} a.to`);
  const peek = page.getByRole("tooltip");
  for (const [open, close] of [
    [() => link.hover(), () => page.mouse.move(0, 0)],
    [() => link.focus(), () => page.keyboard.press("Escape")],
    [() => link.focus(), () => page.locator("h1").click()],
  ]) {
    await open();
    await peek.waitFor();
    assert.equal(await peek.textContent(), "Who begins? I ask because nobody has.");
    assert.equal(await link.getAttribute("aria-describedby"), "peek");
    // What is shown can be pointed at without going away.
    const { x, y } = await peek.boundingBox();
    await page.mouse.move(x + 5, y + 5, { steps: 5 });
    assert.ok(await peek.isVisible());
    await close();
    await peek.waitFor({ state: "detached" });
    await page.evaluate(() => document.activeElement.blur());
  }
  await link.click();
  assert.ok(page.url().endsWith(`#c-${first.id}`));
});

for (const scripts of [true, false]) {
  behave(`one goes from comment to comment ${scripts ? "with" : "without"} scripts`, { scripts }, async (page) => {
    const { path, first, replies, second } = await begun(scripts ? "onward" : "onward-plain");
    await page.goto(path);
    const next = (comment) => page.locator(`#c-${comment.id} > article`).getByRole("link", { name: "Next" });
    await next(second).click();
    assert.ok(page.url().endsWith(`#c-${first.id}`), "the newest comes first");
    await next(replies[0]).click();
    assert.ok(page.url().endsWith(`#c-${replies[1].id}`));
    assert.equal(await next(replies[1]).count(), 0);
    assert.equal(await next(first).count(), 0);
  });
}

behave("a comment's address is handed on", { context: { permissions: ["clipboard-read", "clipboard-write"] } }, async (page) => {
  const { path, first } = await begun("share");
  await page.goto(path);
  await page.locator(`#c-${first.id} > article`).getByRole("link", { name: "Share" }).click();
  await page.getByRole("status").getByText("Link copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${world.origin}${path}/comments/${first.id}`);
  assert.ok(page.url().endsWith(path));
});

behave("without scripts a comment's address is that of its page", { scripts: false }, async (page) => {
  const { path, first } = await begun("share-plain");
  await page.goto(path);
  await page.locator(`#c-${first.id} > article`).getByRole("link", { name: "Share" }).click();
  await page.waitForURL(`**${path}/comments/${first.id}`);
});

behave("what is new is marked for those who ask for it, and nothing is kept for others", {}, async (page) => {
  const { path, id, first } = await begun("news");
  const box = page.getByRole("checkbox", { name: "Mark what is new when I come back" });
  const button = page.getByRole("button", { name: /Next new one/ });
  await page.goto(path);
  assert.ok(!await box.isChecked() && !await button.isVisible());
  await page.reload();
  assert.equal(await kept(page), "{}");
  await box.check();
  await page.reload();
  assert.ok(await box.isChecked() && !await button.isVisible());
  const reply = await world.post(id, { name: "Ina Lau", body: "Late, but here.", parent: first.id });
  const root = await world.post(id, { name: "Ina Lau", body: "And a new one." });
  await until("both are there", async () => (await (await fetch(world.origin + path)).text()).includes(root.id));
  // Folded, it is found all the same.
  await page.locator(`#c-${first.id} > .branch > summary`).click();
  await page.reload();
  assert.equal(await page.locator(".is-new").count(), 2);
  assert.match(await button.innerText(), /\(2\)/);
  for (const comment of [root, reply, root]) {
    await button.click();
    await until("the focus is there", () => page.evaluate((id) => document.activeElement.id === id, `c-${comment.id}`));
    assert.ok(await page.locator(`#c-${comment.id} > article`).isVisible());
  }
  await page.reload();
  assert.equal(await page.locator(".is-new").count(), 0, "they were seen");
  await box.uncheck();
  assert.ok(!(await kept(page)).includes("visits"));
});

for (const scripts of [true, false]) {
  behave(`a deletion is taken back ${scripts ? "with" : "without"} scripts`, { scripts }, async (page) => {
    const { path } = await begun(scripts ? "undo" : "undo-plain");
    await page.goto(`${path}/comments/new`);
    await page.getByLabel("Your name").fill("Ina Lau");
    await page.locator("textarea").fill("Deleted in haste.");
    await page.getByRole("button", { name: "Post" }).click();
    await page.getByText("Deleted in haste.").waitFor();
    await page.goto(`${path}/own`);
    await page.getByRole("link", { name: "Change or delete" }).click();
    await page.getByRole("button", { name: "Delete this comment" }).click();
    await page.getByText("For a minute you can take that back").waitFor();
    assert.equal(await page.getByText("Deleted in haste.").count(), 0);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Deleted in haste.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
    await page.goto(path);
    await page.getByText("Deleted in haste.").waitFor();
  });
}

behave("one's own comment is changed, deleted and taken back where it stands", {}, async (page) => {
  const { path } = await begun("in-its-place");
  await page.goto(path);
  await page.evaluate(() => { window.opened = true; });
  await page.getByRole("link", { name: "Write a comment" }).click();
  await page.getByLabel("Your name").fill("Ina Lau");
  await page.locator("textarea").fill("Deleted in haste.");
  await page.getByRole("button", { name: "Post", exact: true }).click();
  const mine = page.locator(".comment", { has: page.locator("article", { hasText: "in haste" }) });
  const edit = mine.getByRole("link", { name: "Change or delete" });
  await edit.click();
  await until("the focus is in the text", () => page.evaluate(() => document.activeElement.name === "body"));
  await page.keyboard.press("Escape");
  assert.ok(await edit.evaluate((element) => element === document.activeElement));
  await edit.click();
  await page.locator("textarea").fill("Changed in haste, and *kept*.");
  await page.getByRole("button", { name: "Save" }).click();
  await mine.getByText("Changed in haste, and kept.").waitFor();
  assert.equal(await mine.locator("em").innerText(), "kept");
  assert.ok(await mine.evaluate((element) => element === document.activeElement));
  assert.equal(await page.locator("form:not(#votes)").count(), 0);
  await edit.click();
  await page.getByRole("button", { name: "Delete this comment" }).click();
  await page.getByText("For a minute you can take that back").waitFor();
  assert.ok(!await page.getByText("Changed in haste").isVisible());
  assert.ok(await page.getByRole("button", { name: "Undo" }).evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Enter");
  await mine.getByText("Changed in haste, and kept.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  assert.ok(await page.evaluate(() => window.opened), "the page has stayed");
  await page.reload();
  await page.getByText("Changed in haste, and kept.").waitFor();
});

behave("search finds what was said, and marks it", { width: 320 }, async (page) => {
  const { path, first } = await begun("searched");
  await page.goto(path);
  await page.getByRole("link", { name: "Search" }).click();
  await until("the job has come by", async () => {
    await page.goto("/search");
    await page.getByRole("searchbox", { name: "Words to search for" }).fill("nobody begins carl");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/search?q=*");
    await page.getByRole("status").waitFor();
    await page.goto("/search?q=nobody+begins");
    return (await page.locator(`a[href$="${first.id}"]`).count()) > 0;
  });
  assert.deepEqual([...new Set(await page.locator("mark").allInnerTexts())].sort(), ["begins", "nobody"]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.locator(`a[href$="${first.id}"]`).click();
  await page.getByText("Who begins?").waitFor();
});

behave("a reader may have another language than the story", {}, async (page) => {
  const { path } = await begun("spoken");
  await page.goto(`${path}?lang=de`);
  await page.getByRole("link", { name: "Kommentar schreiben" }).waitFor();
  await page.getByRole("link", { name: "Älteste" }).click();
  await page.waitForURL(/lang=de/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await page.goto("/?lang=ar");
  assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  await page.goto("/?lang=tlh");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});
