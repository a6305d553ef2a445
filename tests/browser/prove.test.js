// Where very much comes in, a guest's browser works a moment: nobody sees a puzzle, nobody presses a button twice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, browse, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(["rate_address=5"]), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const post = (page) => page.getByRole("button", { name: "Post", exact: true }).click();

test("a guest posts from a hot address, and notices nothing", async () => {
  const path = await world.story("hot");
  // The one refusal that asks for work is told to the console by the browser itself.
  await visit(browser, world, { said: [/status of 429/] }, async (page) => {
    const refused = [];
    page.on("response", (answer) => { if (answer.status() === 429) refused.push(answer.url()); });
    await page.goto(path);
    for (const words of ["The first is free.", "The second is worked for.", "So is the third, while it is written."]) {
      await page.getByRole("link", { name: "Write a comment" }).click();
      await page.locator(".here textarea").fill(words);
      const name = page.locator(".here [name=name]");
      if (await name.inputValue() === "") await name.fill("Berta Sommer");
      await post(page);
      await page.locator(".comment", { hasText: words }).waitFor();
      await page.locator(".here").waitFor({ state: "detached" });
      assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), new RegExp(words.slice(0, -1)), "the focus is on what was posted");
    }
    assert.equal(refused.length, 1, "asked once; the next form brings its challenge along");
    // The form that is a page of its own works as well.
    await page.goto(`${path}/comments/new`);
    assert.ok(await page.locator("[name=work]").count());
    await page.getByLabel("Your name").fill("Berta Sommer");
    await page.locator("textarea").fill("On a page of its own.");
    await post(page);
    await page.locator(".comment", { hasText: "On a page of its own." }).waitFor();
  });
});

test("a page of its own that was sent before it was known that work is wanted goes by itself", async () => {
  const fresh = await World.start(["rate_address=5"]);
  try {
    const there = await fresh.story("hot-page");
    await visit(browser, fresh, { said: [/status of 429/] }, async (page) => {
      for (const words of ["One that is free.", "Two, sent once."]) {
        await page.goto(`${there}/comments/new`);
        assert.equal(await page.locator("[name=work]").count(), 0);
        await page.getByLabel("Your name").fill("Dora Lenz");
        await page.locator("textarea").fill(words);
        await post(page);
        await page.locator(".comment:target", { hasText: words }).waitFor();
      }
    });
  } finally {
    await fresh.stop();
  }
});

test("without scripts it says how long to wait, and keeps the text", async () => {
  const path = await world.story("hot-plain");
  await visit(browser, world, { scripts: false, said: [/status of 429/] }, async (page) => {
    // The address is hot since the test before; one more makes sure.
    for (const words of ["One.", "Two, which is kept."]) {
      await page.goto(`${path}/comments/new`);
      await page.getByLabel("Your name").fill("Carl Vogel");
      await page.locator("textarea").fill(words);
      await post(page);
    }
    assert.match(await page.locator("form [role=alert]").innerText(), /wait \d+ seconds and send it again/);
    assert.equal(await page.locator("textarea").inputValue(), "Two, which is kept.");
  });
});
