// Writing with scripts: the page stays, focus goes where the work is, and no word is lost.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { threads } from "./threads.js";
import { World, browse, until, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
  await world.import(threads, "threads");
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const write = (name, options, work) => test(name, () => visit(browser, world, options, work));

const name = (page) => page.getByLabel("Your name");
const body = (page) => page.locator("textarea");
const press = (page, button) => page.getByRole("button", { name: button, exact: true }).click();
const opener = (page) => page.getByRole("link", { name: "Write a comment" });

/** Opens a page; `stayed` then tells whether it is still the same document. */
async function open(page, path) {
  await page.goto(path);
  await page.evaluate(() => { window.opened = true; });
}
const stayed = async (page) => assert.ok(await page.evaluate(() => window.opened), "the page was loaded anew");

/** What has the focus. */
const focused = (page) => page.evaluate(() => {
  const { id, name, className, textContent } = document.activeElement;
  return name || (className.includes("comment") ? id : "") || className || textContent;
});
const focus = (page, what) => until(`the focus is on ${what}`, async () => (await focused(page)) === what);

/** How often a text is stored, seen or not. */
const stored = async (text) => (await world.everything()).filter((record) => record.body?.includes(text)).length;

/** What this tab keeps. */
const kept = (page) => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));

/** A story with a comment in it. */
async function begun(slug) {
  const path = await world.story(slug);
  const comment = await world.post(await world.id(path), { name: "Carl Vogel", body: "Who begins?" });
  await until("the comment is there", async () => (await (await fetch(world.origin + path)).text()).includes(comment.id));
  return { path, comment, reply: (page) => page.getByRole("link", { name: "Reply to Carl Vogel" }) };
}

write("a form opens in its place, and gives the focus back", {}, async (page) => {
  const { path, comment, reply } = await begun("place-focus");
  await open(page, path);
  assert.equal(await kept(page), "{}");
  for (const [link, place] of [[opener(page), ".write + .here"], [reply(page), `#c-${comment.id} > article + .here`]]) {
    const form = page.locator(place).locator("form");
    await link.dblclick();
    await focus(page, "name");
    assert.equal(await page.locator("form:not(#votes)").count(), 1);
    assert.equal(await form.count(), 1);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
    assert.ok(await link.evaluate((element) => element === document.activeElement));
    await page.keyboard.press("Enter");
    await name(page).fill("Somebody");
    await body(page).fill("Not to be sent.");
    await page.getByRole("link", { name: "Cancel" }).click();
    await form.waitFor({ state: "detached" });
    assert.ok(await link.evaluate((element) => element === document.activeElement));
    assert.equal(await kept(page), "{}");
  }
  await stayed(page);
});

write("Escape closes a form and keeps what was written", {}, async (page) => {
  const { path } = await begun("place-escape");
  await open(page, path);
  await opener(page).click();
  await body(page).fill("Half a thought");
  await page.keyboard.press("Escape");
  await body(page).waitFor({ state: "detached" });
  await opener(page).click();
  await until("it is back", async () => (await body(page).inputValue()) === "Half a thought");
});

write("a comment appears in its place, and its writer is led to it", {}, async (page) => {
  const path = await world.story("place-root");
  await open(page, path);
  await opener(page).click();
  await name(page).fill("Berta Sommer");
  await body(page).fill("First *thought*.");
  await press(page, "Post");
  const comment = page.locator(".thread > .comments > .comment");
  await comment.waitFor();
  assert.match(await comment.innerText(), /Berta Sommer.*First thought\./s);
  assert.equal(await comment.locator("em").innerText(), "thought");
  await focus(page, await comment.getAttribute("id"));
  assert.equal(await page.locator("form:not(#votes), .empty").count(), 0);
  assert.equal(await page.locator("#comments-heading").innerText(), "1 comment");
  assert.equal(await kept(page), "{}");
  // A second one goes above it; the name is still known.
  await opener(page).click();
  await focus(page, "body");
  assert.equal(await name(page).inputValue(), "Berta Sommer");
  await body(page).fill("Second thought.");
  await press(page, "Post");
  await comment.nth(1).waitFor();
  assert.match(await comment.first().innerText(), /Second thought\./);
  await stayed(page);
  await page.reload();
  assert.deepEqual((await comment.locator(".text").allInnerTexts()).map((text) => text.trim()), ["Second thought.", "First thought."]);
  assert.equal(await page.locator("#comments-heading").innerText(), "2 comments");
});

