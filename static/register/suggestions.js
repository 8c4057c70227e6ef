/* Suggestions below a search box, after the combobox pattern of the ARIA Authoring Practices.
   The form works without this. Nothing is stored. */
"use strict";

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  const WAIT = 150; // milliseconds after the last key
  let timer = 0, asked = "", active = -1;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestionsLabel);
  list.hidden = true;
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.className = "suggestions-box";
  input.before(box);
  box.append(input, list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const option = (row, number) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const detail = document.createElement("span");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = row.url;
    name.textContent = row.name;
    name.lang = row.language;
    detail.textContent = `${row.kind}, ${row.detail}`;
    detail.className = "suggestions__detail";
    item.append(name, " ", detail);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(row.url));
    return item;
  };

  const show = (rows) => {
    list.replaceChildren(...rows.map(option));
    close();
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(rows.length > 0));
    const said = rows.length === 1 ? input.dataset.suggestionsOne : input.dataset.suggestionsMany;
    status.textContent = rows.length ? said.replace("#", rows.length) : "";
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (typed.length < 2) return show([]);
    try {
      const address = new URL(input.dataset.suggestions, location.href);
      address.searchParams.set("q", typed);
      const response = await fetch(address, { credentials: "omit" });
      if (response.ok && typed === asked && document.activeElement === input) {
        show((await response.json()).suggestions);
      }
    } catch {
      show([]); // without the network there is the form
    }
  };

  const move = (to) => {
    const items = [...list.children];
    active = (to + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden || !list.children.length) {
      return;
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      move(active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      move(active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    }
  });
}
