// Writing without scripts: forms are pages, and whatever goes wrong, the text is kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World, browse, until, visit } from "./world.js";

let world;
let browser;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const write = (name, options, work) => test(name, () => visit(browser, world, { scripts: false, ...options }, work));

const name = (page) => page.getByLabel("Your name");
const body = (page) => page.locator("textarea");
const press = (page, button) => page.getByRole("button", { name: button, exact: true }).click();

/** How often a text is stored, seen or not. */
const stored = async (text) => (await world.everything()).filter((record) => record.body?.includes(text)).length;

/** What is said of a field that is marked as wrong. */
async function wrong(field) {
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  const about = (await field.getAttribute("aria-describedby")).split(" ")[0];
  return field.page().locator(`[id="${about}"]`).innerText();
}

write("a comment is looked at before, posted, and found where it stands", {}, async (page, context) => {
  const path = await world.story("write-one");
  await page.goto(path);
  await page.getByRole("link", { name: "Write a comment" }).click();
  assert.equal(await page.locator("h1").innerText(), "Write a comment");
  assert.deepEqual(await context.cookies(), []);
  await name(page).fill("Berta Sommer");
  await body(page).fill("First *thought*.\n\nSecond <b>thought</b>.");
  await press(page, "Preview");
  assert.equal(await page.locator(".preview em").innerText(), "thought");
  assert.match(await page.locator(".preview .text").innerText(), /Second <b>thought<\/b>\./);
  assert.equal(await name(page).inputValue(), "Berta Sommer");
  assert.equal(await body(page).inputValue(), "First *thought*.\n\nSecond <b>thought</b>.");
  assert.equal(await stored("First *thought*"), 0);
  await press(page, "Post");
  const [, id] = /\/stories\/write-one\/comments\/([0-9a-z]{25})#c-\1$/.exec(page.url());
  assert.match(await page.locator(`#c-${id}:target`).innerText(), /Berta Sommer.*First thought\./s);
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path],
    ["__Host-understory_guest", true, true, "Lax", "/"]);
  await page.locator(".back a").click();
  assert.match(await page.locator(`#c-${id}`).innerText(), /Second <b>thought<\/b>\./);
});

write("a reply shows what it answers, and lands below it", {}, async (page) => {
  const path = await world.story("write-reply");
  const parent = await world.post(await world.id(path), { name: "Carl Vogel", body: "Who begins?" });
  await page.goto(path);
  await page.getByRole("link", { name: "Reply to Carl Vogel" }).click();
  // The name is isolated, lest it turn the direction of the words around it.
  assert.equal(await page.locator("h1").innerText(), "Reply to \u2068Carl Vogel\u2069");
  assert.match(await page.locator(".comments").innerText(), /Who begins\?/);
  await page.getByRole("link", { name: "Cancel" }).click();
  assert.match(page.url(), new RegExp(`/comments/${parent.id}$`));
  await page.getByRole("link", { name: "Reply to Carl Vogel" }).click();
  await name(page).fill("Dora Lenz");
  await body(page).fill("I do.");
  await press(page, "Post");
  assert.match(await page.locator(".above").innerText(), /Who begins\?/);
  await page.goto(path);
  assert.match(await page.locator(`#c-${parent.id} .comment`).innerText(), /Dora Lenz.*I do\./s);
});

write("a refusal marks its field and keeps every word", { said: [/status of 422/] }, async (page) => {
  await world.story("write-refused", { author: "Ana Lima" });
  await page.goto("/stories/write-refused/comments/new");
  await body(page).fill("Words\n  with spaces & <marks>");
  for (const [bad, words] of [["...", /^Give a name/], ["Ana  Lima", /newsroom/], ["x\u202ey", /invisible/]]) {
    await name(page).fill(bad);
    await press(page, "Post");
    assert.match(await wrong(name(page)), words);
    assert.equal(await name(page).inputValue(), bad);
    assert.equal(await body(page).inputValue(), "Words\n  with spaces & <marks>");
    assert.equal(await body(page).getAttribute("aria-invalid"), null);
  }
  await name(page).fill("Emil Brandt");
  const long = "long ".repeat(2_001);
  for (const button of ["Post", "Preview"]) {
    await body(page).fill(long);
    await press(page, button);
    assert.match(await wrong(body(page)), /10,000 characters; this one has 10,005/);
    assert.equal(await body(page).inputValue(), long);
    assert.equal(await name(page).inputValue(), "Emil Brandt");
  }
  await body(page).fill("\u200b");
  await press(page, "Post");
  assert.match(await wrong(body(page)), /empty/);
  await body(page).fill("Now it is right.");
  await press(page, "Post");
  assert.match(await page.locator(".comment:target").innerText(), /Emil Brandt.*Now it is right\./s);
});

write("the same words again are refused beside them", { said: [/status of 409/] }, async (page) => {
  await world.story("write-again");
  for (const again of [false, true]) {
    await page.goto("/stories/write-again/comments/new");
    await name(page).fill("Frieda Kurz");
    await body(page).fill("Said once.");
    await press(page, "Post");
    if (again) assert.match(await wrong(body(page)), /already/);
  }
  assert.equal(await body(page).inputValue(), "Said once.");
});

