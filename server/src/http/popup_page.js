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
  attempt(() => {
    broadcast = new BroadcastChannel(channel);
    broadcast.onmessage = ({ data }) => {
      // Not before the storage path has spoken.
      if (data && data.kind === "gatepost.ack/1" && data.txn === report.txn) setTimeout(() => window.close(), 250);
    };
    broadcast.postMessage(report);
  });
  attempt(() => window.opener.postMessage(report, origin));
  // Last, for it carries no code: whoever hears it only has to look at the session. Closed sooner,
  // the page says it while it goes; either way it leaves nothing behind.
  let marked = false;
  const mark = () => {
    if (!marked) attempt(() => localStorage.setItem(storageKey, report.outcome));
    marked = true;
  };
  setTimeout(mark, 150);
  addEventListener("pagehide", () => {
    mark();
    attempt(() => localStorage.removeItem(storageKey));
  });
  setTimeout(() => window.close(), 500);
})();
