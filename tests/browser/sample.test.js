// The sample publication, page by page: on a phone, a tablet and a desk, by day and by night, in two directions, with
// scripts and without. Leaves pictures in target/screenshots/sample, to be looked at.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { SCHEMES, WIDTHS, barriers, excess } from "./barriers.js";
import { fill } from "./full.js";
import { TARGET, World, browse, until, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots/sample");

let world;
let held;
let full;
let browser;
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [world, held, full, browser] = await Promise.all([World.start(), World.start(["guests=held"]), World.start([], ["serve"]), browse()]);
  await full.story("full", { title: "What was there before the disk was full", author: "Ana Lima" });
  await fill(full);
});
after(async () => {
  await browser?.close();
  await Promise.all([world, held, full].map((one) => one?.stop()));
});

const at = (path) => (page) => page.goto(path);
const write = async (page, path, body) => {
  await page.goto(`${path}/comments/new`);
  await page.getByLabel("Your name").fill("Berta Sommer");
  await page.locator("textarea").fill(body);
  await page.getByRole("button", { name: "Post", exact: true }).click();
};
/** What this browser wrote: two comments, the second with some form in it. */
const own = (path) => async (page) => {
  const when = Date.now();
  for (const body of [`A word of mine, number ${when}.`, `> quoted\n\nAnother with *stress*, number ${when}.`]) {
    await write(page, path, body);
    await page.locator(".comment:target, .waiting").waitFor();
  }
  await page.goto(`${path}/own`);
};

/** The comment that most others stand above, with how many these are. */
async function find() {
  const comments = (await world.everything()).filter(({ kind }) => kind === "comment");
  const parents = new Map(comments.map(({ id, parent }) => [id, parent]));
  const depth = (id) => { const parent = parents.get(id); return parent ? 1 + depth(parent) : 0; };
  const shown = comments.filter(({ state = "published" }) => state === "published");
  const [found] = shown.sort((one, other) => depth(other.id) - depth(one.id));
  return { ...found, depth: depth(found.id) };
}
let deepest;
const deep = () => (deepest ??= find());

/** A page of the search, once all of the sample can be found. */
const found = (path) => (page) => until("a comment is found", async () => {
  await page.goto(path);
  return await page.locator("#found-comments").count() > 0;
});

/** Every page in every state: how one comes there, and in which world. */
const STATES = {
  "front": at("/"),
  "topic": at("/topics/council"),
  "topic-arabic": at("/topics/المدينة"),
  "story": at("/stories/storm-thursday"),
  "story-hot": at("/stories/winter-ferry"),
  "story-closed": at("/stories/elm-street-parking"),
  "story-corrected": at("/stories/school-kitchen"),
  "story-film": at("/stories/four-in-the-morning"),
  "story-film-elsewhere": at("/stories/last-crane"),
  "story-arabic": at("/stories/evening-school"),
  "story-german": at("/stories/werft-sucht"),
  "story-empty": at("/stories/tides-this-week"),
  "story-one-comment": at("/stories/library-roof"),
  "conversation": async (page) => { await page.goto("/stories/harbour-board-hustings"); await page.locator(".comment .time").first().click(); },
  "conversation-deep": async (page) => { await page.goto(`/stories/winter-ferry/comments/${(await deep()).id}`); },
  "conversation-tombstone": async (page) => { await page.goto("/stories/evening-school"); await page.locator(".tombstone .time").first().click(); },
  "form": at("/stories/rain-book/comments/new"),
  "form-reply": async (page) => { await page.goto("/stories/rain-book"); await page.goto(await page.locator("[data-reply]").first().getAttribute("href")); },
  "form-refused": {
    said: [/status of 422/],
    go: async (page) => {
      await page.goto("/stories/rain-book/comments/new");
      await page.locator("form.write-form").evaluate((form) => { form.noValidate = true; });
      await page.getByLabel("Your name").fill("Berta Sommer");
      await page.getByRole("button", { name: "Post", exact: true }).click();
      await page.locator("main textarea[aria-invalid]").waitFor();
    },
  },
  "own": own("/stories/rain-book"),
  "own-held": { where: () => held, go: own("/stories/rain-book") },
  "search": at("/search"),
  "search-found": found("/search?q=ferry"),
  "search-nothing": at("/search?q=zeppelin"),
  "not-found": { said: [/status of 404/], go: at("/stories/nothing-is-here") },
  "disk-full": {
    where: () => full,
    said: [/status of 503/],
    go: async (page) => { await write(page, "/stories/full", "Words that stay."); await page.locator("main .problem").waitFor(); },
  },
};

