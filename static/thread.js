// Saves round trips on pages with a thread: forms open in place, posts appear without a reload, drafts survive one.
// Everything here works without it. HTML from the server enters the page through one policy, in `html()` below.

/** @typedef {{createHTML(text: string): string}} Policy */

/** @type {Policy} */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("understory", { createHTML: (/** @type {string} */ text) => text })
  ?? { createHTML: (text) => text };

/** Headers by which the server knows that a piece of a page is wanted. */
const PIECE = { "Understory-Fragment": "1" };

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
 * @returns {Promise<{status: number, ok: boolean, text: string}>}
 */
async function ask(url, init) {
  const response = await fetch(url, { ...init, headers: PIECE, credentials: "same-origin" });
  return { status: response.status, ok: response.ok, text: await response.text() };
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
  const parent = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=parent]"));
  return `understory draft ${form.getAttribute("action")} ${parent?.value ?? ""}`;
}

/** @param {HTMLFormElement} form */
function keepDraft(form) {
  const body = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("body"));
  const name = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("name"));
  try {
    if (body.value.trim() === "") sessionStorage.removeItem(draftName(form));
    else sessionStorage.setItem(draftName(form), JSON.stringify({ body: body.value, name: name?.value ?? "" }));
  } catch { /* Storage may be full or forbidden: then there is no draft. */ }
}

/** @param {HTMLFormElement} form */
function restoreDraft(form) {
  const body = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("body"));
  const name = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("name"));
  try {
    const kept = JSON.parse(sessionStorage.getItem(draftName(form)) ?? "null");
    if (kept && (body.value === "" || form.action.endsWith("/edit"))) body.value = kept.body;
    if (kept && name && name.value === "") name.value = kept.name;
  } catch { /* As above. */ }
}

/** @param {HTMLFormElement} form */
function forgetDraft(form) {
  try { sessionStorage.removeItem(draftName(form)); } catch { /* As above. */ }
}

/** Opens drafts that a reload interrupted. */
function reopenDrafts() {
  try {
    for (const key of Object.keys(sessionStorage)) {
      const found = /^understory draft (\S+) (\S*)$/.exec(key);
      if (!found) continue;
      const selector = found[2] ? `#c-${CSS.escape(found[2])} [data-reply]` : "[data-write]";
      const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(selector));
      if (link && link.pathname.startsWith(found[1] ?? "-")) void openForm(link, false);
    }
  } catch { /* As above. */ }
}

/**
 * Opens the form that a link leads to, in its place.
 * @param {HTMLAnchorElement} link
 * @param {boolean} [focus]
 */
async function openForm(link, focus = true) {
  const place = link.closest(".write") ?? link.closest("article");
  if (!place) return;
  const open = place.parentElement?.querySelector(":scope > .here");
  if (open) {
    if (focus) /** @type {HTMLElement | null} */ (open.querySelector("textarea"))?.focus();
    return;
  }
  const answer = await ask(link.href).catch(() => null);
  if (!answer) { location.assign(link.href); return; }
  const here = document.createElement("div");
  here.className = "here";
  here.append(html(answer.text));
  place.after(here);
  const form = here.querySelector("form");
  if (!form) return;
  restoreDraft(form);
  if (focus) {
    const name = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("name"));
    const first = name && name.value === "" ? name : /** @type {HTMLElement | null} */ (form.querySelector("textarea"));
    first?.focus();
  }
}

/** @param {Element} here @param {string} text */
function showAgain(here, text) {
  here.replaceChildren(html(text));
  const wrong = /** @type {HTMLElement | null} */ (here.querySelector("[aria-invalid], .preview, textarea"));
  if (wrong?.matches(".preview")) wrong.scrollIntoView({ block: "nearest" });
  else wrong?.focus();
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
  let list = parent ? parent.querySelector(":scope > ol") : document.querySelector(".thread > .comments");
  if (parent && !list) {
    list = document.createElement("ol");
    here.after(list);
  }
  if (parent) list?.append(piece);
  else list?.prepend(piece);
  here.remove();
  document.querySelector(".thread > .empty")?.remove();
  comment?.setAttribute("tabindex", "-1");
  comment?.focus();
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
async function send(form, button) {
  const here = form.closest(".here");
  if (!here) return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) fields.append(name, String(value));
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((b) => { b.disabled = true; });
  const answer = await ask(form.action, { method: "POST", body: fields }).catch(() => null);
  buttons.forEach((b) => { b.disabled = false; });
  if (!answer) {
    // The text stays in the form and in the draft; the key makes sending it again safe.
    form.querySelector(".unsent")?.remove();
    const words = document.createElement("p");
    words.className = "problem unsent";
    words.setAttribute("role", "alert");
    words.textContent = "The server could not be reached. Your text is still here: try again.";
    form.prepend(words);
    return;
  }
  if (answer.status === 201) { forgetDraft(form); place(here, html(answer.text)); return; }
  if (answer.status === 202) { forgetDraft(form); here.replaceChildren(html(answer.text)); return; }
  if (answer.ok && form.matches("[data-delete]")) { location.reload(); return; }
  showAgain(here, answer.text);
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
    if (form) forgetDraft(form);
    const here = link.closest(".here");
    const opener = here?.previousElementSibling?.querySelector("[data-write], [data-reply]");
    here?.remove();
    if (opener instanceof HTMLElement) opener.focus();
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
  first?.setAttribute("tabindex", "-1");
  first?.focus({ preventScroll: true });
}

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
    forgetDraft(form);
  }
});

relativeTimes(document);
reopenDrafts();
for (const form of document.querySelectorAll("main > form[data-form]")) restoreDraft(/** @type {HTMLFormElement} */ (form));
