// Every way in and out, and every place where one is turned away: by the keys Tab and Enter alone, with axe, in English and
// Arabic.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barriers, excess } from "./barriers.js";
import { Mail } from "./mail.js";
import { World, browse, until, visit } from "./world.js";

const LANGUAGES = ["en", "ar"];
const PASSWORD = "the ferry stops at noon";

let mail;
let browser;
/** By language, a publication that sends mail, and one that sends none. */
const worlds = {};
const quiet = {};
before(async () => {
  mail = await Mail.start();
  browser = await browse();
  for (const lang of LANGUAGES) {
    worlds[lang] = await World.start([`lang=${lang}`], undefined, mail.environment);
    quiet[lang] = await World.start([`lang=${lang}`]);
  }
});
after(async () => {
  await browser?.close();
  for (const world of [...Object.values(worlds), ...Object.values(quiet)]) await world.stop();
  mail?.stop();
});

/** Goes on by Tab until `selector` has the focus. */
async function tabTo(page, selector) {
  for (let n = 0; n < 80; n += 1) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) {
      const seen = await page.evaluate(() => {
        const box = document.activeElement.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
      });
      assert.ok(seen, `the focus on ${selector} is not to be seen`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`no key leads to ${selector} on ${page.url()}`);
}

/** Types into a field that Tab leads to. */
async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

/** Presses a button or follows a link that Tab leads to. */
async function press(page, selector) {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
}

/** What stands there is in this language and order, narrow enough, named, and without what axe finds. */
async function stands(page, lang, name) {
  const html = page.locator("html");
  assert.equal(await html.getAttribute("lang"), lang, name);
  assert.equal(await html.getAttribute("dir"), lang === "ar" ? "rtl" : "ltr", name);
  assert.equal(await page.locator("h1").count(), 1, name);
  assert.deepEqual(await barriers(page, "light"), [], name);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 900 });
  assert.equal(await excess(page), "", name);
  await page.setViewportSize(size);
}

let number = 0;
/** Somebody with an account. */
async function somebody(world, lang) {
  const name = `Person ${"abcdefghijklmnopqrstuvwxyz"[number++ % 26]}${number}`;
  const email = `${name.replace(" ", ".")}@reader.example`.toLowerCase();
  await world.cli("account", "create", "--name", name, "--email", email, "--lang", lang);
  return { name, email };
}

const linkOf = async (world, name) => new URL((await world.cli("account", "sign-in-link", name)).trim()).pathname;

/** Follows a link and confirms. */
async function enter(page, path, lang) {
  await page.goto(path);
  await stands(page, lang, "confirm");
  await press(page, "form[action^='/sign-in/link/'] button");
  await page.waitForURL("**/account");
}

async function signOut(page) {
  await press(page, "form[action='/sign-out'] button");
  await page.waitForURL((url) => url.pathname === "/");
  await page.goto("/account");
  await page.waitForURL("**/sign-in?**");
}

