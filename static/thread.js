// Saves round trips on pages with a thread: forms open in place, posts appear without a reload, drafts survive one.
// Everything here works without it. HTML from the server enters the page through one policy, in `html()` below.

/** @typedef {{createHTML(text: string): string}} Policy */

/** @type {Policy} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("understory", { createHTML: (/** @type {string} */ text) => text })
  ?? { createHTML: (text) => text };

/** Headers by which the server knows that a piece of a page is wanted. */
const PIECE = { "Understory-Fragment": "1" };

/** How long an answer may take, in milliseconds; the server itself gives up earlier. */
const PATIENCE = 30_000;

/** What is said, in the page's language, when no answer comes; the page carries the words. */
const WORDS = { unreached: document.body.dataset.unreachable ?? "", kept: document.body.dataset.kept ?? "" };

/**
 * The elements in a piece of HTML that our own server rendered.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function html(text) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(text);
  return template.content;
}

/**
 * Asks our own server for a piece of a page.
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<{status: number, text: string}>}
 */
async function ask(url, init) {
  const response = await fetch(url, { ...init, headers: PIECE, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  return { status: response.status, text: await response.text() };
}

/** Times are sent absolute; here they become "5 minutes ago", with the absolute one on hover. */
function relativeTimes(/** @type {ParentNode} */ within) {
  const lang = document.documentElement.lang || "en";
  const words = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
  for (const time of within.querySelectorAll("time")) {
    if (time.matches(".today")) continue;
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (!Number.isFinite(seconds) || seconds < -7 * 86_400 || seconds > 60) continue;
    const [unit, size] = units.find(([, size]) => -seconds >= size) ?? ["minute", 60];
    time.title ||= time.textContent ?? "";
    time.textContent = words.format(Math.round(seconds / size), unit);
  }
}

/**
 * Where a form's draft is kept: only in this tab, only while something is being written.
 * @param {HTMLFormElement} form
 */
function draftName(form) {
  return `understory draft ${form.getAttribute("action")} ${field(form, "parent")?.value ?? ""}`;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (form.elements.namedItem(name));
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} [sent] whether the page is about to be left with it
 */
function keepDraft(form, sent = false) {
  const body = field(form, "body")?.value ?? "";
  try {
    if (body.trim() === "") sessionStorage.removeItem(draftName(form));
    else sessionStorage.setItem(draftName(form), JSON.stringify({ body, name: field(form, "name")?.value ?? "", sent }));
  } catch { /* Storage may be full or forbidden: then there is no draft. */ }
}

/** @param {HTMLFormElement} form */
function restoreDraft(form) {
  const body = field(form, "body");
  const name = field(form, "name");
  try {
    const kept = JSON.parse(sessionStorage.getItem(draftName(form)) ?? "null");
    if (kept && body && (body.value === "" || form.action.endsWith("/edit"))) body.value = kept.body;
    if (kept && name && name.value === "") name.value = kept.name;
  } catch { /* As above. */ }
}

/** @param {HTMLFormElement} form */
function forgetDraft(form) {
  try { sessionStorage.removeItem(draftName(form)); } catch { /* As above. */ }
}

/** Opens drafts that a reload interrupted; forgets what was sent by a page of its own, if it has arrived. */
function reopenDrafts() {
  const arrived = document.querySelector(".marked, .waiting") !== null;
  try {
    for (const key of Object.keys(sessionStorage)) {
      const found = /^understory draft (\S+) (\S*)$/.exec(key);
      if (!found) continue;
      if (arrived && JSON.parse(sessionStorage.getItem(key) ?? "{}").sent) {
        sessionStorage.removeItem(key);
        continue;
      }
      const selector = found[2] ? `#c-${CSS.escape(found[2])} > article [data-reply]` : "[data-write]";
      const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(selector));
      if (link && link.pathname.startsWith(found[1] ?? "-")) void openForm(link, false);
    }
  } catch { /* As above. */ }
}

/** Which link opened a form. @type {WeakMap<Element, HTMLElement>} */
const openers = new WeakMap();

/** The name that was last posted under, while this page is open. */
let lastName = "";

/**
 * Opens the form that a link leads to, in its place.
 * @param {HTMLAnchorElement} link
 * @param {boolean} [focus]
 */
async function openForm(link, focus = true) {
  const place = link.closest(".write") ?? link.closest("article");
  if (!place) return;
  const before = place.parentElement?.querySelector(":scope > .here");
  const open = before?.querySelector("form");
  if (open && focus) enter(open);
  if (open || before?.matches("[data-opening]")) return;
  before?.remove();
  const here = document.createElement("div");
  here.className = "here";
  openers.set(here, link);
  here.dataset.opening = "";
  place.after(here);
  const answer = await ask(link.href).catch(() => null);
  delete here.dataset.opening;
  const piece = html(answer?.text ?? "");
  const form = piece.querySelector("form");
  if (!form) { tell(here, piece, WORDS.unreached); return; }
  here.append(piece);
  restoreDraft(form);
  void prove(form);
  const name = field(form, "name");
  if (name && name.value === "") name.value = lastName;
  if (focus) enter(form);
}

/** @param {HTMLFormElement} form */
function enter(form) {
  const name = field(form, "name");
  const first = name && name.value === "" ? name : field(form, "body");
  (first ?? /** @type {HTMLElement | null} */ (form.querySelector("input, textarea")))?.focus();
}

/**
 * Says above a form what went wrong: in the server's words if it has some, else in ours.
 * @param {Element} above
 * @param {DocumentFragment} piece
 * @param {string} otherwise
 */
function tell(above, piece, otherwise) {
  above.querySelector(":scope > .problem")?.remove();
  const words = document.createElement("p");
  words.className = "problem";
  words.setAttribute("role", "alert");
  words.textContent = piece.querySelector(".problem")?.textContent ?? otherwise;
  above.prepend(words);
}

/**
 * Closes a form and gives the focus back to the link that opened it.
 * @param {Element} here
 */
function closeForm(here) {
  here.remove();
  openers.get(here)?.focus();
}

/**
 * Puts what has become of one's own comment where it stands: its new text, or the way to take its deletion back.
 * @param {Element} here
 * @param {DocumentFragment} piece
 */
function change(here, piece) {
  const before = /** @type {HTMLElement | null} */ (here.previousElementSibling);
  const after = piece.querySelector(".comment > article");
  if (!after) {
    if (before) before.hidden = true;
    here.replaceChildren(piece);
    here.querySelector("button")?.focus();
    return;
  }
  relativeTimes(after);
  before?.replaceWith(after);
  here.remove();
  lead(after.closest(".comment"));
}

/**
 * Does the work that a form asks for, if it asks for any.
 * @param {Element | null | undefined} form
 */
async function prove(form) {
  const wanted = /** @type {HTMLInputElement | null | undefined} */ (form?.querySelector("[data-prove]"));
  if (wanted) await import(wanted.dataset.prove ?? "").then((module) => module.prove(wanted)).catch(() => {});
}

/** @param {Element} here @param {DocumentFragment} piece */
function showAgain(here, piece) {
  here.replaceChildren(piece);
  const wrong = /** @type {HTMLElement | null} */ (here.querySelector("[aria-invalid], .preview, textarea"));
  if (wrong?.matches(".preview")) lead(wrong);
  else wrong?.focus();
}

/**
 * Moves the focus to what has just come.
 * @param {HTMLElement | null} element
 * @param {FocusOptions} [options]
 */
function lead(element, options) {
  element?.setAttribute("tabindex", "-1");
  element?.focus(options);
}

/**
 * Puts a new comment where its writer looks for it.
 * @param {Element} here
 * @param {DocumentFragment} piece
 */
function place(here, piece) {
  relativeTimes(piece);
  const comment = /** @type {HTMLElement | null} */ (piece.querySelector(".comment"));
  const [comments, replies] = ["[data-comments]", "[data-replies]"].map((counted) => {
    const words = piece.querySelector(counted);
    words?.remove();
    return words?.textContent ?? "";
  });
  const parent = here.closest(".comment");
  if (!parent) {
    document.querySelector(".thread > .comments")?.prepend(piece);
    document.querySelector(".thread > .empty")?.remove();
  } else if (parent.matches(".conversation > .comments > .marked")) {
    // The page of this comment: its replies are a list of their own.
    document.querySelector(".conversation > .comments:last-of-type")?.append(piece);
    const heading = document.getElementById("replies");
    if (heading) heading.textContent = heading.dataset.some ?? "";
  } else {
    branchOf(parent, replies).append(piece);
  }
  here.remove();
  const heading = document.getElementById("comments-heading");
  if (heading && comments) heading.textContent = comments;
  lead(comment);
}

/**
 * The list of replies below a comment, opened or made, under a line that says how many there are.
 * @param {Element} comment
 * @param {string | undefined} count
 * @returns {Element}
 */
function branchOf(comment, count) {
  let branch = /** @type {HTMLDetailsElement | null} */ (comment.querySelector(":scope > .branch"));
  if (!branch) {
    branch = document.createElement("details");
    branch.className = "branch";
    branch.append(document.createElement("summary"), document.createElement("ol"));
    comment.append(branch);
  }
  branch.open = true;
  const [summary, list] = branch.children;
  if (summary && count) summary.textContent = count;
  return /** @type {Element} */ (list);
}

/** Under this name the browser keeps which branches its reader has folded; nothing before the first is. */
const FOLDED = "understory folded";

/** @returns {string[]} */
function folded() {
  try { return JSON.parse(localStorage.getItem(FOLDED) ?? "[]"); } catch { return []; }
}

/** Folds what this reader folded before. */
function foldAgain(/** @type {ParentNode} */ within) {
  for (const id of folded()) {
    within.querySelector(`#${CSS.escape(id)} > .branch`)?.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => {
  const summary = event.target instanceof Element ? event.target.closest(".branch > summary") : null;
  const branch = summary?.parentElement;
  const id = branch?.parentElement?.id;
  if (!(branch instanceof HTMLDetailsElement) || !id) return;
  const others = folded().filter((one) => one !== id).slice(-499);
  // It is open now, and will be closed by this click.
  try { localStorage.setItem(FOLDED, JSON.stringify(branch.open ? [...others, id] : others)); } catch { /* No memory, then. */ }
});

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function send(form, button) {
  const here = form.closest(".here");
  if (!here || form.matches("[data-sending]")) return;
  // Disabled buttons would lose the focus: what is sent twice is one comment anyway.
  form.dataset.sending = "";
  const worked = form.querySelector("[data-prove]") !== null;
  await prove(form);
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) fields.append(name, String(value));
  // Only a page with scripts can ask: where something would wait, it is said before it is posted.
  if (!fields.has("notice") && !fields.has("preview")) fields.append("notice", "ask");
  const writing = [field(form, "name"), field(form, "body")].filter((one) => one !== null);
  writing.forEach((one) => { one.readOnly = true; });
  const answer = await ask(form.action, { method: "POST", body: fields }).catch(() => null);
  delete form.dataset.sending;
  writing.forEach((one) => { one.readOnly = false; });
  const piece = html(answer?.text ?? "");
  if (answer?.status === 201 && piece.querySelector(".comment")) {
    forgetDraft(form);
    lastName = field(form, "name")?.value ?? lastName;
    place(here, piece);
  } else if (answer?.status === 200 && piece.querySelector(".comment > article, .waiting")) {
    forgetDraft(form);
    change(here, piece);
  } else if (answer?.status === 202 && piece.querySelector(".waiting")) {
    forgetDraft(form);
    if (form.action.endsWith("/edit")) here.previousElementSibling?.setAttribute("hidden", "");
    here.replaceChildren(piece);
    lead(here.querySelector(".waiting"));
  } else if (piece.querySelector("form")) {
    showAgain(here, piece);
    const again = here.querySelector("form");
    // Work was asked for: it is done, and the comment sent again, once.
    if (again && !worked && again.querySelector("[data-prove]")) void send(again, null);
  } else {
    // The text stays in the form and in the draft; the key makes sending it again safe.
    tell(form, piece, WORDS.kept);
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches("[data-write], [data-reply], [data-edit], [data-flag]")) {
    event.preventDefault();
    void openForm(link);
  } else if (link.matches(".here [data-cancel]")) {
    event.preventDefault();
    const form = link.closest("form");
    const here = link.closest(".here");
    if (form) forgetDraft(form);
    if (here) closeForm(here);
  } else if (link.matches("[data-share]")) {
    event.preventDefault();
    void share(link);
  } else if (link.matches("[data-more]")) {
    event.preventDefault();
    void showMore(link);
  }
});

