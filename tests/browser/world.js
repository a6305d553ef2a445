// A server with a database of its own, and a browser before it: what every test here starts with.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

/** The root of the repository. */
export const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
/** Where cargo builds. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target");
const BINARY = join(TARGET, "debug/understory");
const CHROMIUM = process.env.UNDERSTORY_CHROMIUM ?? "/usr/bin/chromium";

/** How long anything may take, in milliseconds: ten times what the slowest took on two busy cores. */
export const LIMIT = 20_000;

const run = promisify(execFile);

/**
 * Waits until `condition` gives something.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} condition
 */
export async function until(what, condition) {
  const end = Date.now() + LIMIT;
  for (;;) {
    const found = await condition();
    if (found) return found;
    assert.ok(Date.now() < end, `waited ${LIMIT / 1000} s in vain until ${what}`);
    await new Promise((next) => { setTimeout(next, 25); });
  }
}

/** A running server. Its sample publication is there; rates are so high that no test meets them. */
export class World {
  /**
   * @param {string[]} [settings] as `understory site set` takes them
   * @param {string[]} [command] what serves: the sample, or what the database holds
   * @param {Record<string, string>} [environment] of the server
   */
  static async start(settings = [], command, environment = {}) {
    const world = new World();
    world.environment = environment;
    world.folder = mkdtempSync(join(tmpdir(), "understory-browser-"));
    world.database = `sqlite:${join(world.folder, "demo.db")}`;
    try {
      await world.cli("migrate");
      await world.cli("site", "set", "rate_writer=1000000", "rate_address=1000000", "rate_story=1000000", "near_copies=off", "personal_data=off", ...settings);
      await world.serve(command);
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  async serve(command = ["demo", "--keep", this.folder]) {
    const server = spawn(BINARY, ["--database", this.database, ...command, "--listen", "127.0.0.1:0"], {
      // A folder without models: what a test writes appears, whatever it says.
      cwd: this.folder,
      env: { ...process.env, UNDERSTORY_LOG: "warn", ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.server = server;
    this.kill = () => { server.kill("SIGKILL"); };
    process.once("exit", this.kill);
    let said = "";
    server.stderr.on("data", (text) => { said += text; });
    /** What it prints: where it is, and links. */
    this.lines = [];
    const lines = createInterface({ input: server.stdout });
    await new Promise((serves, fails) => {
      lines.on("line", (line) => {
        this.lines.push(line);
        const found = /(http:\/\/127\.0\.0\.1:\d+)\/?$/.exec(line);
        if (found) { this.origin = found[1]; serves(null); }
      });
      lines.on("close", () => fails(new Error(`the server did not start:\n${said}`)));
    });
  }

  /** Runs a command beside the server; gives what it prints. */
  async cli(...words) {
    const done = await run(BINARY, ["--database", this.database, ...words], { maxBuffer: 2 ** 28 });
    return done.stdout;
  }

  /** Publishes a story from a file with front matter, and waits until it can be read. Gives its path. */
  async story(slug, { title = `Story ${slug}`, body = "A first paragraph.", ...head } = {}) {
    const lines = Object.entries({ title, slug, ...head }).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    const file = join(this.folder, `${slug}.md`);
    writeFileSync(file, `---\n${lines.join("\n")}\n---\n\n${body}\n`);
    await this.cli("story", "add", file);
    const path = `/stories/${slug}`;
    await until(`${path} is there`, async () => (await fetch(this.origin + path)).ok);
    return path;
  }

  /** Imports neutral records; gives the report. What cannot be taken is in it, and no failure. */
  async import(records, source) {
    const file = join(this.folder, `${source}.jsonl`);
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(""));
    const partly = (error) => { if (error.code !== 3) throw error; return error.stdout; };
    return JSON.parse(await this.cli("import", "--json", "--source", source, file).catch(partly));
  }

  /** The whole site as lines of the neutral format: what is stored, seen or not. */
  async everything() {
    const file = join(this.folder, "everything.jsonl");
    rmSync(file, { force: true });
    await this.cli("export", "--site", "main", "--out", file);
    return readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  }

  /** Asks the JSON API. */
  async api(path, init) {
    const answer = await fetch(`${this.origin}/api/v1${path}`, init);
    return { status: answer.status, ...await answer.json() };
  }

  /** Posts a comment as a program would; gives it. */
  async post(story, fields) {
    const answer = await this.api(`/stories/${story}/comments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    assert.ok(answer.status === 201 || answer.status === 202, JSON.stringify(answer));
    return answer;
  }

  /** The identifier of the story at a path. */
  async id(path) {
    const slug = path.split("/").at(-1);
    for (let next = ""; next !== null;) {
      const page = await this.api(`/stories?limit=100${next && `&after=${next}`}`);
      const found = page.stories.find((story) => story.slug === slug);
      if (found) return found.id;
      next = page.next;
    }
    throw new Error(`no story is at ${path}`);
  }

  async stop() {
    if (this.kill) process.off("exit", this.kill);
    if (this.server && this.server.exitCode === null) {
      this.server.kill("SIGTERM");
      await once(this.server, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Debian's chromium, which fetches nothing of its own. */
export function browse() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox", // tests run as root in containers
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Opens a window, lets `work` use it, and fails on whatever no page of ours may do: write to the console, break its
 * content security policy, throw, open a dialog, ask another origin.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {World} world
 * @param {{scripts?: boolean, width?: number, height?: number, scheme?: "light" | "dark", said?: RegExp[],
 *   bypassCSP?: boolean, context?: object}} options `said` is what the console may hold
 * @param {(page: import("playwright-core").Page, context: import("playwright-core").BrowserContext) => Promise<void>} work
 */
export async function visit(browser, world, options, work) {
  const { scripts = true, width = 1280, height = 900, scheme = "light", said = [], bypassCSP = false } = options;
  const context = await browser.newContext({
    baseURL: world.origin,
    javaScriptEnabled: scripts,
    viewport: { width, height },
    colorScheme: scheme,
    bypassCSP,
    ...options.context,
  });
  context.setDefaultTimeout(LIMIT);
  const faults = [];
  context.on("page", (page) => watch(page, world.origin, said, faults));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  try {
    await work(await context.newPage(), context);
    assert.deepEqual(faults, []);
  } catch (error) {
    if (faults.length > 0 && !error.message.includes(faults[0])) error.message += `\nThe page also did: ${faults.join("\n")}`;
    throw error;
  } finally {
    await context.close();
  }
}

function watch(page, origin, said, faults) {
  const fault = (text) => faults.push(text);
  page.on("console", (message) => {
    const text = `${message.text()} (${message.location().url})`;
    if (!said.some((pattern) => pattern.test(text))) fault(`console ${message.type()}: ${text}`);
  });
  page.on("pageerror", (error) => fault(`script error: ${error}`));
  page.on("crash", () => fault("the page crashed"));
  page.on("download", (download) => fault(`download: ${download.url()}`));
  page.on("popup", (popup) => fault(`popup: ${popup.url()}`));
  page.on("dialog", (dialog) => {
    fault(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) fault(`request: ${request.url()}`);
  });
}