write("a reply appears below what it answers", {}, async (page) => {
  const { path, comment, reply } = await begun("place-reply");
  await open(page, path);
  for (const words of ["I do.", "And I once more."]) {
    await reply(page).click();
    await name(page).fill("Dora Lenz");
    await body(page).fill(words);
    await press(page, "Post");
    await page.locator(`#c-${comment.id} > .branch > ol > .comment`, { hasText: words }).waitFor();
  }
  await focus(page, await page.locator(".comment .comment").nth(1).getAttribute("id"));
  // And an answer to the answer, which is not in the page that the server sent.
  await page.getByRole("link", { name: "Reply to Dora Lenz" }).first().click();
  await name(page).fill("Emil Brandt");
  await body(page).fill("Well.");
  await press(page, "Post");
  await page.locator(".comment .comment .comment", { hasText: "Well." }).waitFor();
  await stayed(page);
  const order = () => page.locator(".comment .text").allInnerTexts();
  const shown = await order();
  await page.reload();
  assert.deepEqual(await order(), shown);
});

write("on a comment's own page an answer joins the replies", {}, async (page) => {
  const { path, comment, reply } = await begun("place-conversation");
  await open(page, `${path}/comments/${comment.id}`);
  assert.equal(await page.locator("#replies").innerText(), "No replies");
  await reply(page).click();
  await name(page).fill("Dora Lenz");
  await body(page).fill("I do.");
  await press(page, "Post");
  await page.locator("#replies ~ .comments > .comment", { hasText: "I do." }).waitFor();
  assert.equal(await page.locator("#replies").innerText(), "Replies");
  await stayed(page);
});

write("a refusal appears beside its field, and the text stays", { said: [/status of 422/] }, async (page) => {
  const { path, reply } = await begun("place-refused");
  await open(page, path);
  await reply(page).click();
  await name(page).fill("...");
  await body(page).fill("Words\n  & <marks>");
  await press(page, "Post");
  await focus(page, "name");
  const field = name(page);
  await until("the field is marked", async () => (await field.getAttribute("aria-invalid")) === "true");
  const about = await field.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${about}"][role=alert]`).innerText(), /^Give a name/);
  assert.equal(await body(page).inputValue(), "Words\n  & <marks>");
  await name(page).fill("Emil Brandt");
  for (const button of ["Preview", "Post"]) {
    await body(page).fill("long ".repeat(2_001));
    await press(page, button);
    await page.locator("textarea[aria-invalid=true]").waitFor();
    await focus(page, "body");
    assert.equal((await body(page).inputValue()).length, 10_005);
    assert.equal(await name(page).inputValue(), "Emil Brandt");
  }
  await body(page).fill("Right.");
  await press(page, "Post");
  await page.locator(".comment .comment", { hasText: "Right." }).waitFor();
  await stayed(page);
});

write("a preview is shown in place", {}, async (page) => {
  const path = await world.story("place-preview");
  await open(page, path);
  await opener(page).click();
  await name(page).fill("Frieda Kurz");
  await body(page).fill("Some *stress*.");
  await press(page, "Preview");
  assert.equal(await page.locator(".here .preview em").innerText(), "stress");
  assert.equal(await body(page).inputValue(), "Some *stress*.");
  assert.equal(await stored("Some *stress*"), 0);
  await press(page, "Post");
  await page.locator(".thread > .comments > .comment", { hasText: "Some stress." }).waitFor();
  assert.equal(await stored("Some *stress*"), 1);
  await stayed(page);
});

