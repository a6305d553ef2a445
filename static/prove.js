// Where very much comes in, a form carries a challenge: this does the work that it asks for, while somebody writes. The
// form goes without it where the browser cannot: then the server asks to wait.

/** @typedef {{algorithm: string, cost: number, keyLength: number, keyPrefix: string, nonce: string, salt: string}} Parameters */

/** The tries after which it is given up; one in 256 succeeds. */
const MOST = 20_000;

/** What is being worked on, and its end. @type {WeakMap<HTMLInputElement, Promise<void>>} */
const begun = new WeakMap();

/** @param {string} hex */
function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {Parameters} asked @returns {Promise<{counter: number, derivedKey: string} | null>} */
async function solve(asked) {
  if (asked.algorithm !== "PBKDF2/SHA-256" || !crypto.subtle) return null;
  const nonce = bytes(asked.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const counted = new DataView(password.buffer, nonce.length);
  const means = { name: "PBKDF2", hash: "SHA-256", salt: bytes(asked.salt), iterations: asked.cost };
  for (let counter = 0; counter < MOST; counter += 1) {
    counted.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const bits = await crypto.subtle.deriveBits(means, key, asked.keyLength * 8);
    const derivedKey = Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (derivedKey.startsWith(asked.keyPrefix)) return { counter, derivedKey };
  }
  return null;
}

/** @param {HTMLInputElement} field */
async function work(field) {
  const { challenge } = JSON.parse(atob(field.value));
  const solution = await solve(challenge.parameters);
  if (solution) field.value = btoa(JSON.stringify({ challenge, solution }));
}

/**
 * Does the work of a form's field once, however often it is asked.
 * @param {HTMLInputElement} field
 * @returns {Promise<void>}
 */
export function prove(field) {
  const before = begun.get(field);
  if (before) return before;
  const doing = work(field).catch(() => {});
  begun.set(field, doing);
  return doing;
}

// A form that is a page of its own: sent when the work is done.
for (const field of document.querySelectorAll("main > form input[data-prove]")) {
  if (!(field instanceof HTMLInputElement)) continue;
  let done = false;
  void prove(field).then(() => {
    done = true;
    // It was sent before it was known that work is wanted: now it goes as it was.
    if (field.matches("[data-again]")) field.form?.requestSubmit();
  });
  field.form?.addEventListener("submit", (event) => {
    if (done) return;
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    void prove(field).then(() => field.form?.requestSubmit(button));
  });
}