/**
 * Puts the next page of a list below this one; what is there already is left out.
 * @param {HTMLAnchorElement} link
 */
async function showMore(link) {
  const answer = await fetch(link.href).then((r) => (r.ok ? r.text() : null)).catch(() => null);
  const list = link.closest(".more")?.previousElementSibling;
  if (answer === null || !list) { location.assign(link.href); return; }
  const page = html(answer);
  /** @type {HTMLElement | null} */
  let first = null;
  for (const comment of page.querySelectorAll(".thread > .comments:last-of-type > .comment")) {
    if (document.getElementById(comment.id)) continue;
    list.append(comment);
    first ??= /** @type {HTMLElement} */ (comment);
  }
  relativeTimes(list);
  foldAgain(list);
  added(list);
  const next = page.querySelector(".more > [data-more]");
  const paragraph = link.closest(".more");
  if (next) link.href = /** @type {HTMLAnchorElement} */ (next).href;
  else paragraph?.remove();
  lead(first, { preventScroll: true });
}

/**
 * Hands a comment's address on: by the device's own means where it has some, else by the clipboard.
 * @param {HTMLAnchorElement} link
 */
async function share(link) {
  const touch = matchMedia("(pointer: coarse)").matches;
  try {
    if (touch && navigator.share) { await navigator.share({ url: link.href }); return; }
    await navigator.clipboard.writeText(link.href);
  } catch (error) {
    // Whoever changes their mind stays; where the clipboard is closed, the comment's page has its address.
    if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(link.href);
    return;
  }
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  link.after(" ", said);
  said.textContent = document.body.dataset.copied ?? "";
  setTimeout(() => said.remove(), 4_000);
}

