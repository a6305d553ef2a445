// A statement of reasons and the appeal against it, by its link alone, and the answer at the desk: by keyboard, with and without
// scripts, with axe, on a phone and a desk, in three languages.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SCHEMES, barriers, excess } from "./barriers.js";
import { TARGET, World, browse, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots");
const CASES = ["en", "de", "ar"].flatMap((lang) => [320, 1280].map((width) => `${lang}-${width}`));

/** What waits long enough that nobody calls it a slip, in milliseconds, and a little. */
const SLIP = 60_000;

let world;
let browser;
/** The comments that were removed, each with its story and the link to its statement. @type {Record<string, {id: string, path: string, link: string}>} */
const removed = {};
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [world, browser] = await Promise.all([World.start(), browse()]);
  const tokens = {};
  for (const name of [...CASES, "plain", "desk-en", "desk-de", "desk-ar"]) {
    const lang = /de|ar/.exec(name.replace("desk", ""))?.[0] ?? "en";
    const path = await world.story(`appeal-${name}`, { lang });
    const comment = await world.post(await world.id(path), { name: "Carl Vogel", body: `Judge me, ${name}.`, lang });
    await world.cli("comment", "remove", comment.id, "--rule", "insult", "--reason", "It mocks people by name, and says nothing about the story.");
    removed[name] = { id: comment.id, path, link: "" };
    tokens[name] = comment.edit_token;
  }
  const end = Date.now() + SLIP;
  for (const [name, one] of Object.entries(removed)) {
    while (!one.link) {
      assert.ok(Date.now() < end, `no statement for ${name}`);
      const own = await fetch(`${world.origin}${one.path}/own`, { headers: { cookie: `__Host-understory_guest=${tokens[name]}` } });
      one.link = /href="(\/statements\/[^"]+)"/.exec(await own.text())?.[1] ?? "";
      if (!one.link) await new Promise((next) => { setTimeout(next, 250); });
    }
  }
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** axe by day and night, and the width. */
async function check(page, name) {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await barriers(page, scheme), [], `${name} ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  assert.equal(await excess(page), "", name);
  await page.screenshot({ path: join(PICTURES, `appeal-${name}.png`), fullPage: true });
}

for (const name of CASES) {
  test(`by its link, by keyboard: ${name}`, () => visit(browser, world, { width: Number(name.split("-")[1]) }, async (page, context) => {
    await page.goto(removed[name].link);
    assert.equal(await page.locator("html").getAttribute("lang"), name.split("-")[0]);
    await check(page, name);
    await page.keyboard.press("Tab");
    // On to the form by keys alone: nothing on the way holds the focus.
    for (let n = 0; n < 20 && !(await page.evaluate(() => document.activeElement?.matches("textarea"))); n += 1) await page.keyboard.press("Tab");
    await page.keyboard.type("They are words of my own.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#appeal [role='status']").waitFor();
    assert.match(await page.locator("#appeal").innerText(), /They are words of my own\./);
    assert.equal(await page.locator("textarea").count(), 0);
    await check(page, `${name}-sent`);
    assert.deepEqual(await context.cookies(), []);
  }));
}

test("without scripts it is the same page", () => visit(browser, world, { scripts: false, width: 320, said: [/status of 422/] }, async (page, context) => {
  await page.goto(removed.plain.link);
  assert.match(await page.locator("dl.statement").innerText(), /It mocks people by name/);
  await page.locator("textarea").fill("   ");
  await page.getByRole("button", { name: "Send the appeal" }).click();
  assert.equal(await page.locator("textarea").getAttribute("aria-invalid"), "true");
  await page.locator("textarea").fill("I named nobody.");
  await page.getByRole("button", { name: "Send the appeal" }).click();
  assert.match(await page.locator("#appeal").innerText(), /waits for an answer[\s\S]*I named nobody\./);
  await page.reload();
  assert.equal(await page.locator("textarea").count(), 0);
  assert.deepEqual(await context.cookies(), []);
}));

/** A moderator who is signed in, in this window. */
async function enter(page, name, lang) {
  await world.cli("account", "create", "--name", name, "--email", `${name.replace(" ", ".")}@paper.example`, "--role", "moderator");
  await page.goto(new URL((await world.cli("account", "sign-in-link", name)).trim()).pathname);
  await page.locator("main button").click();
  await page.waitForURL("**/account");
  await page.locator("#lang").selectOption(lang);
  await page.locator("form[action='/account/profile'] button").click();
  await page.waitForLoadState();
}

for (const [lang, scripts] of [["en", true], ["de", false], ["ar", true]]) {
  test(`answered at the desk: ${lang}, ${scripts ? "with" : "without"} scripts`, () => visit(browser, world, { scripts }, async (page) => {
    const { id, path, link } = removed[`desk-${lang}`];
    const [statement, key] = link.replace("/statements/", "").split("?key=");
    const made = await world.api(`/statements/${statement}/appeal`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key, text: `Hear me in ${lang}: ${"a long word ".repeat(20)}` }),
    });
    assert.equal(made.status, 201, JSON.stringify(made));
    await enter(page, `Mod ${lang}`, lang);
    await page.goto("/desk?view=appeals");
    // axe needs scripts to run.
    const look = async (name) => { if (scripts) for (const width of [320, 1280]) { await page.setViewportSize({ width, height: 900 }); await check(page, `${name}-${lang}-${width}`); } };
    await look("list");
    await page.locator("#queue a", { hasText: `Hear me in ${lang}` }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/desk/appeals/**");
    await look("card");
    assert.match(await page.locator(".card").innerText(), new RegExp(`Judge me, desk-${lang}`));
    await page.locator("#reason").focus();
    await page.keyboard.type("It is fair.");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("value")), "overturned");
    await page.keyboard.press("Enter");
    await page.locator(".desk [role='status']").waitFor();
    assert.match(await page.locator(".desk [role='status']").innerText(), new RegExp(`Mod ${lang}[\\s\\S]*It is fair\\.`));
    assert.equal(await page.locator("#reason").count(), 0);
    await look("answered");
    assert.match(await (await fetch(world.origin + path)).text(), new RegExp(`Judge me, desk-${lang}`));
    assert.equal((await world.api(`/comments/${id}`)).state, "published");
  }));
}
