// Before something is posted that would wait, its writer is told, and may change it or post it all the same.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, World, browse, until, visit } from "./world.js";

let world;
let browser;
before(async () => {
  const models = {
    UNDERSTORY_TRIAGE__MODELS: join(ROOT, "models"),
    UNDERSTORY_TRIAGE__ENCODER: "false",
    UNDERSTORY_TRIAGE__MILLISECONDS: "30000",
  };
  [world, browser] = await Promise.all([World.start([], undefined, models), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const THREAT = "I will find you and kill you, all of you.";
const press = (page, button) => page.getByRole("button", { name: button, exact: true }).click();
const held = async () => (await world.cli("--json", "comment", "list", "--state", "held")).split("\n").filter(Boolean).length;

/** Opens a story's form and sends a text. */
async function send(page, path, text) {
  await page.goto(path);
  await page.getByRole("link", { name: "Write a comment" }).click();
  await page.getByLabel("Your name").fill("Carl Vogel");
  await page.locator("textarea").fill(text);
  await press(page, "Post");
}

test("what would wait is said first, with the words that did it", () => visit(browser, world, { said: [/status of 422/] }, async (page) => {
  const path = await world.story("notice-changed");
  const before = await held();
  await send(page, path, THREAT);
  const notice = page.getByRole("alert");
  await notice.filter({ hasText: "A moderator would read this first." }).waitFor();
  assert.match(await notice.textContent(), /a threat or a call to violence: .*kill/);
  // The text is still there, described by the notice, and has the focus; nothing was stored.
  const text = page.locator("textarea");
  assert.equal(await text.inputValue(), THREAT);
  await until("the text has the focus", () => text.evaluate((element) => element === document.activeElement));
  assert.equal(await text.getAttribute("aria-invalid"), "true");
  assert.equal(await held(), before);
  await text.fill("I was angry. I mean that this should not have happened.");
  await press(page, "Post");
  await page.locator(".comment", { hasText: "I was angry." }).waitFor();
  assert.equal(await held(), before);
}));

test("it can be posted all the same, and waits", () => visit(browser, world, { said: [/status of 422/] }, async (page) => {
  const path = await world.story("notice-posted");
  const before = await held();
  await send(page, path, THREAT);
  await press(page, "Post anyway");
  await page.getByRole("status").filter({ hasText: "a threat or a call to violence" }).waitFor();
  assert.equal(await held(), before + 1);
}));

test("without scripts it is posted at once, and the page says that it waits and why", () => visit(browser, world, { scripts: false }, async (page) => {
  const path = await world.story("notice-plain");
  const before = await held();
  await send(page, path, `${THREAT} Really.`);
  await page.getByRole("status").filter({ hasText: "a threat or a call to violence" }).waitFor();
  assert.equal(await held(), before + 1);
}));
