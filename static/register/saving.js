/* Judgements that are saved as they are typed: says what is not saved, and warns before it is lost. */
(() => {
  const typed = new Map(); // per form with something that is not saved: how often it was changed
  const sent = new Map(); // per form of which a request is on its way: the number that went along
  let leavingFor = null; // a link that was followed while a request was on its way

  const formOf = (element) => element.closest("form[data-saves]");

  const say = (form, text) => {
    const place = form.querySelector(".saved");
    for (const old of place.querySelectorAll(".saved__text")) old.remove();
    const line = document.createElement("p");
    line.className = "saved__text saved__text--open";
    line.textContent = text;
    place.append(line);
  };

  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (!form) return;
    typed.set(form, (typed.get(form) || 0) + 1);
    if (!form.querySelector(".saved__text--open")) say(form, form.dataset.unsaved);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event.target);
    if (form) sent.set(form, typed.get(form));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event.detail.elt);
    if (!form) return;
    const isAllOfIt = sent.get(form) === typed.get(form);
    sent.delete(form);
    if (event.detail.successful && isAllOfIt) typed.delete(form);
    else if (event.detail.successful) say(form, form.dataset.unsaved);
    else if (![401, 409, 422].includes(event.detail.xhr.status)) say(form, form.dataset.failed);
    if (!event.detail.successful) leavingFor = null;
    if (leavingFor && !sent.size && !typed.size) window.location.assign(leavingFor);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !sent.size || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leavingFor = link.href;
  });

  window.addEventListener("beforeunload", (event) => {
    if (typed.size) event.preventDefault();
  });
})();
