// Every page in every state, on a phone, a tablet and a desk, by day and by night: for whoever reads with ears or
// fingers, with large letters, on a narrow screen. Leaves pictures in target/screenshots, to be looked at.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SCHEMES, WIDTHS, barriers, excess } from "./barriers.js";
import { threads } from "./threads.js";
import { TARGET, World, browse, until, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots");

let world;
let held;
let empty;
let off;
let browser;
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [world, held, empty, off, browser] = await Promise.all([
    World.start(), World.start(["guests=held"]), World.start([], ["serve"]), World.start(["guests=off"]), browse(),
  ]);
  await Promise.all([world, off].map((one) => one.import(threads, "threads")));
  await held.story("held");
  await world.story("nobody", { title: "Nobody has written below this one", author: "Ana Lima" });
  await until("the threads are there", async () => (await fetch(`${off.origin}/stories/busy`)).ok);
});
after(async () => {
  await browser?.close();
  await Promise.all([world, held, empty, off].map((one) => one?.stop()));
});

const fill = async (page, name, body) => {
  await page.getByLabel("Your name").fill(name);
  await page.locator("textarea").fill(body);
};
const press = (page, button) => page.getByRole("button", { name: button, exact: true }).click();
const at = (path) => (page) => page.goto(path);
const opened = (path) => async (page) => {
  await page.goto(path);
  await page.locator("[data-write], [data-reply]").first().click();
  await page.locator(".here textarea").waitFor();
};
const posted = (path) => async (page) => {
  await page.goto(`${path}/comments/new`);
  await fill(page, "Berta Sommer", `Some words with *stress*, number ${Math.random()}.`);
  await press(page, "Post");
  await page.locator(".comment:target, .waiting").waitFor();
};

/** Pages that one reads: no cookie is set, nothing is stored. */
const READ = {
  "front": at("/"),
  "front-empty": { where: () => empty, go: at("/") },
  "story": at("/stories/busy"),
  "story-page-2": async (page) => { await page.goto("/stories/busy?sort=oldest"); await page.goto(await page.locator("[data-more]").getAttribute("href")); },
  "story-sample": async (page) => { await page.goto("/"); await page.locator(".stories h2 a", { hasText: "Council votes tonight" }).click(); },
  "story-nobody": at("/stories/nobody"),
  "story-closed": at("/stories/closed"),
  "story-guests-off": { where: () => off, go: at("/stories/busy") },
  "story-odd": at("/stories/odd"),
  "story-arabic": at("/stories/arabic"),
  "tombstones": at("/stories/tombstones"),
  "conversation": async (page) => { await page.goto("/stories/busy"); await page.locator(".comment .more a").first().click(); },
  "conversation-deep": async (page) => {
    const { comments } = await world.api(`/stories/${await world.id("/stories/busy")}/comments`);
    let id = comments[0].children[0].id;
    for (let depth = 2; depth <= 13; depth++) id = (await world.api(`/comments/${id}/replies`)).comments[0].id;
    await page.goto(`/stories/busy/comments/${id}`);
  },
  "conversation-tombstone": async (page) => { await page.goto("/stories/tombstones"); await page.locator(".tombstone .time").first().click(); },
  "form": at("/stories/nobody/comments/new"),
  "form-reply": async (page) => { await page.goto("/stories/arabic"); await page.goto(await page.locator("[data-reply]").first().getAttribute("href")); },
  "form-closed": { said: [/status of 409/], go: at("/stories/closed/comments/new") },
  "own-empty": at("/stories/nobody/own"),
  "not-found": { said: [/status of 404/], go: at("/nothing/is/here") },
  "in-place-form": opened("/stories/busy"),
  "in-place-reply": async (page) => {
    await page.goto("/stories/busy");
    await page.locator(".comment .comment .comment [data-reply]").first().click();
    await page.locator(".here textarea").waitFor();
  },
};

