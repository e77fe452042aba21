// Every page works without this file: it saves a page load, a click or some typing.

const root = document.documentElement;

// Where the browser lets a page write to the clipboard.
function offerCopy(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const copied = button.closest("figure").querySelector("[data-cmd]");
  button.label ??= [...button.childNodes];
  try {
    await navigator.clipboard.writeText(copied.value ?? copied.dataset.cmd);
    button.replaceChildren("Copied");
  } catch {
    button.replaceChildren("Not allowed");
  }
  setTimeout(() => button.replaceChildren(...button.label), 1600);
}

// As if there were no script.
function sendPlainly(form, button) {
  form.dataset.plain = "yes";
  form.requestSubmit(button);
}

function post(form, button, options) {
  const fields = new FormData(form);
  if (button?.name) fields.set(button.name, button.value);
  return fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(fields), ...options });
}

// Each piece takes the place of the one with its id.
function swap(pieces) {
  for (const piece of pieces) {
    const old = document.getElementById(piece.id);
    if (!old) continue;
    const dark = new Set([...old.querySelectorAll(".plate:not(:has(.done))")].map((plate) => plate.hash));
    for (const led of piece.querySelectorAll(".done")) {
      if (dark.has(led.closest(".plate")?.hash)) led.classList.add("lit-now");
    }
    old.replaceWith(piece);
    offerCopy(piece);
  }
}

async function answer(form, button) {
  form.setAttribute("aria-busy", "true");
  button?.classList.add("pressed");
  try {
    const reply = await post(form, button, { headers: { Accept: "text/html; fragment" } });
    if (reply.redirected || (!reply.ok && reply.status !== 422)) throw new Error(reply.statusText);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const card = page.getElementById(form.id);
    const feedback = card.querySelector("[autofocus]");
    feedback?.removeAttribute("autofocus");
    swap([card, ...page.querySelectorAll("#lesson_rail, #quiz_tally, #quiz_end, #lesson_prereading")]);
    feedback?.focus();
  } catch {
    form.removeAttribute("aria-busy");
    button?.classList.remove("pressed");
    sendPlainly(form, button);
  }
}

async function chooseTheme(form, button) {
  try {
    const reply = await post(form, button, { redirect: "manual" });
    if (reply.type !== "opaqueredirect") throw new Error(reply.statusText);
  } catch {
    sendPlainly(form, button);
    return;
  }
  if (button.value) root.dataset.theme = button.value;
  else delete root.dataset.theme;
  document.querySelector("meta[name=color-scheme]").content = button.value || "light dark";
  for (const each of document.querySelectorAll(".theme button")) each.setAttribute("aria-pressed", String(each.value === button.value));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const send = form.matches("form.check") ? answer : form.matches(".theme") ? chooseTheme : null;
  if (!send || form.dataset.plain) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

function filterWords(box) {
  const wanted = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  box.hidden = false;
  wanted.addEventListener("input", () => {
    const text = wanted.value.trim().toLowerCase();
    let shown = 0;
    for (const word of document.querySelectorAll(".word")) {
      word.hidden = !word.textContent.toLowerCase().includes(text);
      shown += !word.hidden;
    }
    for (const letter of document.querySelectorAll(".words")) letter.hidden = !letter.querySelector(".word:not([hidden])");
    said.textContent = !text ? "" : shown === 1 ? "1 word" : shown ? `${shown} words` : `No word contains “${wanted.value.trim()}”.`;
  });
}

offerCopy(document);
const words = document.getElementById("words_filter");
if (words) filterWords(words);
// A browser that follows #q-... leaves autofocus aside.
if (location.hash) document.querySelector("main [autofocus]")?.focus();
