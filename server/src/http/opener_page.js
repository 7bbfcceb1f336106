// The last page of a popup that somebody's own front end opened: hands it the token, and goes. Only a
// page of that very origin hears it. Served inline, pinned by its hash.
(() => {
  const { token, origin } = JSON.parse(document.getElementById("report").textContent);
  try {
    window.opener.postMessage({ token }, origin);
  } catch {
    // Nobody is there any more, or the browser keeps the two apart.
    return;
  }
  window.close();
})();
