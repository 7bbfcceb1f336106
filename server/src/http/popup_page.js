// The last page of a popup: tells the page that opened it how the sign-in ended, on every path
// there is, and goes. Served inline, pinned by its hash.
(() => {
  const { report, origin, channel, storageKey } = JSON.parse(document.getElementById("report").textContent);
  report.opener = Boolean(window.opener);
  let broadcast = null;
  const attempt = (action) => {
    try {
      action();
    } catch {
      // A path that the browser has closed; there are others.
    }
  };
  // Not before the storage path has spoken.
  const leave = () =>
    setTimeout(() => {
      attempt(() => localStorage.removeItem(storageKey));
      window.close();
    }, 250);
  attempt(() => {
    broadcast = new BroadcastChannel(channel);
    broadcast.onmessage = ({ data }) => {
      if (data && data.kind === "gatepost.ack/1" && data.txn === report.txn) leave();
    };
    broadcast.postMessage(report);
  });
  attempt(() => window.opener.postMessage(report, origin));
  // Last, for it carries no code: whoever hears it only has to look at the session.
  setTimeout(() => attempt(() => localStorage.setItem(storageKey, report.outcome)), 150);
  setTimeout(() => window.close(), 500);
})();
