// Every way in and out, by keyboard, with and without scripts, in English and Arabic; and what one does with an account.

import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SCHEMES, WIDTHS, barriers, excess } from "./barriers.js";
import { Mail } from "./mail.js";
import { ROOT, TARGET, World, browse, until, visit } from "./world.js";

const PICTURES = join(TARGET, "screenshots");

let mail;
let world;
let browser;
before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  mail = await Mail.start();
  [world, browser] = await Promise.all([World.start(["votes=both"], undefined, mail.environment), browse()]);
});
after(async () => {
  await browser?.close();
  await world?.stop();
  mail?.stop();
});

let number = 0;
/** Somebody with an account who is signed in, in this window. */
async function enter(page, role = "member") {
  const name = `Person ${"abcdefghijklmnopqrstuvwxyz"[number++ % 26]}${number}`;
  await world.cli("account", "create", "--name", name, "--email", `${name.replace(" ", ".")}@reader.example`, "--role", role);
  await page.goto(new URL((await world.cli("account", "sign-in-link", name)).trim()).pathname);
  await page.locator("main button").click();
  await page.waitForURL("**/account");
  return name;
}

/** axe and the width, on every kind of window. */
async function check(page, name) {
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await barriers(page, scheme), [], `${name} ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  const size = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await excess(page), "", `${name} at ${width}`);
    await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}

for (const scripts of [true, false]) {
  test(`a code by mail, by keyboard alone, ${scripts ? "with" : "without"} scripts`, () => visit(browser, world, { scripts }, async (page) => {
    const email = `keys-${scripts}@reader.example`;
    await page.goto("/stories/winter-ferry");
    await page.getByRole("link", { name: "Your account" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sign-in?**");
    await page.getByLabel("E-mail address").first().focus();
    await page.keyboard.type(email);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sign-in/code?**");
    // The field for the digits has the focus already.
    assert.equal(await page.evaluate(() => document.activeElement.id), "code");
    if (scripts) await check(page, "code");
    const { code } = await mail.invitation(email);
    await page.keyboard.type(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.keyboard.press("Enter");
    await page.locator("form[action='/sign-up']").waitFor();
    if (scripts) await check(page, "name");
    await page.keyboard.type(`Keys ${scripts ? "On" : "Off"}`);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/account");
    assert.match(await page.locator("h1").innerText(), /^\s*Keys/);
    if (scripts) await check(page, "account");
    await page.getByRole("button", { name: "Sign out", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
    await page.goto("/account");
    assert.match(page.url(), /\/sign-in\?/);
  }));
}

test("a link by mail, followed in another window", () => visit(browser, world, {}, async (page, context) => {
  await page.goto("/sign-in?return=/search");
  await page.getByLabel("E-mail address").first().fill("link@reader.example");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  const { link } = await mail.invitation("link@reader.example");
  const other = await context.newPage();
  await other.goto(link);
  await check(other, "confirm");
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByLabel("Your name").fill("Link Follower");
  await other.getByRole("button", { name: "Make my account" }).click();
  await other.waitForURL("**/search");
}));

test("a password: chosen, used, refused", () => visit(browser, world, { said: [/status of 422/] }, async (page) => {
  const name = await enter(page);
  await page.getByLabel("New password").fill("password123");
  await page.getByRole("button", { name: "Choose a password" }).click();
  assert.match(await page.locator("#password-error").innerText(), /tried first/);
  await page.getByLabel("New password").fill("the ferry stops at noon");
  await page.getByRole("button", { name: "Choose a password" }).click();
  await page.getByRole("button", { name: "Change my password" }).waitFor();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.goto("/sign-in");
  await page.getByText("Sign in with a password").click();
  const form = page.locator(".by-password");
  const fill = async (password) => {
    await form.getByLabel("E-mail address").fill(`${name.replace(" ", ".")}@reader.example`);
    await form.getByLabel("Password").fill(password);
    await form.getByRole("button", { name: "Sign in" }).click();
  };
  await fill("not that one");
  assert.match(await page.locator("#password-error").innerText(), /do not belong together/);
  await check(page, "password-wrong");
  await fill("the ferry stops at noon");
  await page.waitForURL("**/account");
  assert.equal((await page.locator("h1").innerText()).trim(), name);
}));

// The fourth account from one address: its browser works for it, and nobody notices but the console.
test("from right to left", () => visit(browser, world, { said: [/status of 429/] }, async (page) => {
  await page.goto("/sign-in?lang=ar");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await check(page, "sign-in-in-arabic");
  await page.locator("#email").fill("arabic@reader.example");
  await page.locator("main button").first().click();
  await page.waitForURL("**/sign-in/code?**");
  assert.equal(await page.locator("html").getAttribute("lang"), "ar");
  await check(page, "code-in-arabic");
  const { code } = await mail.invitation("arabic@reader.example");
  // As an Arabic keyboard types them.
  await page.locator("#code").fill([...code].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join(""));
  await page.locator("main button").click();
  await page.locator("#name").fill("ليلى منصور");
  await page.locator("main button").click();
  await page.waitForURL("**/account");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await check(page, "account-in-arabic");
}));

test("signed in, one writes without a name, votes, and sees what is one's own", () => visit(browser, world, {}, async (page) => {
  const path = await world.story("votes");
  await world.post(await world.id(path), { name: "Carl Vogel", body: "Judge me." });
  const name = await enter(page);
  await page.goto(path);
  const carl = page.locator(".comment", { hasText: "Judge me." });
  const recommend = carl.getByRole("button", { name: "Recommend" });
  await until("the page knows who reads", () => recommend.getAttribute("aria-pressed"));
  await recommend.focus();
  await page.keyboard.press("Enter");
  await until("the vote shows", async () => await recommend.getAttribute("aria-pressed") === "true");
  assert.match(await recommend.innerText(), /1$/);
  await carl.getByRole("button", { name: "Object" }).click();
  await until("it is changed", async () => await recommend.getAttribute("aria-pressed") === "false");
  assert.doesNotMatch(await recommend.innerText(), /1/);
  await page.locator("[data-write]").click();
  await page.locator(".here .signed").waitFor();
  assert.equal(await page.locator(".here [name=name]").count(), 0);
  assert.match(await page.locator(".here .signed").innerText(), new RegExp(name));
  await page.locator(".here textarea").fill("Under my own name.");
  await page.locator(".here button[type=submit]").first().click();
  const own = page.locator(".comment", { hasText: "Under my own name." });
  await own.waitFor();
  assert.equal(await own.locator(".name").first().innerText(), name);
  await page.goto("/account");
  assert.match(await page.locator("#comments").innerText(), /Under my own name\./);
  // A reload shows what was voted.
  await page.goto(path);
  await until("the vote is remembered", async () => await carl.getByRole("button", { name: "Object" }).getAttribute("aria-pressed") === "true");
  await until("one's own cannot be voted on", () => own.getByRole("button", { name: "Recommend" }).isDisabled());
  await check(page, "thread-signed-in");
  // Somebody answers, and the page says that there is something new; it is listed beside what is followed.
  const [{ id: parent }] = (await world.api(`/stories/${await world.id(path)}/comments`)).comments;
  await world.post(await world.id(path), { name: "Dora Lenz", body: "I see.", parent });
  await page.goto(path);
  await page.getByRole("banner").getByRole("link", { name: "Your account 1 new", exact: true }).waitFor();
  assert.equal(await page.locator("header .badge [aria-hidden]").innerText(), "1");
  await page.getByRole("button", { name: "Follow", exact: true }).click();
  await page.getByText("Dora Lenz").waitFor();
  await check(page, "news");
  await page.getByRole("button", { name: "I have seen this" }).click();
  await page.getByRole("button", { name: "I have seen this" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Follow no more" }).click();
  await page.getByText("Nothing. Stories, answers").waitFor();
}));

test("what one says of oneself, a picture, and one's language", () => visit(browser, world, { said: [/status of 422/] }, async (page) => {
  await enter(page);
  await page.getByLabel("About you").fill("Rows to the island.\nMostly back.");
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  const send = async (file) => {
    await page.getByLabel("Your picture").setInputFiles(file);
    await page.getByRole("button", { name: "Send the picture" }).click();
  };
  const picture = () => page.locator("h1 img").evaluate((image) => image.complete && [image.naturalWidth, image.naturalHeight]);
  await send({ name: "drawing.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<svg onload=alert(1)>") });
  assert.match(await page.locator("#picture-error").innerText(), /cannot be read/);
  await send(join(ROOT, "sample/media", readdirSync(join(ROOT, "sample/media")).find((name) => name.endsWith(".jpg"))));
  await page.waitForURL("**/account");
  await until("the picture shows", async () => JSON.stringify(await picture()) === "[192,192]");
  await page.locator("h1 a").click();
  assert.match(await page.locator(".bio").innerText(), /Rows to the island\.\nMostly back\./);
  await check(page, "person-with-picture");
  await page.goto("/account");
  await page.getByLabel("Language of your pages").selectOption("de");
  await page.getByRole("button", { name: "Save" }).nth(1).click();
  await until("the page is in German", async () => await page.locator("html").getAttribute("lang") === "de");
}));

test("without scripts a vote is a page that takes it back", () => visit(browser, world, { scripts: false }, async (page) => {
  const path = await world.story("unaided-votes");
  await world.post(await world.id(path), { name: "Carl Vogel", body: "Judge me." });
  await page.goto(path);
  // A guest is invited, and comes back to the comment.
  await page.getByRole("button", { name: "Recommend" }).click();
  await page.waitForURL(/\/sign-in\?return=/);
  await enter(page);
  await page.goto(path);
  await page.getByRole("button", { name: "Recommend" }).click();
  await page.getByText("Your vote counts").waitFor();
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("Your vote is taken back").waitFor();
  await page.getByRole("link", { name: "Back to the comment" }).click();
  await page.waitForURL(/\/comments\//);
}));

test("whom one ignores one does not read", () => visit(browser, world, {}, async (page, context) => {
  const path = await world.story("ignored");
  const other = await browser.newContext({ baseURL: world.origin });
  const theirs = await other.newPage();
  const name = await enter(theirs);
  await theirs.goto(`${path}/comments/new`);
  await theirs.locator("textarea").fill("Something tiresome.");
  await theirs.locator("button[type=submit]").first().click();
  await theirs.locator(".comment:target").waitFor();
  await other.close();
  await enter(page);
  await page.goto(path);
  const comment = page.locator(".comment", { hasText: "Something tiresome." });
  await comment.locator("a.name").click();
  await check(page, "person");
  await page.getByRole("button", { name: "Ignore", exact: true }).click();
  await page.getByRole("button", { name: "Read them again" }).waitFor();
  await page.goto(path);
  await until("the comment is hidden", async () => !await comment.locator("article").isVisible());
  await page.goto("/account");
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Read them again" }).click();
  await page.goto(path);
  await until("it is there again", () => comment.locator("article").isVisible());
}));

test("a reader who is not signed in is asked for nothing and gets no cookie", () => visit(browser, world, {}, async (page, context) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/stories/winter-ferry", { waitUntil: "networkidle" });
  assert.deepEqual(asked.filter((path) => path.endsWith("/me") || path.includes("person-")), []);
  assert.deepEqual(await context.cookies(), []);
}));
