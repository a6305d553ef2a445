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

const UNREACHED = "The server could not be reached. Your text is still here: try again.";

/**
 * The elements in a piece of HTML that our own server rendered.
 * @param {string} text
 * @returns {DocumentFragment}
 */
function html(text) {
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
  here.dataset.opening = "";
  place.after(here);
  const answer = await ask(link.href).catch(() => null);
  delete here.dataset.opening;
  const piece = html(answer?.text ?? "");
  const form = piece.querySelector("form");
  if (!form) { tell(here, piece, "The server could not be reached. Try again."); return; }
  here.append(piece);
  restoreDraft(form);
  const name = field(form, "name");
  if (name && name.value === "") name.value = lastName;
  if (focus) enter(form);
}

/** @param {HTMLFormElement} form */
function enter(form) {
  const name = field(form, "name");
  (name && name.value === "" ? name : field(form, "body"))?.focus();
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
  const opener = here.previousElementSibling?.querySelector("[data-write], [data-reply]");
  here.remove();
  if (opener instanceof HTMLElement) opener.focus();
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
  const parent = here.closest(".comment");
  if (!parent) {
    document.querySelector(".thread > .comments")?.prepend(piece);
    document.querySelector(".thread > .empty")?.remove();
  } else if (parent.matches(".conversation > .comments > .marked")) {
    // The page of this comment: its replies are a list of their own.
    document.querySelector(".conversation > .comments:last-of-type")?.append(piece);
    const heading = document.getElementById("replies");
    if (heading) heading.textContent = "Replies";
  } else {
    let list = parent.querySelector(":scope > ol");
    if (!list) {
      list = document.createElement("ol");
      here.after(list);
    }
    list.append(piece);
  }
  here.remove();
  countOneMore();
  lead(comment);
}

/** The count above a thread includes what was just posted. */
function countOneMore() {
  const heading = document.getElementById("comments-heading");
  const count = Number.parseInt(heading?.textContent ?? "", 10) + 1;
  if (heading && count > 0) heading.textContent = count === 1 ? "1 comment" : `${count} comments`;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function send(form, button) {
  const here = form.closest(".here");
  if (!here || form.matches("[data-sending]")) return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) fields.append(name, String(value));
  const writing = [field(form, "name"), field(form, "body")].filter((one) => one !== null);
  // Disabled buttons would lose the focus: what is sent twice is one comment anyway.
  form.dataset.sending = "";
  writing.forEach((one) => { one.readOnly = true; });
  const answer = await ask(form.action, { method: "POST", body: fields }).catch(() => null);
  delete form.dataset.sending;
  writing.forEach((one) => { one.readOnly = false; });
  const piece = html(answer?.text ?? "");
  if (answer?.status === 201 && piece.querySelector(".comment")) {
    forgetDraft(form);
    lastName = field(form, "name")?.value ?? lastName;
    place(here, piece);
  } else if (answer?.status === 202 && piece.querySelector(".waiting")) {
    forgetDraft(form);
    here.replaceChildren(piece);
    lead(here.querySelector(".waiting"));
  } else if (piece.querySelector("form")) {
    showAgain(here, piece);
  } else {
    // The text stays in the form and in the draft; the key makes sending it again safe.
    tell(form, piece, UNREACHED);
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches("[data-write], [data-reply]")) {
    event.preventDefault();
    void openForm(link);
  } else if (link.matches(".here [data-cancel]")) {
    event.preventDefault();
    const form = link.closest("form");
    const here = link.closest(".here");
    if (form) forgetDraft(form);
    if (here) closeForm(here);
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
  const next = page.querySelector(".more > [data-more]");
  const paragraph = link.closest(".more");
  if (next) link.href = /** @type {HTMLAnchorElement} */ (next).href;
  else paragraph?.remove();
  lead(first, { preventScroll: true });
}

// Escape closes a form and keeps its draft; within an input method it belongs to that.
document.addEventListener("keydown", (event) => {
  const here = event.target instanceof Element ? event.target.closest(".here") : null;
  if (here && event.key === "Escape" && !event.isComposing) closeForm(here);
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

relativeTimes(document);
reopenDrafts();
for (const form of document.querySelectorAll("main > form[data-form]")) restoreDraft(/** @type {HTMLFormElement} */ (form));
