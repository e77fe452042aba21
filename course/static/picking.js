// The running total while lessons are picked; without it, the total stands there after saving.

const form = document.getElementById("lessons_form");
const [lessons, minutes, warning] = ["lessons", "minutes", "too_long"].map((name) => document.getElementById(`picked_${name}`));

function count() {
  const picked = [...form.querySelectorAll("[name=pick]:checked")].map((box) => Number(box.dataset.minutes)).filter(Boolean);
  const sum = picked.reduce((all, one) => all + one, 0);
  lessons.textContent = picked.length;
  minutes.textContent = sum;
  warning.hidden = sum <= Number(warning.dataset.enough);
}

form.addEventListener("change", count);
count(); // a browser that comes back fills the boxes as they were