/** Closes the peek that is open, if one is. */
function closePeek() {
  document.getElementById("peek")?.remove();
  document.querySelector("[aria-describedby=peek]")?.removeAttribute("aria-describedby");
}

/**
 * Shows the beginning of what a comment answers, beside the link that leads to it.
 * @param {Element} link
 */
function openPeek(link) {
  if (link.getAttribute("aria-describedby") === "peek") return;
  closePeek();
  const above = document.getElementById(link.getAttribute("href")?.slice(1) ?? "")?.querySelector(":scope > article > .text");
  const words = above?.textContent?.trim() ?? "";
  if (!words) return;
  const peek = document.createElement("span");
  peek.id = "peek";
  peek.setAttribute("role", "tooltip");
  peek.dir = "auto";
  peek.lang = above?.closest("[lang]")?.getAttribute("lang") ?? "";
  peek.textContent = words.length > 240 ? `${words.slice(0, 240).trimEnd()} …` : words;
  link.after(peek);
  link.setAttribute("aria-describedby", "peek");
}

/** How long the pointer may be on its way from the link to what it shows, in milliseconds. */
const ON_THE_WAY = 300;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let closing;

// Open while the link has the pointer or the focus, or what it shows has the pointer.
for (const kind of ["pointerover", "focusin", "focusout"]) {
  document.addEventListener(kind, (event) => {
    const over = event.target instanceof Element ? event.target.closest("a.to, #peek") : null;
    if (over?.matches("a.to") && kind !== "focusout") openPeek(over);
    clearTimeout(closing);
    closing = setTimeout(() => {
      if (!document.querySelector("#peek:hover, a.to:hover, a.to:focus")) closePeek();
    }, ON_THE_WAY);
  });
}

