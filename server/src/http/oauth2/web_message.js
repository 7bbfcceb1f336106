// The last page of a sign-in whose application waits for a message: tells it, and goes. Only a page of that
// very origin hears it. Served inline, pinned by its hash.
(() => {
  const { origin, message } = JSON.parse(document.getElementById("report").textContent);
  const listener = window.opener ?? (window.parent === window ? null : window.parent);
  if (!listener) {
    // The browser keeps the two apart.
    return;
  }
  listener.postMessage(message, origin);
  if (window.opener) {
    window.close();
  }
})();
