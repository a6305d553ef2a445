// What Lighthouse says of the sample's pages on a slow phone, and what a story with some fifty comments weighs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { World } from "./world.js";

/** What each of Lighthouse's four scores must reach, of 100. */
const LEAST = 95;
/** How often the speed is measured at most: whatever else runs on this machine makes a page slow, nothing makes it fast. */
const RUNS = 3;
/** The document, its style and its script of a story with fifty comments, as they are sent, in bytes. */
const WEIGHT = 60_000;
/** How far a page may move while it comes, as a share of the window: what nobody sees. */
const SHIFT = 0.01;

let world;
let chrome;
before(async () => {
  [world, chrome] = await Promise.all([
    World.start(),
    launch({
      chromePath: process.env.UNDERSTORY_CHROMIUM ?? "/usr/bin/chromium",
      chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"], // tests run as root in containers
      logLevel: "silent",
    }),
  ]);
});
after(async () => {
  chrome?.kill();
  await world?.stop();
});

const points = (report) => Object.fromEntries(Object.values(report.categories).map(({ id, score }) => [id, Math.round(score * 100)]));

/** Lighthouse's report of the quickest of some runs, with its settings for a phone. */
async function report(path) {
  let best;
  for (let run = 0; run < RUNS; run++) {
    const { lhr } = await lighthouse(world.origin + path, { port: chrome.port, logLevel: "silent" });
    assert.equal(lhr.runtimeError, undefined);
    if (!best || points(lhr).performance > points(best).performance) best = lhr;
    if (points(best).performance >= LEAST) break;
  }
  return best;
}

/** What was found wanting in a report, a line each. */
const wanting = ({ audits }) => Object.values(audits).filter(({ score }) => score === 0).map(({ id, title, displayValue = "" }) => `${id}: ${title} ${displayValue}`);

const PAGES = { "a story": "/stories/winter-ferry", "the front page": "/", "a topic": "/topics/council" };
for (const [name, path] of Object.entries(PAGES)) {
  test(`Lighthouse gives ${name} ${LEAST} points or more, four times`, async (t) => {
    const found = await report(path);
    const scores = points(found);
    t.diagnostic(`${path}: ${Object.entries(scores).map(([id, score]) => `${id} ${score}`).join(", ")}`);
    const { audits } = found;

    const shift = audits["cumulative-layout-shift"].numericValue;
    t.diagnostic(`${path}: layout shift ${shift.toFixed(4)}`);
    assert.ok(shift < SHIFT, JSON.stringify(audits["layout-shifts"].details.items.map(({ node, score }) => [node.selector, score])));

    const requests = audits["network-requests"].details.items;
    const scripts = requests.filter(({ resourceType }) => resourceType === "Script").map(({ url }) => url);
    const blocking = audits["render-blocking-resources"].details.items.map(({ url }) => url);
    assert.deepEqual(blocking.filter((url) => scripts.includes(url)), []);

    if (path.startsWith("/stories/")) weigh(t, requests);
    assert.ok(Object.keys(scores).length === 4 && Object.values(scores).every((score) => score >= LEAST),
      [JSON.stringify(scores), ...wanting(found)].join("\n"));
  });
}

/** Adds up what was sent, pictures aside. */
function weigh(t, requests) {
  const counted = requests.filter(({ resourceType }) => ["Document", "Stylesheet", "Script"].includes(resourceType));
  assert.deepEqual(counted.map(({ resourceType }) => resourceType).sort(), ["Document", "Script", "Stylesheet"]);
  for (const { url, transferSize, resourceSize } of counted) {
    t.diagnostic(`${new URL(url).pathname}: ${transferSize} bytes for ${resourceSize}`);
    assert.ok(transferSize < resourceSize / 2, `${url} is sent as it is, not compressed`);
  }
  const sum = counted.reduce((sum, { transferSize }) => sum + transferSize, 0);
  t.diagnostic(`together ${sum} bytes`);
  assert.ok(sum <= WEIGHT, `${sum} bytes`);
}

test("the story that is weighed has some fifty comments", async () => {
  const page = await (await fetch(`${world.origin}/stories/winter-ferry`)).text();
  const comments = [...page.matchAll(/<li class="comment/g)].length;
  assert.ok(comments >= 45 && comments <= 60, `${comments} comments`);
});
