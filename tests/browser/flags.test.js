// Reporting a comment: in its place with scripts, on a page without, by keyboard alone, in any direction.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { barriers, excess } from "./barriers.js";
import { TARGET, World, browse, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots");

let world;
let browser;
let key;
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [world, browser] = await Promise.all([World.start(), browse()]);
  key = /us_\S+/.exec(await world.cli("site", "key", "create", "--scope", "moderate"))[0];
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const flags = async (comment) => (await world.api(`/comments/${comment}/flags`, { headers: { authorization: `Bearer ${key}` } })).flags;

async function story(slug, more) {
  const path = await world.story(slug, more);
  const comment = await world.post(await world.id(path), { name: "Carl Vogel", body: "Judge me." });
  return { path, id: comment.id };
}

for (const [lang, width] of [["en", 320], ["en", 1280], ["ar", 320], ["ar", 1280]]) {
  test(`in its place, by keyboard: ${lang}, ${width} px`, async () => {
    const { path, id } = await story(`flag-${lang}-${width}`, { lang });
    await visit(browser, world, { width }, async (page, context) => {
      await page.goto(path);
      await page.locator(`#c-${id} [data-flag]`).focus();
      await page.keyboard.press("Enter");
      await page.locator(".here fieldset").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("name")), "reason", "the focus is on the first reason");
      assert.deepEqual(await barriers(page), []);
      assert.equal(await excess(page), "");
      await page.screenshot({ path: join(PICTURES, `flag-${lang}-${width}.png`), fullPage: true });
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Tab");
      await page.keyboard.type("They mean my neighbours.");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.locator(".here .waiting").waitFor();
      assert.ok(await page.evaluate(() => document.activeElement.matches(".waiting")), "it is told, and the focus is there");
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(await context.cookies(), []);
    });
    const [{ reason, text, account }] = await flags(id);
    assert.deepEqual([reason, text, account], ["hate", "They mean my neighbours.", false]);
  });
}

test("changed one's mind: Escape closes it, and the focus is where it was", async () => {
  const { path, id } = await story("flag-escape");
  await visit(browser, world, {}, async (page) => {
    await page.goto(path);
    await page.locator(`#c-${id} [data-flag]`).click();
    await page.locator(".here fieldset").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".here").count(), 0);
    assert.ok(await page.evaluate(() => document.activeElement.matches("[data-flag]")));
  });
  assert.deepEqual(await flags(id), []);
});

test("without scripts it is a page", async () => {
  const { path, id } = await story("flag-plain");
  await visit(browser, world, { scripts: false, width: 320, said: [/status of 422/] }, async (page, context) => {
    await page.goto(path);
    await page.locator(`#c-${id} [data-flag]`).click();
    assert.match(await page.locator("h1").innerText(), /Carl Vogel/);
    await page.screenshot({ path: join(PICTURES, "flag-page-320.png"), fullPage: true });
    await page.getByLabel("Something else", { exact: true }).check();
    await page.getByRole("button", { name: "Report it" }).click();
    assert.equal(await page.locator("textarea").getAttribute("aria-invalid"), "true");
    assert.ok(await page.getByLabel("Something else", { exact: true }).isChecked());
    await page.locator("textarea").fill("It is copied from another paper.");
    await page.getByRole("button", { name: "Report it" }).click();
    assert.match(await page.locator("main").innerText(), /The desk will look at it/);
    await page.getByRole("link", { name: /Back/ }).click();
    assert.ok(page.url().endsWith(`/comments/${id}`));
    assert.deepEqual(await context.cookies(), []);
  });
  assert.equal((await flags(id))[0].reason, "other");
});
