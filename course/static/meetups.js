// Times in the viewer's zone: found once, kept in a cookie, so that from then on the server prints them.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function keepZone() {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}

function words(at) {
  const parts = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone };
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const day = new Intl.DateTimeFormat("en-GB", parts).format(at).replace(",", "");
  return `For you: ${day}, ${new Intl.DateTimeFormat("en-GB", clock).format(at)} (${zone})`;
}

if (zone && !/(?:^|; )zone=/.test(document.cookie)) {
  keepZone();
  for (const each of document.querySelectorAll("[data-begins]")) {
    if (each.dataset.zone === zone) continue;
    each.textContent = words(new Date(each.dataset.begins));
    each.hidden = false;
  }
}