/** Pages that one comes to by writing. */
const WRITE = {
  "form-preview": async (page) => {
    await page.goto("/stories/nobody/comments/new");
    await fill(page, "Berta Sommer", "Some *stress*, a > quote:\n\n> So they said.\n\n- one\n- two");
    await press(page, "Preview");
    await page.locator(".preview").waitFor();
  },
  "form-refused": {
    said: [/status of 422/],
    go: async (page) => {
      await page.goto("/stories/nobody/comments/new");
      await fill(page, "...", "Words that stay.");
      await press(page, "Post");
      await page.locator("main [aria-invalid]").waitFor();
    },
  },
  "form-refused-whole": {
    said: [/status of 422/],
    go: async (page) => {
      await page.goto("/stories/nobody/comments/new");
      await page.locator("[name=website]").evaluate((field) => { field.value = "http://trap.example/"; });
      await fill(page, "Berta Sommer", "Words that stay.");
      await press(page, "Post");
      await page.locator("main form .problem").waitFor();
    },
  },
  "posted": posted("/stories/nobody"),
  "waiting": { where: () => held, go: posted("/stories/held") },
  "own": async (page) => { await posted("/stories/nobody")(page); await posted("/stories/nobody")(page); await page.goto("/stories/nobody/own"); },
  "own-held": { where: () => held, go: async (page) => { await posted("/stories/held")(page); await page.goto("/stories/held/own"); } },
  "edit": async (page) => { await posted("/stories/nobody")(page); await page.goto("/stories/nobody/own"); await page.locator(".state a", { hasText: "Change" }).first().click(); },
  "in-place-refused": {
    said: [/status of 422/],
    go: async (page) => {
      await opened("/stories/busy")(page);
      await fill(page, "Berta Sommer", "long ".repeat(2_001));
      await press(page, "Post");
      await page.locator(".here textarea[aria-invalid]").waitFor();
    },
  },
  "in-place-preview": async (page) => {
    await opened("/stories/busy")(page);
    await fill(page, "Berta Sommer", "Some *stress*.");
    await press(page, "Preview");
    await page.locator(".here .preview").waitFor();
  },
  "in-place-trouble": {
    said: [/ERR_FAILED/],
    go: async (page) => {
      await opened("/stories/busy")(page);
      await fill(page, "Berta Sommer", "Some words.");
      await page.route("**/comments", (route) => route.abort(), { times: 1 });
      await press(page, "Post");
      await page.locator(".here .problem").waitFor();
    },
  },
  "in-place-posted": async (page) => {
    await opened("/stories/nobody")(page);
    await fill(page, "Berta Sommer", `Posted in place, number ${Math.random()}.`);
    await press(page, "Post");
    await page.locator(".marked").waitFor();
  },
  "in-place-waiting": {
    where: () => held,
    go: async (page) => {
      await opened("/stories/held")(page);
      await fill(page, "Berta Sommer", `Held in place, number ${Math.random()}.`);
      await press(page, "Post");
      await page.locator(".here .waiting").waitFor();
    },
  },
};

for (const [name, state] of [...Object.entries(READ), ...Object.entries(WRITE)]) {
  const { go, where = () => world, said = [] } = typeof state === "function" ? { go: state } : state;
  test(`no barrier on ${name}`, async () => {
    // The checker is no script of ours: the policy would keep it out.
    await visit(browser, where(), { said, bypassCSP: true }, async (page) => {
      await go(page);
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await barriers(page, scheme), [], `${name} ${width} ${scheme}`);
          assert.equal(await excess(page), "", `${name} ${width}`);
        }
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await page.screenshot({ path: join(PICTURES, `${name}-${width}-${scheme}.png`), fullPage: true });
        }
      }
      // Letters twice as large.
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
      for (const width of [320, 640]) {
        await page.setViewportSize({ width, height: 900 });
        assert.equal(await excess(page), "", `${name} ${width} with large letters`);
      }
    });
  });
}

for (const [name, state] of Object.entries(READ)) {
  const { go, where = () => world, said = [] } = typeof state === "function" ? { go: state } : state;
  test(`${name} asks nobody else and leaves nothing behind`, async () => {
    // `visit` fails on any word in the console, any broken policy, any request to another origin.
    await visit(browser, where(), { said }, async (page, context) => {
      await go(page);
      await page.waitForLoadState("networkidle");
      assert.deepEqual(await context.cookies(), []);
      assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])), "[{},{}]");
      assert.deepEqual(await page.evaluate(async () => [(await indexedDB.databases()).length, (await caches.keys()).length]), [0, 0]);
      assert.deepEqual(context.serviceWorkers(), []);
    });
  });
}
