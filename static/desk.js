// The desk by keyboard: the next card is in hand ahead and painted at once, what was done is said with a way back, counts
// follow. Loaded by the desk alone; everything here works without it.

const desk = /** @type {HTMLElement | null} */ (document.querySelector(".desk"));
const place = document.querySelector("#place");
const done = document.querySelector("#done");
const view = desk?.dataset.view ?? "worst";

/** HTML enters the page through the one policy, which thread.js has. */
const thread = /** @type {HTMLScriptElement} */ (document.querySelector("script[src*='/static/thread-']"));
const { html } = /** @type {typeof import("./thread.js")} */ (await import(thread.src));

/** How often counts are asked for and a card is kept in hand while somebody is there, in milliseconds: a hand is empty after five minutes. */
const POLL = 15_000;
const KEEP = 120_000;

/**
 * Asks for a piece of a page; nothing where no answer comes.
 * @param {string} path
 * @param {URLSearchParams} [body] posts it
 */
async function ask(path, body) {
  const init = { method: body ? "POST" : "GET", headers: { "Understory-Fragment": "1" }, signal: AbortSignal.timeout(30_000), ...(body ? { body } : {}) };
  const answer = await fetch(path, init).catch(() => null);
  return answer && { status: answer.status, ok: answer.ok, text: await answer.text() };
}

/** The card on the page. */
const card = () => /** @type {HTMLElement | null} */ (place?.querySelector("#card") ?? null);

/** Cards that were decided about or left here: what is still on its way to the server is not taken again. @type {string[]} */
const left = [];

/** The next card, asked for while this one is read. @type {Promise<DocumentFragment | null> | null} */
let ahead = null;

/** Takes the next card in hand. */
async function fetchAhead() {
  const but = [card()?.dataset.id ?? "", ...left.slice(-20)].join(",");
  const answer = await ask("/desk/hand", new URLSearchParams({ view, but }));
  return answer?.status === 200 ? html(answer.text) : null;
}

/** The next card, asked for ahead unless it was left meanwhile: keys may be faster than answers. */
async function nextCard() {
  const asked = ahead ?? fetchAhead();
  ahead = null;
  const next = await asked;
  const id = /** @type {HTMLElement | null | undefined} */ (next?.querySelector("#card"))?.dataset.id ?? "";
  return left.includes(id) ? fetchAhead() : next;
}

/** Puts a card on the page, and the focus on it. @param {DocumentFragment | null} next @param {boolean} [isBack] whether the address says so already */
function paint(next, isBack = false) {
  if (!place) return;
  if (next) {
    place.replaceChildren(next);
    const id = card()?.dataset.id;
    if (!isBack) history.pushState(null, "", `/desk/comments/${id}?view=${view}`);
    card()?.focus();
  } else {
    const none = document.createElement("p");
    none.className = "empty";
    none.tabIndex = -1;
    none.textContent = desk?.dataset.none ?? "";
    place.replaceChildren(none);
    none.focus();
  }
}

/** Says what was done. @param {string} text */
function say(text) {
  done?.replaceChildren(html(text));
}

/** Says why nothing was done, and where the card is that it was about. @param {Awaited<ReturnType<typeof ask>>} answer @param {string} path */
function complain(answer, path) {
  const link = document.createElement("a");
  link.href = path;
  const said = document.createElement("p");
  if (answer) {
    link.textContent = html(answer.text).textContent?.trim() ?? "";
  } else {
    link.textContent = document.body.dataset.unreachable ?? "";
  }
  said.append(link);
  done?.replaceChildren(said);
}

/** What a form sends. @param {HTMLFormElement} form @param {HTMLElement | null} button */
function fields(form, button) {
  return new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
}

/** Leaves this card for the next while the act is sent. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function leave(form, button) {
  const id = card()?.dataset.id ?? "";
  const path = `/desk/comments/${id}?view=${view}`;
  left.push(id);
  const sent = ask(form.action, fields(form, button));
  paint(await nextCard());
  const answer = await sent;
  if (answer?.status === 201) say(answer.text);
  else if (!answer?.ok) complain(answer, path);
  if (card()) ahead = fetchAhead();
  void follow();
}

/** Takes a decision back and shows its card again. @param {HTMLFormElement} form */
async function takeBack(form) {
  const answer = await ask(form.action, fields(form, null));
  if (!answer?.ok) {
    complain(answer, location.href);
    return;
  }
  done?.replaceChildren();
  paint(html(answer.text));
  const id = card()?.dataset.id;
  if (id && left.includes(id)) left.splice(left.indexOf(id), 1);
  // The card that lay here comes next, and not the one after it.
  ahead = fetchAhead();
  void follow();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !place || !form.closest("#place, #done")) return;
  const button = event.submitter;
  if (form.matches(".done, .desk-undo")) {
    event.preventDefault();
    void takeBack(form);
    return;
  }
  const goes = form.matches(".desk-acts, .desk-remove") || button?.getAttribute("name") === "go" || form.querySelector("[name='to']") !== null;
  if (!goes) return;
  event.preventDefault();
  const reason = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("[name='reason']"));
  const rule = /** @type {HTMLInputElement | null} */ (form.querySelector("[name='rule']:checked"));
  if (reason && !rule?.value && reason.value.trim() === "") {
    reason.focus();
    return;
  }
  void leave(form, button);
});

