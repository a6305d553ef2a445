// A server whose disk is full: it goes on showing what it has, and can write nothing.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { createInterface } from "node:readline";
import { TARGET } from "./world.js";

const run = promisify(execFile);

/**
 * Serves a world again, so that none of its files can be written from now on. No folder is made read-only for it: what
 * runs as root may write there all the same.
 * @param {import("./world.js").World} world
 */
export async function fill(world) {
  process.off("exit", world.kill);
  world.server.kill("SIGTERM");
  await once(world.server, "exit");
  // The signal that a file may not grow is ignored, so that a write fails instead, as it does on a full disk.
  const words = [join(TARGET, "debug/understory"), "--database", world.database, "serve", "--listen", "127.0.0.1:0"];
  const server = spawn("sh", ["-c", "trap '' XFSZ; exec \"$@\"", "sh", ...words], {
    env: { ...process.env, UNDERSTORY_LOG: "error" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  world.server = server;
  world.kill = () => { server.kill("SIGKILL"); };
  process.once("exit", world.kill);
  for await (const line of createInterface({ input: server.stdout })) {
    const found = /(http:\/\/127\.0\.0\.1:\d+)\/?$/.exec(line);
    if (!found) continue;
    world.origin = found[1];
    await run("prlimit", ["--pid", String(server.pid), "--fsize=0"]);
    return;
  }
  throw new Error("the server did not start again");
}
