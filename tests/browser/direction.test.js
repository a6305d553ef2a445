// From right to left: a story, its thread, and names and numbers of the other direction within.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { TARGET, World, browse, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

/** Where the words of an element are: the distance to its left and right edge, in CSS pixels. */
const edges = (locator) => locator.evaluate((element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const words = range.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  return { left: words.left - box.left, right: box.right - words.right };
});

test("an Arabic story runs from right to left, and each comment in its own direction", async () => {
  const path = await world.story("jisr", {
    title: "المجلس يغلق الجسر القديم أمام السيارات", lang: "ar", author: "ليلى حداد",
    body: "قرر المجلس **مساء الثلاثاء** أن يكون الجسر للمشاة فقط.",
  });
  const id = await world.id(path);
  const arabic = await world.post(id, { name: "محمد العلي", body: "هذا قرار جيد للمدينة.\n\n> متى يبدأ العمل؟\n\n- في مايو\n- أو بعده", lang: "ar" });
  const english = await world.post(id, { name: "Tom Baker", body: "I agree.", lang: "en", parent: arabic.id });
  await visit(browser, world, {}, async (page) => {
    await page.goto(path);
    const story = page.locator("article.story");
    assert.equal(await story.getAttribute("dir"), "rtl");
    assert.equal(await story.getAttribute("lang"), "ar");
    const title = await edges(page.locator("h1"));
    assert.ok(title.right < 1 && title.left > 10, JSON.stringify(title));
    const byline = await edges(page.locator(".story .meta"));
    assert.ok(byline.right < 1 && byline.left > 10, JSON.stringify(byline));
    // The date is written in Arabic, so its day, which comes first, stands at the right.
    const date = page.locator(".story time").first();
    assert.equal(await date.evaluate((element) => {
      const at = (from) => {
        const range = document.createRange();
        range.setStart(element.firstChild, from);
        range.setEnd(element.firstChild, from + 1);
        return range.getBoundingClientRect().left;
      };
      return at(0) > at(element.textContent.length - 1);
    }), true);
    for (const [comment, name, right] of [[arabic, "محمد العلي", true], [english, "Tom Baker", false]]) {
      const text = page.locator(`#c-${comment.id} > article > .text`);
      assert.equal(await text.getAttribute("dir"), "auto");
      assert.equal(await text.getAttribute("lang"), right ? "ar" : "en");
      assert.equal(await text.evaluate((element) => getComputedStyle(element).direction), right ? "rtl" : "ltr");
      assert.equal(await page.locator(`#n-${comment.id} bdi`).innerText(), name);
    }
    const words = await edges(page.locator(`#c-${arabic.id} > article > .text > p`).first());
    assert.ok(words.right < 1 && words.left > 10, JSON.stringify(words));
    // A quote's line and a list's dots stand at the beginning of the line, which is on the right.
    const quote = await page.locator(`#c-${arabic.id} blockquote`).evaluate((element) => {
      const { borderRightWidth, borderLeftWidth } = getComputedStyle(element);
      return [borderRightWidth, borderLeftWidth];
    });
    assert.deepEqual(quote, ["3px", "0px"]);
    mkdirSync(join(TARGET, "screenshots"), { recursive: true });
    await page.screenshot({ path: join(TARGET, "screenshots/arabic.png"), fullPage: true });
    // Fields take the direction of what is typed.
    await page.getByRole("link", { name: "اكتب تعليقا" }).click();
    await page.locator("textarea").fill("هذا قرار جيد.");
    assert.equal(await page.locator("textarea").evaluate((element) => getComputedStyle(element).direction), "rtl");
    await page.locator("textarea").fill("A good one.");
    assert.equal(await page.locator("textarea").evaluate((element) => getComputedStyle(element).direction), "ltr");
  });
});

test("a site in Arabic has its pages from right to left, and holds at 320 px", async () => {
  const site = await World.start(["lang=ar"]);
  try {
    const path = await site.story("jisr", { title: "المجلس يغلق الجسر القديم", lang: "ar", author: "ليلى حداد", body: "قرر المجلس." });
    const id = await site.id(path);
    const root = await site.post(id, { name: "محمد", body: "هذا قرار جيد." });
    await site.post(id, { name: "Tom", body: "I agree.", parent: root.id });
    await visit(browser, site, { width: 320 }, async (page) => {
      for (const address of ["/", path, `${path}/comments/${root.id}`, `${path}/comments/new`]) {
        await page.goto(address);
        assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, address);
      }
      await page.goto(path);
      const branch = await page.locator(".branch > ol").evaluate((element) => getComputedStyle(element).borderRightWidth);
      assert.equal(branch, "1px");
      await page.screenshot({ path: join(TARGET, "screenshots/arabic-site-320.png"), fullPage: true });
    });
  } finally {
    await site.stop();
  }
});
