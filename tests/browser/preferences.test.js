// What a reader has asked their device for: paper, colours of their own, nothing that moves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, browse, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const PAGES = ["/", "/topics/council", "/stories/winter-ferry", "/stories/last-crane", "/search?q=ferry"];

test("printed, a page is its words and pictures, and nothing to press", () => visit(browser, world, {}, async (page) => {
  for (const path of PAGES) {
    await page.goto(path);
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() => [...document.querySelectorAll("button, input, textarea, .acts, .write, .sorts, nav, summary")]
      .filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(seen, [], path);
    assert.ok((await page.locator("main").innerText()).length > 20, path);
    await page.emulateMedia({ media: "screen" });
  }
  await page.goto("/stories/winter-ferry?sort=oldest");
  await page.emulateMedia({ media: "print" });
  const cut = await page.evaluate(() => [...document.querySelectorAll(".text")].filter((one) => one.scrollHeight > one.clientHeight + 1).length);
  assert.equal(cut, 0, "long comments are whole on paper");
}));

test("in colours of the reader's own, what only colour told is still told", () => visit(browser, world, { context: { forcedColors: "active" } }, async (page) => {
  await page.goto("/stories/winter-ferry");
  await page.locator(".comment .time").first().click();
  const outline = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).outlineStyle);
  assert.equal(await outline(".marked > article"), "solid");
  await page.goto("/stories/winter-ferry?sort=oldest");
  assert.equal(await page.locator(".badge").first().evaluate((element) => getComputedStyle(element).borderTopStyle), "solid");
}));

test("nothing moves by itself", () => visit(browser, world, {}, async (page) => {
  for (const path of PAGES) {
    await page.goto(path);
    const moving = await page.evaluate(() => {
      const style = (element) => getComputedStyle(element);
      const slow = [...document.querySelectorAll("*")].filter((one) => [style(one).transitionDuration, style(one).animationDuration].some((time) => time.split(", ").some((one) => one !== "0s")));
      return [document.getAnimations().length, slow.length, style(document.documentElement).scrollBehavior];
    });
    assert.deepEqual(moving, [0, 0, "auto"], path);
  }
}));