write("drafts survive a reload, each at its place", {}, async (page) => {
  const { path, comment, reply } = await begun("place-drafts");
  const other = await world.story("place-drafts-2");
  await page.goto(path);
  await opener(page).click();
  await page.locator(".write + .here").getByLabel("Your name").fill("Gustav Adler");
  await page.locator(".write + .here textarea").fill("A thought of its own");
  await reply(page).click();
  const answer = page.locator(`#c-${comment.id} .here`);
  await answer.getByLabel("Your name").fill("Gustav A.");
  await answer.locator("textarea").fill("An answer");
  await page.goto(other);
  assert.equal(await page.locator("form:not(#votes)").count(), 0);
  for (const again of [() => page.goto(path), () => page.reload()]) {
    await again();
    await page.locator(".write + .here textarea").waitFor();
    await answer.locator("textarea").waitFor();
    assert.equal(await page.locator(".write + .here textarea").inputValue(), "A thought of its own");
    assert.equal(await answer.locator("textarea").inputValue(), "An answer");
    assert.equal(await answer.getByLabel("Your name").inputValue(), "Gustav A.");
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  }
  await answer.getByRole("button", { name: "Post" }).click();
  await page.locator(".comment .comment", { hasText: "An answer" }).waitFor();
  await page.reload();
  await page.locator(".write + .here textarea").waitFor();
  assert.equal(await page.locator("textarea").count(), 1);
  await page.locator(".write + .here textarea").fill("");
  assert.equal(await kept(page), "{}");
});

