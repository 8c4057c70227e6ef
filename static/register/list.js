/* The list of centres follows a filter at once; without this the button does. The address stays one
   to share: it is that of the form without what is empty. */
"use strict";

const FOLLOWED = ".filters input, #sortering";
let open = [], chosen = [], place = "";

// Other fields of the form wait for their button.
document.addEventListener("change", (event) => {
  if (event.target.closest(".list-layout") && !event.target.matches(FOLLOWED)) {
    event.stopPropagation();
  }
}, true);

document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.formData;
  for (const [name, value] of [...asked]) {
    if (!value.trim()) asked.delete(name);
  }
});

// What the reader had folded open, chosen to compare or typed meanwhile stays so.
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details[data-group][open]")].map((each) => each.dataset.group);
  chosen = [...document.querySelectorAll("input[form=choice]:checked")].map((each) => each.value);
  place = document.getElementById("nabij")?.value ?? "";
});

document.addEventListener("htmx:afterSettle", () => {
  for (const group of open) document.querySelector(`details[data-group="${group}"]`)?.setAttribute("open", "");
  for (const value of chosen) {
    const box = document.querySelector(`input[form=choice][value="${value}"]`);
    if (box) box.checked = true;
  }
  const near = document.getElementById("nabij");
  if (near && place) near.value = place;
  const heading = document.getElementById("results-title");
  document.getElementById("results-told").textContent = heading ? heading.textContent : "";
});