/** Under this name the browser keeps when its reader was here, by story; nothing unless they ask for it. */
const VISITS = "understory visits";

/** How many stories are remembered. */
const REMEMBERED = 300;

/** @returns {Record<string, number> | null} */
function visits() {
  try { return JSON.parse(localStorage.getItem(VISITS) ?? "null"); } catch { return null; }
}

/** Writes down when the reader was here, if they want that: what came since the page was made they have not seen. */
function rememberVisit(/** @type {string} */ story, /** @type {Record<string, number> | null} */ before) {
  if (!before) return;
  const others = Object.entries(before).filter(([one]) => one !== story).slice(1 - REMEMBERED);
  try { localStorage.setItem(VISITS, JSON.stringify(Object.fromEntries([...others, [story, Math.floor(performance.timeOrigin)]]))); } catch { /* No memory, then. */ }
}

/**
 * Marks the comments that came since a time.
 * @param {ParentNode} within
 * @param {number} since
 * @param {string} word
 */
function markNew(within, since, word) {
  for (const header of within.querySelectorAll(".comment > article > header")) {
    const time = /** @type {HTMLTimeElement | null} */ (header.querySelector(".time time"));
    const comment = header.closest(".comment");
    if (!time || !comment || comment.matches(".new") || !(Date.parse(time.dateTime) > since)) continue;
    comment.classList.add("new");
    const said = document.createElement("span");
    said.className = "is-new";
    said.textContent = word;
    header.append(" ", said);
  }
}

