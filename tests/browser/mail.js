// A real mail server on this machine, and the letters that it took.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./world.js";

/** A port that is free now. */
const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

const listens = (port) => new Promise((told) => {
  const socket = connect(port, "127.0.0.1", () => { socket.destroy(); told(true); });
  socket.on("error", () => told(false));
});

export class Mail {
  static async start() {
    const mail = new Mail();
    mail.folder = mkdtempSync(join(tmpdir(), "understory-mail-"));
    const port = await freePort();
    const words = ["-m", "aiosmtpd", "-n", "-l", `127.0.0.1:${port}`, "-c", "aiosmtpd.handlers.Mailbox", join(mail.folder, "box")];
    mail.server = spawn("/usr/bin/python3", words, { stdio: "ignore" });
    mail.server.on("error", (error) => { throw new Error(`${error}; script/setup installs python3-aiosmtpd`); });
    process.once("exit", () => mail.server.kill("SIGKILL"));
    await until("the mail server listens", () => listens(port));
    mail.environment = {
      UNDERSTORY_MAIL__SERVER: "127.0.0.1", UNDERSTORY_MAIL__PORT: String(port), UNDERSTORY_MAIL__TLS: "none",
      UNDERSTORY_MAIL__FROM: "The Paper <comments@paper.example>",
    };
    return mail;
  }

  /** Waits for a letter to an address; gives its code and the path of its link. */
  async invitation(to) {
    const box = join(this.folder, "box", "new");
    const text = await until(`a letter to ${to}`, async () => {
      if (!existsSync(box)) return null;
      const letters = readdirSync(box).map((file) => readFileSync(join(box, file), "utf8"));
      return letters.find((letter) => letter.includes(`To: ${to}`)) ?? null;
    });
    const plain = text.slice(text.indexOf("text/plain"), text.indexOf("text/html"));
    const coded = /Content-Transfer-Encoding: base64/.test(plain);
    const body = plain.slice(plain.indexOf("\n\n") + 2);
    const words = coded ? Buffer.from(body.split("\n--")[0], "base64").toString("utf8") : body.replaceAll("=\n", "").replaceAll("=3D", "=");
    return { code: /^\s*(\d{6})\s*$/m.exec(words)[1], link: /\/sign-in\/link\/\S+/.exec(words)[0] };
  }

  stop() {
    this.server.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
