// What makes the account's forms more comfortable. Without it they work all the same.
(() => {
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // A password can be looked at, and is never sent while it shows as plain text to the browser's history.
  all("[data-reveal]", (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
    };
    button.hidden = false;
    button.addEventListener("click", () => show(input.type === "password"));
    input.form.addEventListener("submit", () => show(false));
  });

  // How strong it is, asked of the server a moment after the last key.
  all("[data-strength]", (meter) => {
    const input = document.getElementById(meter.dataset.strength);
    const names = meter.dataset.names.split("|");
    const words = meter.querySelector("p");
    const value = (name) => input.form.elements[name]?.value ?? "";
    let timer = 0;
    let latest = 0;
    const tell = ({ score, problems }) => {
      meter.hidden = false;
      meter.dataset.score = score;
      words.textContent = [names[score], ...problems].join(". ").replaceAll("..", ".");
    };
    const ask = async () => {
      const ticket = ++latest;
      const body = JSON.stringify({ password: input.value, email: value("email"), username: value("username") });
      const headers = { "content-type": "application/json", accept: "application/json" };
      try {
        const answer = await fetch("/api/auth/password_strength", { method: "POST", headers, body });
        // An older answer must not overtake a newer one.
        if (answer.ok && ticket === latest && input.value) tell(await answer.json());
      } catch {
        // The form itself will tell.
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value) timer = setTimeout(ask, 250);
      else {
        latest += 1;
        meter.hidden = true;
      }
    });
  });

  // A code is typed or pasted in any shape.
  all("[data-code]", (input) => {
    input.addEventListener("input", () => {
      const at = input.selectionEnd === input.value.length;
      const tidy = input.value.toUpperCase().replace(/[^A-Z0-9-]/g, "");
      if (at && tidy !== input.value) input.value = tidy;
    });
  });

  // The page comes back in another language with what was typed in this one. Secrets are typed again.
  const kept = "gatepost.typed";
  const typed = () => [...document.querySelectorAll("[data-form] input:not([type=hidden], [type=password])")];
  all(".languages", (form) => {
    form.addEventListener("submit", () => {
      const values = typed().map(({ form, name, value }) => [form.id, name, value]);
      try {
        sessionStorage.setItem(kept, JSON.stringify([location.pathname, values]));
      } catch {
        // Storage is blocked: it is typed again.
      }
    });
  });
  try {
    const [path, values] = JSON.parse(sessionStorage.getItem(kept)) ?? [];
    sessionStorage.removeItem(kept);
    if (path === location.pathname) {
      const inputs = typed();
      for (const [id, name, value] of values) {
        const input = inputs.find((input) => input.form.id === id && input.name === name);
        if (input && value) input.value = value;
      }
    }
  } catch {
    // Nothing was kept.
  }

  // Once is enough: a second press would be refused, and the person told so.
  all("[data-form]", (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
      form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
  });
  addEventListener("pageshow", (event) => {
    // Back from the next page by the browser's cache: the form is to be used again.
    if (event.persisted) all("[data-form]", (form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    });
  });
})();