/** What a page does when comments were added to it. */
let added = (/** @type {ParentNode} */ _within) => {};

/** Offers to mark what is new since the reader's last visit, and leads from one to the next. */
function offerVisits() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-visits]"));
  const box = place?.querySelector("input");
  const button = place?.querySelector("button");
  const story = document.getElementById("comments")?.dataset.story;
  if (!place || !box || !button || !story) return;
  const since = visits()?.[story] ?? Infinity;
  const count = () => {
    const found = document.querySelectorAll(".thread .comment.new").length;
    button.hidden = found === 0;
    const number = button.querySelector("span");
    if (number) number.textContent = `(${new Intl.NumberFormat(document.documentElement.lang).format(found)})`;
  };
  added = (within) => { markNew(within, since, place.dataset.new ?? ""); count(); };
  box.checked = visits() !== null;
  place.hidden = false;
  added(document);
  box.addEventListener("change", () => {
    if (box.checked) rememberVisit(story, {});
    else try { localStorage.removeItem(VISITS); } catch { /* There is none. */ }
  });
  button.addEventListener("click", () => {
    const all = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".thread .comment.new"))];
    const here = document.activeElement?.closest(".comment.new") ?? last;
    const next = all[(here ? all.indexOf(/** @type {HTMLElement} */ (here)) : -1) + 1] ?? all[0];
    if (!next) return;
    for (let branch = next.closest("details"); branch; branch = branch.parentElement?.closest("details") ?? null) branch.open = true;
    last = next;
    lead(next);
  });
  /** @type {HTMLElement | null} */
  let last = null;
  // Left for good or put aside: either may be the last that the page hears.
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") rememberVisit(story, visits()); });
}

// Escape closes a form and keeps its draft; within an input method it belongs to that.
document.addEventListener("keydown", (event) => {
  const here = event.target instanceof Element ? event.target.closest(".here") : null;
  if (here && event.key === "Escape" && !event.isComposing) closeForm(here);
  else if (event.key === "Escape") closePeek();
});

document.addEventListener("input", (event) => {
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (form?.matches("[data-form]")) keepDraft(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.closest(".here")) {
    event.preventDefault();
    void send(form, /** @type {HTMLButtonElement | null} */ (event.submitter));
  } else if (form.matches("[data-form]")) {
    keepDraft(form, true);
  }
});

// The cookie says that somebody is signed in here, and not who.
if (document.querySelector("[data-me]") && /(?:^|; )understory_in=1/.test(document.cookie)) void import(document.body.dataset.person ?? "");

relativeTimes(document);
foldAgain(document);
offerVisits();
reopenDrafts();
for (const form of document.querySelectorAll("main > form[data-form]")) restoreDraft(/** @type {HTMLFormElement} */ (form));
void prove(document.querySelector("main > form"));