/** The states: what leads there, and what is there then. `said` is what the console may hold. */
const STATES = [
  {
    name: "a code by mail, a name, and out again",
    async go(page, world, lang) {
      const email = `code-${lang}@reader.example`;
      await page.goto("/account");
      await stands(page, lang, "sign in");
      await type(page, "#email", email);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/sign-in/code?**");
      await stands(page, lang, "code");
      await type(page, "#code", (await mail.invitation(email)).code);
      await page.keyboard.press("Enter");
      await page.locator("form[action='/sign-up']").waitFor();
      await stands(page, lang, "name");
      await type(page, "#name", lang === "ar" ? "ليلى منصور" : "Leila Mansour");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/account");
      await stands(page, lang, "account");
      await signOut(page);
    },
  },
  {
    name: "a wrong code",
    said: [/status of 422/],
    async go(page, world, lang) {
      const { email } = await somebody(world, lang);
      await page.goto("/sign-in");
      await type(page, "#email", email);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/sign-in/code?**");
      const { code } = await mail.invitation(email);
      await type(page, "#code", String((Number(code) + 1) % 1_000_000).padStart(6, "0"));
      await page.keyboard.press("Enter");
      await page.locator("#code-error").waitFor();
      await stands(page, lang, "wrong code");
      await type(page, "#code", code);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/account");
    },
  },
  {
    name: "a link by mail",
    async go(page, world, lang) {
      const { email, name } = await somebody(world, lang);
      await page.goto("/sign-in");
      await type(page, "#email", email);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/sign-in/code?**");
      await enter(page, (await mail.invitation(email)).link, lang);
      assert.equal((await page.locator("h1").innerText()).trim(), name);
    },
  },
  {
    name: "a password, chosen, wrong and right",
    said: [/status of 422/],
    async go(page, world, lang) {
      const { email, name } = await somebody(world, lang);
      await enter(page, await linkOf(world, name), lang);
      await type(page, "#new", "short");
      await type(page, "#new", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/account#password");
      await signOut(page);
      await press(page, ".by-password summary");
      await type(page, "#username", email);
      await type(page, "#password", "not that one");
      await page.keyboard.press("Enter");
      await page.locator("#password-error").waitFor();
      await stands(page, lang, "wrong password");
      await type(page, "#password", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/account");
      await stands(page, lang, "account with a password");
    },
  },
  {
    name: "a link that the command line printed, and one that is spent",
    said: [/status of 410/],
    async go(page, world, lang) {
      const { name } = await somebody(world, lang);
      const path = await linkOf(world, name);
      await enter(page, path, lang);
      await signOut(page);
      await page.goto(path);
      await stands(page, lang, "spent link");
    },
  },
  {
    name: "the link that the demo printed",
    world: quiet,
    async go(page, world, lang) {
      const line = await until("the link is printed", async () => world.lines.find((line) => line.includes("/sign-in/link/")));
      await enter(page, /\/sign-in\/link\/\S+/.exec(line)[0], lang);
      await page.goto("/desk");
      assert.equal(await page.locator("h1").count(), 1);
    },
  },
  {
    name: "another device that is ended, and a session that has ended",
    async go(page, world, lang) {
      const { name } = await somebody(world, lang);
      const other = await browser.newContext({ baseURL: world.origin });
      const theirs = await other.newPage();
      await enter(theirs, await linkOf(world, name), lang);
      await enter(page, await linkOf(world, name), lang);
      await press(page, "form[action='/account/sessions/others/end'] button");
      await page.waitForURL("**/account#devices");
      await theirs.goto("/account");
      await theirs.waitForURL("**/sign-in?**");
      await other.close();
      await world.cli("account", "sign-out", name);
      await until("the session has ended", async () => {
        await page.goto("/account");
        return page.url().includes("/sign-in?");
      });
      await stands(page, lang, "after the session");
    },
  },
  {
    name: "somebody suspended",
    async go(page, world, lang) {
      const { name } = await somebody(world, lang);
      await world.cli("account", "suspend", name, "--reason", "It is enough. يكفي.", "--days", "7");
      await enter(page, await linkOf(world, name), lang);
      assert.match(await page.locator("section.notice").innerText(), /It is enough/);
      await stands(page, lang, "suspended");
      await signOut(page);
    },
  },
  {
    name: "somebody deleted",
    // For a moment the page is still theirs, and their picture is not.
    said: [/status of 410/, /\/picture\?at=/],
    async go(page, world, lang) {
      const { name } = await somebody(world, lang);
      const link = await linkOf(world, name);
      await enter(page, await linkOf(world, name), lang);
      await world.cli("account", "delete", name);
      await until("they are signed out", async () => {
        await page.goto("/account");
        return page.url().includes("/sign-in?");
      });
      await page.goto(link);
      await stands(page, lang, "link of somebody deleted");
    },
  },
  {
    name: "no mail",
    world: quiet,
    async go(page, world, lang) {
      await page.goto("/sign-in");
      await page.locator("p.notice[role=status]").waitFor();
      assert.equal(await page.locator("#email").count(), 0);
      await stands(page, lang, "no mail");
    },
  },
  {
    name: "tried too often",
    said: [/status of 422/, /status of 429/],
    async go(page, world, lang) {
      await page.goto("/sign-in");
      await press(page, ".by-password summary");
      for (let n = 0; n < 10; n += 1) {
        const form = { email: `often-${lang}@reader.example`, password: "wrong" };
        const answer = await page.evaluate(async (form) => {
          const body = new URLSearchParams(form);
          return (await fetch("/sign-in/password", { method: "POST", body })).status;
        }, form);
        assert.equal(answer, 422);
      }
      await type(page, "#username", `often-${lang}@reader.example`);
      await type(page, "#password", "wrong");
      await page.keyboard.press("Enter");
      await page.locator("[role=alert]").waitFor();
      await stands(page, lang, "too often");
      assert.match(await page.locator("[role=alert]").innerText(), /10|١٠/);
    },
  },
  {
    // The last: nobody gets an account after it.
    name: "closed to who is new",
    async go(page, world, lang) {
      await page.goto("/sign-in");
      const open = await page.locator("#email-help").innerText();
      await world.cli("site", "set", "sign_up=closed");
      await until("the page says so", async () => {
        await page.goto("/sign-in");
        return (await page.locator("#email-help").innerText()).length > open.length;
      });
      await stands(page, lang, "closed");
      await type(page, "#email", `late-${lang}@reader.example`);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/sign-in/code?**");
      await stands(page, lang, "code where nobody is let in");
    },
  },
];

for (const lang of LANGUAGES) {
  for (const { name, go, said, world = worlds } of STATES) {
    test(`${name}: ${lang}`, () => visit(browser, world[lang], { said }, (page) => go(page, world[lang], lang)));
  }
}
