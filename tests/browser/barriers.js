// What keeps people out of a page, as far as a program can see it: what axe finds, and what is wider than the window.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
/** The rules that look at colours: the others find the same by night as by day. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** A phone, a tablet and a desk, in CSS pixels. */
export const WIDTHS = [320, 768, 1280];
/** By day and by night. */
export const SCHEMES = /** @type {const} */ (["light", "dark"]);

/** Where scripts are off no timer ever rings, and axe would wait for one: what it puts off is done at once. */
const atOnce = () => {
  window.setTimeout = (work, _, ...words) => { Promise.resolve().then(() => work(...words)); return 0; };
};

/**
 * What axe finds, a line each: by day all that it knows, by night what is about colours.
 * @param {import("playwright-core").Page} page
 * @param {"light" | "dark"} scheme
 * @param {boolean} [scripts] whether the page may run them
 */
export async function barriers(page, scheme, scripts = true) {
  if (!scripts) await page.evaluate(atOnce);
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(AXE);
  const runOnly = scheme === "light" ? RULES : COLOURS;
  const found = await page.evaluate(({ runOnly, scripts }) => window.axe.run(document, { runOnly, resultTypes: ["violations"], preload: scripts }), { runOnly, scripts });
  assert.ok(found.passes.length + found.violations.length >= 1, "axe looked at nothing");
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}

/**
 * How far the page is wider than the window, in CSS pixels, and what makes it so; nothing if it is not.
 * @param {import("playwright-core").Page} page
 */
export const excess = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth, dir } = document.documentElement;
  // What begins beyond the edge at which lines begin cannot be scrolled to.
  const beyond = (box) => dir === "rtl" ? box.left < -1 : box.right > clientWidth + 1;
  const culprits = [...document.querySelectorAll("body *")].filter((one) => beyond(one.getBoundingClientRect()));
  const wide = scrollWidth - clientWidth;
  return wide > 0 ? `${wide} px by ${culprits.slice(-3).map((one) => one.outerHTML.slice(0, 80)).join(" | ")}` : "";
});
