// By keyboard alone: everything is reached in a sensible order, and one always sees where one is.

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

/** What has the focus, in words, and whether that can be seen: an outline of 2 px or more, inside the window. */
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    // Names are isolated in their surroundings (FSI, PDI).
    words: (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent.trim() ?? element.textContent.trim())
      .replace(/[\u2068\u2069]/g, ""),
    // What is offered below a story depends on which others there are, and on when a job has compared them.
    offered: element.closest(".related") !== null,
    outlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
    inside: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
});

/** Presses Tab until something has the focus, and checks each stop on the way. Gives the stops. */
async function tab(page, goal) {
  const stops = [];
  while (stops.at(-1) !== goal) {
    assert.ok(stops.length < 40, `never came to ${goal}: ${stops.join(", ")}`);
    await page.keyboard.press("Tab");
    const { words, offered, outlined, inside } = await focused(page);
    assert.ok(outlined, `no outline on ${words}`);
    assert.ok(inside, `${words} is out of sight`);
    if (!offered) stops.push(words);
  }
  return stops;
}

/** A story with a comment by Carl. */
async function begun(slug) {
  const path = await world.story(slug);
  await world.post(await world.id(path), { name: "Carl Vogel", body: "Who begins?" });
  return path;
}

for (const scripts of [false, true]) {
  test(`a reply is written without a mouse, ${scripts ? "with" : "without"} scripts`, async () => {
    const path = await begun(scripts ? "unaided" : "keys");
    await visit(browser, world, { scripts }, async (page) => {
      await page.goto(path);
      const stops = await tab(page, "Reply to Carl Vogel");
      assert.deepEqual(stops.map((words) => words.replace(/^\d+ comments?$/, "COUNT").replace(/^\d.*|this minute/, "TIME")), [
        "Skip to the text", "The Saltmere Lantern", "Search", "Your account", "COUNT", "Write a comment", "Your comments", "Follow", "Newest", "Oldest", "Best liked",
        ...(scripts ? ["Mark what is new when I come back"] : []), "TIME", "Recommend", "Reply to Carl Vogel",
      ]);
      await page.keyboard.press("Enter");
      if (scripts) {
        await page.waitForFunction(() => document.activeElement.getAttribute("name") === "name");
      } else {
        await page.waitForURL(/\/comments\/new/);
        await tab(page, "Your name");
      }
      assert.equal((await focused(page)).outlined, true);
      await page.keyboard.type("Dora Lenz");
      assert.deepEqual(await tab(page, "Reply to Carl Vogel"), ["Reply to Carl Vogel"]);
      await page.keyboard.type("I do, without a mouse.");
      assert.deepEqual(await tab(page, "Post"), ["Post"]);
      await page.keyboard.press("Enter");
      const mine = page.locator(".comment", { has: page.locator("article", { hasText: "without a mouse" }) }).last();
      await mine.waitFor();
      if (scripts) {
        await page.waitForFunction(() => document.activeElement.textContent.includes("without a mouse"));
        assert.equal((await focused(page)).outlined, true);
        // From there the next stop is within the new comment.
        await page.keyboard.press("Tab");
        assert.ok(await mine.evaluate((element) => element.contains(document.activeElement)));
      }
    });
  });
}

test("the skip link comes first, can be seen, and skips", async () => {
  const path = await begun("skipped");
  await visit(browser, world, {}, async (page) => {
    await page.goto(path);
    assert.deepEqual(await tab(page, "Skip to the text"), ["Skip to the text"]);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    assert.deepEqual(await tab(page, "Write a comment"), ["1 comment", "Write a comment"]);
  });
});

test("a form opened by Enter is left by Escape or Cancel, back to where it was opened", async () => {
  const path = await begun("escaped");
  await visit(browser, world, {}, async (page) => {
    await page.goto(path);
    await tab(page, "Reply to Carl Vogel");
    for (const leave of [() => page.keyboard.press("Escape"), async () => { await tab(page, "Cancel"); await page.keyboard.press("Enter"); }]) {
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement.getAttribute("name") === "name");
      await leave();
      await page.waitForFunction(() => document.activeElement.getAttribute("aria-label") === "Reply to Carl Vogel");
      assert.equal(await page.locator("form:not(#votes)").count(), 0);
    }
  });
});

test("the field that people do not see is no stop", async () => {
  const path = await begun("keys-trap");
  await visit(browser, world, { scripts: false }, async (page) => {
    await page.goto(`${path}/comments/new`);
    const stops = await tab(page, "Cancel");
    assert.deepEqual(stops.slice(5), ["Your name", "Write a comment", "Post", "Preview", "Cancel"]);
  });
});

test("everything in a thread is done by keys: sorting, folding, going on, searching", async () => {
  const path = await begun("sorted");
  const id = await world.id(path);
  const [{ id: parent }] = (await world.api(`/stories/${id}/comments`)).comments;
  await world.post(id, { name: "Dora Lenz", body: "I do.", parent });
  await world.post(id, { name: "Emil Roth", body: "Something else." });
  await visit(browser, world, {}, async (page) => {
    const press = async (goal, key = "Enter") => { await tab(page, goal); await page.keyboard.press(key); };
    await page.goto(path);
    await press("Oldest");
    await page.waitForURL(/sort=oldest/);
    await press("1 reply");
    assert.ok(!await page.getByText("I do.").isVisible());
    await page.keyboard.press("Enter");
    assert.ok(await page.getByText("I do.").isVisible());
    await page.goto(path);
    await press("Next");
    await page.waitForURL(/#c-/);
    await page.goto(path);
    await press("Mark what is new when I come back", "Space");
    assert.ok(await page.getByRole("checkbox").isChecked());
    await page.goto(path);
    await press("Search");
    await page.waitForURL("**/search");
    await tab(page, "Words to search for");
    await page.keyboard.type("something");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=something/);
  });
});

test("one's own comment is changed, deleted and taken back by keys", async () => {
  const path = await world.story("regretted");
  await visit(browser, world, {}, async (page) => {
    const press = async (goal) => { await tab(page, goal); await page.keyboard.press("Enter"); };
    await page.goto(`${path}/comments/new`);
    await tab(page, "Your name");
    await page.keyboard.type("Jakob Stein");
    await tab(page, "Write a comment");
    await page.keyboard.type("In haste.");
    await press("Post");
    await page.waitForURL(/#c-/);
    await page.goto(`${path}/own`);
    await press("Change or delete");
    await page.waitForURL(/edit$/);
    await tab(page, "Your comment");
    await page.keyboard.type(" And more.");
    await press("Save");
    await page.getByText("And more.").waitFor();
    await page.goto(`${path}/own`);
    await press("Change or delete");
    await page.waitForURL(/edit$/);
    await press("Delete this comment");
    await page.waitForURL(/own$/);
    await press("Undo");
    await page.getByText("And more.").waitFor();
  });
});