/** Whether keys are somebody's writing or choosing. @param {Element} target */
const isTyping = (target) => target.matches("textarea, select, input:not([type='radio'])");

/** Does what a key stands for, if it stands for something here. @param {string} key @param {Element} target @returns {boolean} */
function press(key, target) {
  const digit = target.closest(".desk-remove") && /^[0-9]$/.test(key) ? key : "";
  const choice = /** @type {HTMLInputElement | null} */ (digit && card()?.querySelector(`[data-digit="${digit}"]`) || null);
  if (choice) {
    choice.checked = true;
    choice.focus();
    choice.form?.requestSubmit(choice.form.querySelector("button"));
    return true;
  }
  if (!/^[a-z]$/.test(key)) return false;
  const within = key === "u" ? desk : card();
  const found = /** @type {HTMLElement | null} */ (within?.querySelector(`[data-key="${key}"]`) ?? (key === "u" ? card()?.querySelector(".desk-undo button") : null) ?? null);
  if (!found) return false;
  if (found.matches(".writer-act summary")) {
    const details = /** @type {HTMLDetailsElement} */ (found.parentElement);
    details.open = !details.open;
    const first = /** @type {HTMLElement | null} */ (details.open ? details.querySelector("textarea, select") : found);
    first?.focus();
  } else if (found.matches("legend")) /** @type {HTMLElement | null} */ (card()?.querySelector("[name='rule']"))?.focus();
  else if (found.matches("select")) found.focus();
  else found.click();
  return true;
}

// Keys work while the focus is on the card or on what was done (WCAG 2.2, 2.1.4): nobody who dictates decides by a word.
document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (!(target instanceof Element) || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (!target.closest("#place, #done")) return;
  if (event.key === "Escape" && isTyping(target)) {
    card()?.focus();
    return;
  }
  if (!isTyping(target) && press(event.key.toLowerCase(), target)) event.preventDefault();
});

/** Has counts, and the list beside the card, follow what others do; the card in hand does not move. */
async function follow() {
  const answer = await fetch("/desk/counts", { signal: AbortSignal.timeout(30_000) }).catch(() => null);
  if (!answer?.ok) return;
  /** @type {{waiting: string, flagged: string | null, appeals: string | null, mine: string}} */
  const counts = await answer.json();
  for (const [name, count] of [["worst", counts.waiting], ["flagged", counts.flagged], ["appeals", counts.appeals], ["mine", counts.mine]]) {
    const shown = document.querySelector(`[data-count="${name}"]`);
    if (shown) shown.textContent = count ?? "";
  }
  const queue = document.querySelector("#queue");
  if (!place || !queue || queue.contains(document.activeElement)) return;
  const list = await ask(`/desk?view=${view}`);
  if (list?.ok && !queue.contains(document.activeElement)) queue.replaceChildren(html(list.text));
}

/** Whether somebody was there since the card was last kept in hand. */
let isThere = false;
for (const kind of ["keydown", "pointerdown", "scroll"]) document.addEventListener(kind, () => { isThere = true; }, { passive: true });

setInterval(() => { if (document.visibilityState === "visible") void follow(); }, POLL);
setInterval(() => {
  const id = card()?.dataset.id;
  if (!isThere || !id || !card()?.querySelector("[name='go']")) return;
  isThere = false;
  void ask(`/desk/comments/${id}/hand`, new URLSearchParams({ view })).then((answer) => {
    if (answer && !answer.ok) complain(answer, location.href);
  });
}, KEEP);

// The way back in the browser leads to the card before.
addEventListener("popstate", () => {
  const path = location.pathname + location.search;
  if (!path.startsWith("/desk/comments/")) return;
  void ask(path).then((answer) => { if (answer?.ok) paint(html(answer.text), true); });
});

if (card()) {
  card()?.focus();
  if (card()?.querySelector(".desk-acts")) ahead = fetchAhead();
}

// A module, though it gives nothing away: what it asks it waits for.
export {};
