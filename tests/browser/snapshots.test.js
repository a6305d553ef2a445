// What a screen reader is told: the accessibility tree of a comment, of the form, of a thread, as texts that are kept
// in snapshots/. After a change that is meant: UNDERSTORY_SNAPSHOTS=write node --test tests/browser/snapshots.test.js

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { threads } from "./threads.js";
import { ROOT, World, browse, until, visit } from "./world.js";

const KEPT = join(ROOT, "tests/browser/snapshots");
const WRITE = process.env.UNDERSTORY_SNAPSHOTS === "write";

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

/**
 * The accessibility tree of what is found, without what differs from day to day and from database to database.
 * @param {import("playwright-core").Locator} found
 */
async function tree(found) {
  const times = [...new Set(await found.page().locator("time").allInnerTexts())].sort((one, other) => other.length - one.length);
  const text = times.reduce((text, time) => text.replaceAll(time, "TIME"), await found.ariaSnapshot());
  return `${text.replace(/[0-9a-z]{25}(?![0-9a-z])/g, "ID")}\n`;
}

/** Compares with what is kept, or keeps it. */
async function same(name, found) {
  const file = join(KEPT, `${name}.txt`);
  const now = await tree(found);
  if (WRITE) writeFileSync(file, now);
  assert.ok(existsSync(file), `${file} is missing: look at what UNDERSTORY_SNAPSHOTS=write makes, and check it in`);
  assert.equal(now, readFileSync(file, "utf8"));
}

const tells = (name, path, find) => test(`a screen reader is told what is kept of ${name}`, async () => {
  await visit(browser, world, {}, async (page) => {
    await page.goto(path);
    await same(name.replaceAll(" ", "-"), find(page));
  });
});

/** A comment alone, without what answers it. */
const comment = (found) => (page) => page.locator(".comment > article", found).first();

tells("a comment", "/stories/winter-ferry?sort=oldest", comment({ hasText: "I was one of the 43" }));
tells("a comment by the author", "/stories/winter-ferry?sort=oldest", (page) => page.locator(".comment > article.by-author").first());
tells("a comment that was edited", "/stories/werft-sucht", (page) => page.locator(".comment > article:has(.edited)").first());
tells("a thread", "/stories/tombstones", (page) => page.locator("#comments"));
tells("a thread from right to left", "/stories/arabic", (page) => page.locator("#comments"));
tells("a thread without a comment", "/stories/tides-this-week", (page) => page.locator("#comments"));
tells("the form", "/stories/tides-this-week/comments/new", (page) => page.getByRole("form"));

/** Who writes with which badge: made so, and named so. */
const badges = [
  ["Stella Marsh", "the newsroom", ["--role", "moderator"], []],
  ["Edda Quist", "an expert", [], ["--give", "expert"]],
  ["Saul Brandt", "a subscriber", [], ["--give", "subscriber"]],
  ["Nia Okoro", "somebody new", [], []],
];
for (const [name, who, made, given] of badges) {
  test(`a screen reader is told what is kept of a comment by ${who}, in English and Arabic`, async () => {
    await visit(browser, world, {}, async (page) => {
      await world.cli("account", "create", "--name", name, ...made);
      if (given.length > 0) await world.cli("account", "badge", name, ...given);
      await page.goto(new URL((await world.cli("account", "sign-in-link", name)).trim()).pathname);
      await page.locator("main button").click();
      await page.waitForURL("**/account");
      const path = await world.story(`by-${name.split(" ")[0].toLowerCase()}`);
      await page.goto(`${path}/comments/new`);
      await page.locator("textarea").fill("Said under a name.");
      await page.locator("button[type=submit]").first().click();
      await page.locator(".comment:target").waitFor();
      for (const [lang, suffix] of [["en", ""], ["ar", "-in-arabic"]]) {
        await page.goto(`${path}?lang=${lang}`);
        const found = comment({ hasText: "Said under a name." })(page);
        await until("the page knows who reads", async () => await found.locator("button.vote[disabled]").count() > 0);
        await same(`a-comment-by-${who.replaceAll(" ", "-")}${suffix}`, found);
      }
    });
  });
}

test("a screen reader is told what is kept of the form with a refusal, in place", async () => {
  await visit(browser, world, { said: [/status of 422/] }, async (page) => {
    await page.goto("/stories/tides-this-week");
    await page.locator("[data-write]").click();
    await page.getByLabel("Your name").fill("...");
    await page.locator(".here textarea").fill("Words that stay.");
    await page.getByRole("button", { name: "Post", exact: true }).click();
    await page.locator(".here [aria-invalid]").waitFor();
    await same("the-form-with-a-refusal", page.locator(".here form"));
  });
});
