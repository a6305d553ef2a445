// What other origins' pages can make a reader's browser do here: nothing.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { World, browse, until } from "./world.js";

let world;
let browser;
let foreign;
before(async () => {
  [world, browser] = await Promise.all([World.start(), browse()]);
  // One port under two names: 127.0.0.1 is our server's site with another origin, localhost another site.
  foreign = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end("<!doctype html><title>Another page</title>");
  });
  foreign.listen(0, "127.0.0.1");
  await once(foreign, "listening");
});
after(async () => {
  await browser?.close();
  foreign?.close();
  await world?.stop();
});

/** A reader who has written here before, and so has the cookie. */
async function reader(path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${world.origin}${path}/comments/new`);
  await page.getByLabel("Your name").fill("Victor Reader");
  await page.locator("textarea").fill("Written on purpose.");
  await page.getByRole("button", { name: "Post" }).click();
  await page.waitForURL(/#c-/);
  assert.equal((await context.cookies()).length, 1);
  return { context, page, comment: page.url().split("#c-")[1] };
}

/** Sends a form from a page, as its visitor who was made to click; gives the answer's status and address. */
async function submit(page, action, fields) {
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.evaluate(([action, fields]) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = action;
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [action, fields]);
  const response = await answer;
  await page.waitForLoadState();
  return { status: response.status(), headers: await response.allHeaders(), sent: await response.request().allHeaders() };
}

/** How many requests about comments the server has answered. */
async function answered() {
  const metrics = await (await fetch(`${world.origin}/metrics`)).text();
  const counts = metrics.matchAll(/^understory_requests_total\{route="[^"]*(?:comments|own)[^"]*",status="\w+"\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

const site = { "127.0.0.1": "same-site", localhost: "cross-site" };
for (const [name, relation] of Object.entries(site)) {
  test(`no form of a ${relation} page posts, changes or deletes`, async () => {
    const path = await world.story(`origins-${relation}`);
    const { context, page, comment } = await reader(path);
    const other = `http://${name}:${foreign.address().port}/`;
    const before = await world.everything();
    const key = "k".repeat(32);
    for (const [action, fields] of [
      [`${path}/comments`, { name: "Victor Reader", body: "Sent by another page.", key, guest: key, parent: "", website: "" }],
      [`${path}/comments`, { name: "Victor Reader", body: "Sent by another page." }],
      [`${path}/comments`, { name: "Victor Reader", body: "<b>Shown</b> by another page.", preview: "1" }],
      [`${path}/comments/${comment}/edit`, { body: "Changed by another page." }],
      [`${path}/comments/${comment}/delete`, {}],
    ]) {
      await page.goto(other);
      const answer = await submit(page, world.origin + action, fields);
      assert.equal(answer.sent["sec-fetch-site"], relation);
      assert.equal(answer.status, 403, action);
      assert.equal(answer.headers["set-cookie"], undefined);
      assert.match(await page.locator("main").innerText(), /sent from another site's page/);
    }
    assert.deepEqual(await world.everything(), before);
    // The same form from our own page is taken: the test would see a post.
    await page.goto(world.origin + path);
    assert.equal((await submit(page, `${world.origin}${path}/comments`, { name: "Victor Reader", body: "By our own page.", key })).status, 303);
    assert.equal((await world.everything()).length, before.length + 1);
    await context.close();
  });

  test(`no request of a script on a ${relation} page writes or reads`, async () => {
    const path = await world.story(`origins-script-${relation}`);
    const id = await world.id(path);
    const { context, page, comment } = await reader(path);
    const before = await world.everything();
    await page.goto(`http://${name}:${foreign.address().port}/`);
    const body = JSON.stringify({ name: "Victor Reader", body: "Sent by another page's script." });
    const form = "name=Victor&body=Sent+by+another+page%27s+script.";
    const heard = await answered();
    const tried = await page.evaluate(async ([api, story, own, body, form]) => {
      const plain = { "content-type": "text/plain" };
      const json = { "content-type": "application/json" };
      const encoded = { "content-type": "application/x-www-form-urlencoded" };
      const post = { method: "POST", credentials: "include" };
      const attempts = [
        [api, { ...post, mode: "no-cors", headers: plain, body }],
        [api, { ...post, mode: "no-cors", body: new Blob([body], { type: "application/json" }) }],
        [api, { ...post, mode: "cors", headers: json, body }],
        [api, { ...post, mode: "cors", headers: plain, body }],
        [story, { ...post, mode: "no-cors", headers: encoded, body: form }],
        [story, { ...post, mode: "cors", headers: encoded, body: form }],
        [story, { ...post, mode: "cors", headers: { ...encoded, "understory-fragment": "1" }, body: form }],
        [own, { mode: "cors", credentials: "include" }],
        [api, { mode: "cors" }],
      ];
      const results = [];
      for (const [url, init] of attempts) {
        // What a page gets to see: nothing (a failure), or an opaque answer without status or words.
        results.push(await fetch(url, init).then((answer) => `${answer.type} ${answer.status}`, () => "failed"));
      }
      results.push(navigator.sendBeacon(api, body));
      return results;
    }, [`${world.origin}/api/v1/stories/${id}/comments`, `${world.origin}${path}/comments`, `${world.origin}${path}/own`, body, form]);
    assert.ok(tried.slice(0, -1).every((result) => result === "failed" || result === "opaque 0"), tried.join(", "));
    await until("the server has answered them all", async () => await answered() === heard + tried.length);
    assert.deepEqual(await world.everything(), before);
    assert.ok((await world.everything()).some((record) => record.id === comment));
    await context.close();
  });
}

test("no page of ours can be put into another's frame", async () => {
  const path = await world.story("origins-frame");
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const name of Object.keys(site)) {
    await page.goto(`http://${name}:${foreign.address().port}/`);
    const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await page.evaluate((url) => {
      const frame = document.createElement("iframe");
      frame.src = url;
      document.body.append(frame);
    }, `${world.origin}${path}/comments/new`);
    await refused;
    assert.equal(await page.frames()[1].locator("form").count(), 0);
  }
  await context.close();
});
