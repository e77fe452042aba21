// Only with `course run --debug`: shows a saved file at once, and keeps the place on the page.

const place = `place ${location.pathname}`;
const since = new URL(import.meta.url).searchParams.get("since");
const named = (details) => details.id || details.querySelector("summary").textContent;
let stream;

function reload() {
  stream.close();
  const open = [...document.querySelectorAll("details[open]")].map(named);
  sessionStorage.setItem(place, JSON.stringify({ top: scrollY, open }));
  history.scrollRestoration = "manual";
  location.reload();
}

function goBack({ top, open }) {
  for (const each of document.querySelectorAll("details")) each.open = open.includes(named(each));
  scrollTo({ top, behavior: "instant" });
}

// A page that nobody sees holds no connection; when it is seen again, the server knows whether it is old.
function listen() {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource(`/authoring/changes?since=${since}`);
  stream.addEventListener("message", reload);
}

const left = JSON.parse(sessionStorage.getItem(place));
if (left) {
  sessionStorage.removeItem(place);
  goBack(left);
  // With #... in its address, a browser jumps there once more at the end.
  addEventListener("load", () => { goBack(left); history.scrollRestoration = "auto"; });
}
document.addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
listen();
