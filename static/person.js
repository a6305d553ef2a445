// For those who are signed in: what is theirs in a page that is the same for everybody. Fetched by thread.js where somebody is.

/** @typedef {{name: string | null, id: string | null, votes: [string, number][], own: string[], ignored: string[], news: number, told: [string, string] | null}} Me */

const thread = /** @type {HTMLElement | null} */ (document.querySelector("[data-me]"));

/** The article of a comment, if it stands on this page. @param {string} id */
function article(id) {
  return document.querySelector(`#c-${CSS.escape(id)} > article`);
}

/** Shows a vote on its buttons. @param {Element} within @param {number} value */
function press(within, value) {
  for (const button of within.querySelectorAll("button.vote")) {
    button.setAttribute("aria-pressed", String(Number(button.getAttribute("value")) === value));
  }
}

/** Hides what those wrote whom this reader ignores. @param {Set<string>} ignored */
function hide(ignored) {
  for (const one of document.querySelectorAll("article[data-by]")) {
    const by = one.getAttribute("data-by") ?? "";
    one.toggleAttribute("hidden", ignored.has(by));
  }
}

/** Says in the header how much is new: a number for the eye, and words for who listens. @param {Me} me */
function ring(me) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("header.site a[href='/account']"));
  if (!link || !me.told) return;
  const badge = document.createElement("span");
  const shown = document.createElement("span");
  const said = document.createElement("span");
  badge.className = "badge";
  shown.setAttribute("aria-hidden", "true");
  shown.textContent = new Intl.NumberFormat(document.documentElement.lang).format(me.news);
  said.className = "hidden";
  [said.textContent, said.lang] = me.told;
  badge.append(shown, said);
  link.href = "/account/news";
  link.append(" ", badge);
}

/** Marks what is one's own on the page. @param {Me} me */
function mark(me) {
  for (const button of document.querySelectorAll("article button.vote")) button.setAttribute("aria-pressed", "false");
  for (const [id, value] of me.votes) {
    const one = article(id);
    if (one) press(one, value);
  }
  for (const id of me.own) {
    const one = article(id);
    for (const button of one?.querySelectorAll("button.vote") ?? []) button.setAttribute("disabled", "");
    one?.classList.add("own");
  }
  hide(new Set(me.ignored));
}

/** Sends a vote, and shows what became of it. @param {HTMLButtonElement} button */
async function vote(button) {
  const one = button.closest("article");
  if (!one || button.matches("[data-sending]")) return;
  const value = button.getAttribute("aria-pressed") === "true" ? 0 : Number(button.value);
  button.dataset.sending = "";
  const body = new URLSearchParams({ value: String(value) });
  const init = { method: "POST", body, headers: { "Understory-Fragment": "1" }, signal: AbortSignal.timeout(30_000) };
  const answer = await fetch(button.formAction, init).catch(() => null);
  delete button.dataset.sending;
  if (!answer?.ok) {
    // The page says why, and offers to sign in again where that is it.
    button.dataset.again = "";
    button.form?.requestSubmit(button);
    return;
  }
  /** @type {{up: number, down: number}} */
  const votes = await answer.json();
  press(one, value);
  for (const each of one.querySelectorAll("button.vote")) {
    const count = each.getAttribute("value") === "1" ? votes.up : votes.down;
    let shown = each.querySelector("b");
    if (!shown) each.append(" ", shown = document.createElement("b"));
    shown.textContent = count === 0 ? "" : String(count);
  }
}

/** @type {Me | null} */
let me = null;
const answer = thread ? await fetch(thread.dataset.me ?? "", { signal: AbortSignal.timeout(30_000) }).catch(() => null) : null;
if (answer?.ok) me = await answer.json();
if (me?.name && thread) {
  const known = me;
  mark(known);
  ring(known);
  // Comments that come later, by "more comments" or by writing, are marked as they come.
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node instanceof Element && node.querySelector("button.vote")))) mark(known);
  }).observe(thread, { childList: true, subtree: true });
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || !button.matches("article button.vote") || button.matches("[data-again]")) return;
    event.preventDefault();
    void vote(button);
  });
}

// A module, though it gives nothing away: what it asks it waits for.
export {};