/** Those whose own words, not those of the stories, can be asked for in Arabic. */
const ARABIC = {
  "front-in-arabic": at("/?lang=ar"),
  "topic-in-arabic": at("/topics/council?lang=ar"),
  "story-in-arabic": at("/stories/school-kitchen?lang=ar"),
  "story-arabic-in-arabic": at("/stories/evening-school?lang=ar"),
  "story-empty-in-arabic": at("/stories/tides-this-week?lang=ar"),
  "story-one-comment-in-arabic": at("/stories/library-roof?lang=ar"),
  "form-arabic": at("/stories/evening-school/comments/new"),
  "own-arabic": async (page) => {
    await page.goto("/stories/evening-school/comments/new");
    await page.locator("input[autocomplete=nickname]").fill("برتا");
    await page.locator("textarea").fill(`كلمة مني، رقم ${Date.now()}.`);
    await page.locator("button:not([name])").first().click();
    await page.locator(".comment:target").waitFor();
    await page.goto("/stories/evening-school/own");
  },
  "form-refused-arabic": {
    said: [/status of 422/],
    go: async (page) => {
      await page.goto("/stories/evening-school/comments/new");
      await page.locator("form.write-form").evaluate((form) => { form.noValidate = true; });
      await page.locator("input[autocomplete=nickname]").fill("برتا");
      await page.locator("button:not([name])").first().click();
      await page.locator("main textarea[aria-invalid]").waitFor();
    },
  },
  "story-closed-in-arabic": at("/stories/elm-street-parking?lang=ar"),
  "conversation-in-arabic": async (page) => { await page.goto(`/stories/winter-ferry/comments/${(await deep()).id}?lang=ar`); },
  "search-in-arabic": at("/search?lang=ar"),
  "search-found-in-arabic": found("/search?q=ferry&lang=ar"),
  "search-nothing-in-arabic": at("/search?q=zeppelin&lang=ar"),
};

/** Keeps a picture of the whole page, with all that is loaded only when it is near. */
async function keep(page, name) {
  await page.evaluate(() => Promise.all([...document.images].map((image) => { image.loading = "eager"; return image.decode(); })));
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: "jpeg", quality: 85, fullPage: true });
}

/** What stands on the page and begins neither with its words nor with its box where the page's head begins. */
const astray = (page) => page.evaluate(() => {
  const rightToLeft = document.documentElement.dir === "rtl";
  const begins = (element) => {
    const { left, right } = element.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    const box = rightToLeft ? innerWidth - right : left;
    return [box, box + parseFloat(rightToLeft ? paddingRight : paddingLeft)];
  };
  const [, edge] = begins(document.querySelector("header.site"));
  const seen = [...document.querySelectorAll("main > *")].filter(({ offsetWidth, offsetHeight }) => offsetWidth > 1 && offsetHeight > 1);
  const wrong = seen.filter((one) => begins(one).every((at) => Math.abs(at - edge) > 1));
  return wrong.map((one) => `${one.localName}.${one.className} begins at ${begins(one)[1]} px, not at ${edge}`);
});