write("whatever closes while one writes, the text is kept", { said: [/status of (409|422)/] }, async (page) => {
  const path = await world.story("write-late");
  const parent = await world.post(await world.id(path), { name: "Gustav Adler", body: "Will this stand?" });
  await page.goto(`${path}/comments/new?parent=${parent.id}`);
  await name(page).fill("Hanna Falk");
  await body(page).fill("Hardly.");
  await world.cli("comment", "remove", parent.id, "--reason", "a test");
  await press(page, "Post");
  assert.match(await page.locator("main .problem").innerText(), /answer/);
  assert.equal(await body(page).inputValue(), "Hardly.");
  await page.goto(`${path}/comments/new`);
  await name(page).fill("Hanna Falk");
  await body(page).fill("Too late.");
  await world.cli("story", "close", "write-late");
  await press(page, "Post");
  assert.match(await page.locator("main .problem").innerText(), /closed/);
  assert.equal(await body(page).inputValue(), "Too late.");
});

write("a form sent again after its answer was lost is one comment", {}, async (page) => {
  const path = await world.story("write-twice");
  await page.goto(`${path}/comments/new`);
  await name(page).fill("Ida Wolf");
  await body(page).fill("Said with a nervous finger.");
  // The server takes the comment; the browser, told "204 No Content", stays with the form.
  let answered = 0;
  await page.route(`**${path}/comments`, async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    assert.equal(answer.status(), 303);
    await route.fulfill({ status: 204 });
    answered += 1;
  }, { times: 1 });
  await press(page, "Post");
  await until("the comment is stored", async () => answered === 1);
  assert.equal(await stored("nervous finger"), 1);
  await page.getByRole("button", { name: "Post" }).dblclick();
  await page.waitForURL(/#c-/);
  assert.match(await page.locator(".comment:target").innerText(), /nervous finger/);
  assert.equal(await stored("nervous finger"), 1);
});

write("one's own comments are listed, changed and deleted", { said: [/status of 422/] }, async (page) => {
  const path = await world.story("write-own");
  await page.goto(path);
  await page.getByRole("link", { name: "Your comments" }).click();
  assert.match(await page.locator(".empty").innerText(), /has written nothing/);
  await page.goto(`${path}/comments/new`);
  await name(page).fill("Jakob Stein");
  await body(page).fill("With a misteak.");
  await press(page, "Post");
  await page.goto(path);
  await page.getByRole("link", { name: "Your comments" }).click();
  assert.match(await page.locator(".own").innerText(), /With a misteak\..*seen by everybody/s);
  await page.getByRole("link", { name: "Change or delete" }).click();
  assert.equal(await body(page).inputValue(), "With a misteak.");
  await body(page).fill("Without *one*.");
  await press(page, "Preview");
  assert.equal(await page.locator(".preview em").innerText(), "one");
  await body(page).fill("x".repeat(10_001));
  for (const button of ["Preview", "Save"]) {
    await press(page, button);
    assert.match(await wrong(body(page)), /10,000 characters/);
    assert.equal(await body(page).inputValue(), "x".repeat(10_001));
  }
  await body(page).fill("Without *one*, I hope.");
  await press(page, "Save");
  assert.match(await page.locator(".comment:target").innerText(), /Without one, I hope\./);
  assert.match(await page.locator(".comment:target").innerText(), /edited/);
  await page.goto(`${path}/own`);
  await page.getByRole("link", { name: "Change or delete" }).click();
  await press(page, "Delete this comment");
  assert.match(page.url(), /\/own$/);
  assert.match(await page.locator(".waiting").innerText(), /For a minute you can take that back/);
  assert.equal(await page.locator(".comment").count(), 0);
  await page.goto(path);
  assert.match(await page.locator("#comments").innerText(), /0 comments/);
  assert.equal(await page.locator(".comment").count(), 0);
});

write("another's comment is not one's own to change", { said: [/status of 403/] }, async (page) => {
  const path = await world.story("write-foreign");
  const comment = await world.post(await world.id(path), { name: "Klara Horn", body: "Mine." });
  const answer = await page.goto(`${path}/comments/${comment.id}/edit`);
  assert.equal(answer.status(), 403);
  assert.match(await page.locator("main .problem").innerText(), /Only the person who wrote/);
});

test("a comment that waits says why, and appears when it is let", async () => {
  const held = await World.start(["guests=held"]);
  try {
    const path = await held.story("held");
    await visit(browser, held, { scripts: false }, async (page) => {
      await page.goto(`${path}/comments/new`);
      await name(page).fill("Leo Winter");
      await body(page).fill("Patience.");
      await press(page, "Post");
      const waiting = page.locator(".waiting");
      assert.match(await waiting.innerText(), /kept and waits.*read by a moderator before they appear.*Patience\./s);
      await waiting.getByRole("link", { name: "Your comments under this story" }).click();
      assert.match(await page.locator(".own").innerText(), /Patience\..*waits for the moderators/s);
      const link = await page.getByRole("link", { name: "Change or delete" }).getAttribute("href");
      await page.goto(path);
      assert.doesNotMatch(await page.content(), /Patience/);
      await held.cli("comment", "approve", link.split("/").at(-2), "--reason", "a test");
      await until("it appears", async () => {
        await page.reload();
        return (await page.content()).includes("Patience");
      });
    });
  } finally {
    await held.stop();
  }
});
