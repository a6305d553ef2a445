// Makes the README's pictures from the sample publication: node tests/browser/pictures.js

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browse, ROOT, visit, World } from "./world.js";

const folder = join(ROOT, "docs/pictures");
mkdirSync(folder, { recursive: true });
const world = await World.start();
const browser = await browse();
const shots = [
  { name: "front", path: "/", width: 1280, height: 860, scheme: "light" },
  { name: "thread", path: "/stories/school-kitchen?sort=top", width: 400, height: 860, scheme: "dark", at: "#comments" },
];
for (const { name, path, width, height, scheme, at } of shots) {
  await visit(browser, world, { width, height, scheme }, async (page) => {
    await page.goto(path, { waitUntil: "networkidle" });
    if (at) await page.locator(at).evaluate((element) => element.scrollIntoView());
    await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 82 });
  });
}
await browser.close();
await world.stop();