// Two at a time: each waits for the other's processor about as often as it works.
describe("the sample's pages", { concurrency: 2 }, () => {
  for (const [name, state] of Object.entries({ ...STATES, ...ARABIC })) {
    const { go, where = () => world, said = [] } = typeof state === "function" ? { go: state } : state;
    const spoken = (page) => page.locator("html").evaluate(({ lang, dir }) => [lang, dir]);

    test(`${name} holds at every width, by day and by night`, async () => {
      await visit(browser, where(), { said }, async (page) => {
        await go(page);
        if (name in ARABIC) assert.deepEqual(await spoken(page), ["ar", "rtl"]);
        const strays = [];
        for (const scheme of SCHEMES) {
          await page.emulateMedia({ colorScheme: scheme });
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            assert.equal(await excess(page), "", `${width} px`);
            if (scheme === "light") strays.push(...(await astray(page)).map((one) => `${width} px: ${one}`));
            await keep(page, `${name}-${width}-${scheme}`);
          }
          assert.deepEqual(await barriers(page, scheme), [], scheme);
        }
        assert.deepEqual(strays, []);
      });
    });

    test(`${name} holds without scripts`, async () => {
      await visit(browser, where(), { said, scripts: false }, async (page) => {
        await go(page);
        for (const scheme of SCHEMES) {
          await page.emulateMedia({ colorScheme: scheme });
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            assert.equal(await excess(page), "", `${width} px`);
            if (width === 320) await keep(page, `${name}-${width}-${scheme}-without-scripts`);
          }
        }
        assert.deepEqual(await barriers(page, "light", false), []);
      });
    });
  }
});

test("what is English runs from left to right on a page in Arabic", async () => {
  const ends = {
    "a question": ["/stories/school-kitchen", "your own school’s hatch?"],
    "a correction": ["/stories/school-kitchen", "286 and have not changed."],
    "why a thread is closed": ["/stories/elm-street-parking", "who stuck to the street."],
  };
  await visit(browser, world, {}, async (page) => {
    const turned = [];
    for (const [what, [path, words]] of Object.entries(ends)) {
      await page.goto(`${path}?lang=ar`);
      const [last, before] = await page.evaluate((words) => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode() && !texts.currentNode.textContent.includes(words));
        const end = texts.currentNode.textContent.indexOf(words) + words.length;
        return [end - 1, end - 2].map((from) => {
          const range = document.createRange();
          range.setStart(texts.currentNode, from);
          range.setEnd(texts.currentNode, from + 1);
          return range.getBoundingClientRect().left;
        });
      }, words);
      if (last < before) turned.push(what);
    }
    assert.deepEqual(turned, []);
  });
});

test("the sample has an exchange twelve replies deep", async () => {
  const { id, depth, body } = await deep();
  assert.ok(depth >= 12, `${depth}`);
  await visit(browser, world, { scripts: false }, async (page) => {
    await page.goto(`/stories/winter-ferry/comments/${id}`);
    assert.equal(await page.locator(`#c-${id} .text`).innerText(), body);
  });
});

test("the sample has a comment that waits, for moderators alone", async () => {
  const key = (await world.cli("site", "key", "create", "--scope", "moderate")).trim();
  const { comments } = await world.api("/comments?state=held", { headers: { authorization: `Bearer ${key}` } });
  assert.ok(comments.length >= 1);
  for (const { id, state } of comments) {
    assert.equal(state, "held");
    assert.equal((await world.api(`/comments/${id}`)).status, 404);
  }
});

test("some sixty people write in the sample, and no two comments are alike", async () => {
  const comments = (await world.everything()).filter(({ kind, body, x_source }) => kind === "comment" && body && x_source === "sample");
  const names = new Set(comments.map(({ author }) => author.name));
  assert.ok(names.size >= 55 && names.size <= 75, `${names.size} names`);
  const words = comments.map(({ body }) => new Set(body.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
  const alike = comments.flatMap(({ body }, number) => comments.slice(0, number).flatMap((other, before) => {
    const shared = [...words[number]].filter((word) => words[before].has(word)).length;
    // Two that share more than half of all their words say one thing.
    return shared > (words[number].size + words[before].size - shared) / 2 ? [`${body} | ${other.body}`] : [];
  }));
  assert.deepEqual(alike, []);
});
