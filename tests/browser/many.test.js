// Many comments at once, and what is done about who wrote them: by keyboard, with axe, on a phone and a desk, in three languages.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SCHEMES, barriers, excess } from "./barriers.js";
import { TARGET, World, browse, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots");

let world;
let browser;
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [world, browser] = await Promise.all([World.start(["guests=held"]), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

let number = 0;
/** A moderator who is signed in, in this window. */
async function enter(page, lang) {
  const name = `Many ${"abcdefghij"[number++]}`;
  await world.cli("account", "create", "--name", name, "--email", `${name.replace(" ", ".")}@paper.example`, "--role", "moderator");
  await page.goto(new URL((await world.cli("account", "sign-in-link", name)).trim()).pathname);
  await page.locator("main button").click();
  await page.waitForURL("**/account");
  if (lang === "en") return;
  await page.locator("#lang").selectOption(lang);
  await page.locator("form[action='/account/profile'] button").click();
  await page.waitForLoadState();
}

async function check(page, name) {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await barriers(page, scheme), [], `${name} ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  const size = page.viewportSize();
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await excess(page), "", `${name} at ${width}`);
    if (width >= 390) await page.screenshot({ path: join(PICTURES, `many-${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}

for (const lang of ["en", "de", "ar"]) {
  test(`many are chosen, looked at, removed and brought back (${lang})`, () => visit(browser, world, {}, async (page) => {
    const path = await world.story(`many-${lang}`);
    const id = await world.id(path);
    for (const body of ["First.", "Second.", "Third."]) await world.post(id, { name: "Carl Vogel", body });
    await enter(page, lang);
    await page.goto("/desk?view=oldest");
    const boxes = page.locator("#queue input[type='checkbox']");
    const count = await boxes.count();
    assert.ok(count >= 3);
    // The newest two, by keyboard.
    for (const n of [count - 2, count - 1]) {
      await boxes.nth(n).focus();
      await page.keyboard.press("Space");
    }
    await check(page, `list-${lang}`);
    await page.locator("#bulk button").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/bulk");
    assert.equal(await page.locator(".desk-bulk .queue li").count(), 2);
    await check(page, `preview-${lang}`);
    await page.locator("[name='act'][value='remove']").focus();
    await page.keyboard.press("Space");
    await page.locator("[name='rule'][value='spam']").focus();
    await page.keyboard.press("Space");
    await page.locator(".desk-bulk .acts button").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/bulk/*");
    assert.equal(await page.locator("progress").evaluate((bar) => bar.value === bar.max && bar.max), 2);
    await check(page, `done-${lang}`);
    await page.goto("/desk?view=oldest");
    assert.equal(await boxes.count(), count - 2);
    await page.goBack();
    await page.locator("form[action$='/undo'] button").focus();
    await page.keyboard.press("Enter");
    await page.locator("form[action$='/undo']").waitFor({ state: "detached" });
    await page.goto("/desk?view=oldest");
    assert.equal(await boxes.count(), count);
  }));

  test(`what is searched for is found, hidden or not (${lang})`, () => visit(browser, world, {}, async (page) => {
    const path = await world.story(`find-${lang}`);
    await world.post(await world.id(path), { name: `Vera ${lang}`, body: "A pelican." });
    await enter(page, lang);
    await page.goto("/desk?view=search");
    await check(page, `search-${lang}`);
    await page.locator("#name").focus();
    await page.keyboard.type(`vera ${lang}`);
    await page.keyboard.press("Enter");
    await page.waitForURL("**name=vera**");
    assert.equal(await page.locator("#queue li").count(), 1);
    assert.equal(await page.locator("#name").inputValue(), `vera ${lang}`);
    await check(page, `found-${lang}`);
    await page.goto("/desk?view=search&story=nowhere");
    await page.locator(".problem[role='alert']").waitFor();
    await page.goto("/desk?view=search&name=nobody-at-all");
    await page.locator("#queue .empty").waitFor();
  }));

  test(`a writer is noted, warned and banned from the card (${lang})`, () => visit(browser, world, {}, async (page) => {
    const path = await world.story(`writer-${lang}`);
    const { id } = await world.post(await world.id(path), { name: "Carl Vogel", body: "About me." });
    await enter(page, lang);
    await page.goto(`/desk/comments/${id}`);
    await page.waitForFunction(() => document.activeElement?.id === "card");
    await page.keyboard.press("m");
    await page.waitForFunction(() => document.activeElement?.id === "why-note");
    await page.keyboard.type("Asks the same each night.");
    await check(page, `note-${lang}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#writer", { hasText: "Asks the same each night." }).waitFor();
    await page.locator("#card").focus();
    await page.keyboard.press("b");
    await page.waitForFunction(() => document.activeElement?.id === "rule-b");
    await page.locator("#rule-b").selectOption("spam");
    await page.locator("[name='remove_all']").focus();
    await page.keyboard.press("Space");
    await check(page, `ban-${lang}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#writer li").nth(1).waitFor();
    await page.locator(".desk-acts [value='restore']").waitFor();
    await check(page, `banned-${lang}`);
    // Taken back: what was removed waits again.
    await page.locator("#writer form button").first().focus();
    await page.keyboard.press("Enter");
    await page.locator("#writer s").waitFor();
    await page.locator(".desk-acts [value='approve']").waitFor();
  }));
}