const trouble = {
  "the line is cut before the server hears": (route) => route.abort("connectionrefused"),
  "the line is cut after the server has stored it": async (route) => { await route.fetch(); await route.abort("connectionreset"); },
  "a server in front answers for ours": (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" }),
  "ours is out of breath": (route) => route.fulfill({
    status: 503, contentType: "text/html", body: '<p class="problem" role="alert" data-code="busy">Try again in a few seconds.</p>',
  }),
};
for (const [what, answer] of Object.entries(trouble)) {
  write(`${what}: the text stays, and sent again it is one comment`, { said: [/ERR_CONNECTION|status of 50[23]/] }, async (page) => {
    const number = Object.keys(trouble).indexOf(what);
    const { path, comment, reply } = await begun(`place-trouble-${number}`);
    await open(page, path);
    await reply(page).click();
    await name(page).fill("Hanna Falk");
    await body(page).fill(`Trouble number ${number}.`);
    await page.route(`**${path}/comments`, answer, { times: 1 });
    await press(page, "Post");
    await page.locator(".here .problem").waitFor();
    assert.match(await page.locator(".here .problem").innerText(), /try again/i);
    assert.equal(await body(page).inputValue(), `Trouble number ${number}.`);
    assert.equal(await name(page).inputValue(), "Hanna Falk");
    assert.equal(await page.getByRole("button", { name: "Post" }).isEnabled(), true);
    assert.ok(await page.evaluate(() => document.activeElement !== document.body), "the focus was lost");
    assert.match(await kept(page), /Trouble number/);
    await press(page, "Post");
    await page.locator(`#c-${comment.id} .comment`, { hasText: "Trouble number" }).waitFor();
    assert.equal(await stored(`Trouble number ${number}.`), 1);
    await stayed(page);
    assert.equal(await kept(page), "{}");
  });
}

write("an impatient finger posts once", {}, async (page) => {
  const path = await world.story("place-impatient");
  await open(page, path);
  await opener(page).click();
  await name(page).fill("Ida Wolf");
  await body(page).fill("Quick, quick.");
  let posts = 0;
  await page.route(`**${path}/comments`, (route) => { posts += 1; return route.continue(); });
  await page.getByRole("button", { name: "Post" }).dblclick();
  await page.locator(".thread > .comments > .comment").waitFor();
  assert.equal(await page.locator(".thread > .comments > .comment").count(), 1);
  assert.equal(posts, 1);
  assert.equal(await stored("Quick, quick."), 1);
});

write("what can no longer be answered says so in its place", { said: [/status of (404|409|422)/] }, async (page) => {
  const { path, comment, reply } = await begun("place-late");
  await open(page, path);
  await opener(page).click();
  await name(page).fill("Jakob Stein");
  await body(page).fill("Almost in time.");
  await world.cli("comment", "remove", comment.id, "--reason", "a test");
  await reply(page).click();
  await page.locator(`#c-${comment.id} > .here .problem`, { hasText: /no longer be seen/ }).waitFor();
  await world.cli("story", "close", "place-late", "--reason", "The debate has moved on.");
  await press(page, "Post");
  await page.locator(".write + .here .problem", { hasText: "The debate has moved on." }).waitFor();
  assert.equal(await body(page).inputValue(), "Almost in time.");
  // Opening again asks again.
  await world.cli("comment", "restore", comment.id, "--reason", "a test");
  await world.cli("story", "reopen", "place-late");
  await reply(page).click();
  await page.locator(`#c-${comment.id} > .here textarea`).waitFor();
  await stayed(page);
});

write("more comments come below, none twice", {}, async (page) => {
  await open(page, "/stories/busy");
  const ids = () => page.locator(".thread > .comments > .comment").evaluateAll((all) => all.map((one) => one.id));
  const first = await ids();
  assert.equal(first.length, 20);
  // One's own, and one of another that moves nothing: both stand above what comes next.
  await opener(page).click();
  await name(page).fill("Klara Horn");
  await body(page).fill("In between.");
  await press(page, "Post");
  await page.locator(".comment", { hasText: "In between." }).waitFor();
  await page.getByRole("link", { name: "More comments" }).click();
  await until("the next have come", async () => (await ids()).length === 41);
  await focus(page, (await ids())[21]);
  await page.getByRole("link", { name: "More comments" }).click();
  await until("the last have come", async () => (await ids()).length === 46);
  assert.equal(await page.getByRole("link", { name: "More comments" }).count(), 0);
  const all = await ids();
  assert.equal(new Set(all).size, 46);
  assert.deepEqual(all.slice(1, 21), first);
  await stayed(page);
});

write("what was posted at the end is not shown there again", {}, async (page) => {
  await open(page, "/stories/busy?sort=oldest");
  await opener(page).click();
  await name(page).fill("Leo Winter");
  await body(page).fill("Both first and last.");
  await press(page, "Post");
  await page.locator(".comment", { hasText: "Both first and last." }).waitFor();
  const more = page.getByRole("link", { name: "More comments" });
  const count = () => page.locator(".thread > .comments > .comment").count();
  for (let before = await count(); await more.count() > 0; before = await count()) {
    await more.click();
    await until("more have come", async () => (await count()) > before);
  }
  assert.equal(await page.locator(".comment", { hasText: "Both first and last." }).count(), 1);
});

write("times are told as they pass, and kept whole", {}, async (page) => {
  const { path, comment } = await begun("place-times");
  await page.goto(path);
  const time = page.locator(`#c-${comment.id} header .time time`);
  assert.equal(await time.innerText(), "this minute");
  assert.match(await time.getAttribute("title"), /^\d+ \w{3} \d{4}, \d\d:\d\d$/);
  assert.equal(await time.getAttribute("datetime"), comment.created_at);
  await page.goto("/stories/busy");
  assert.match(await page.locator(".comment header .time time").last().innerText(), /2026/);
});

write("a form on a page of its own keeps its draft until it was posted", { said: [/ERR_|status of 503/] }, async (page) => {
  const { path } = await begun("place-page");
  await page.goto(`${path}/comments/new`);
  await name(page).fill("Maria Nagel");
  await body(page).fill("On a page of its own.");
  await page.reload();
  assert.equal(await body(page).inputValue(), "On a page of its own.");
  await page.route(`**${path}/comments`, (route) => route.fulfill({ status: 503, contentType: "text/html", body: "Sorry" }), { times: 1 });
  await press(page, "Post");
  await page.getByText("Sorry").waitFor();
  // Gone back to by a link: what the browser itself would restore does not count.
  await page.goto(`${path}/comments/new`);
  await until("the text is back", async () => (await body(page).inputValue()) === "On a page of its own.");
  await press(page, "Preview");
  assert.match(await page.locator(".preview").innerText(), /On a page/);
  await press(page, "Post");
  await page.locator(".comment:target").waitFor();
  assert.equal(await kept(page), "{}");
  assert.equal(await stored("On a page of its own."), 1);
});

test("a comment that waits says so in its place, and another can be written", async () => {
  const held = await World.start(["guests=held"]);
  try {
    const path = await held.story("held");
    await visit(browser, held, {}, async (page) => {
      await open(page, path);
      for (const words of ["Patience.", "More patience."]) {
        await opener(page).click();
        await name(page).fill("Leo Winter");
        await body(page).fill(words);
        await press(page, "Post");
        await page.locator(".here .waiting", { hasText: words }).waitFor();
        assert.match(await page.locator(".waiting").innerText(), /read by a moderator before they appear/);
        await focus(page, "waiting");
        assert.equal(await kept(page), "{}");
      }
      await stayed(page);
      assert.equal(await page.locator(".comment").count(), 0);
    });
  } finally {
    await held.stop();
  }
});
