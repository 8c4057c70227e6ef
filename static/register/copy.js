/* A button that copies the text for a letter of referral. Without this the text can be selected. */
"use strict";

for (const text of document.querySelectorAll("pre[data-copy]")) {
  const button = document.createElement("button");
  const done = document.createElement("span");

  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = text.dataset.copy;
  done.className = "copy__done";
  done.setAttribute("role", "status");
  text.after(button, " ", done);

  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(text); // to see what is copied, and for a browser that refuses
    try {
      await navigator.clipboard.writeText(text.textContent);
      done.textContent = text.dataset.copied;
    } catch {
      done.textContent = "";
    }
  });
}
