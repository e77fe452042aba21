// The slide fills the whole screen, where the browser lets it.

for (const button of document.querySelectorAll("[data-fullscreen]")) {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => document.getElementById(button.dataset.fullscreen).requestFullscreen());
}
