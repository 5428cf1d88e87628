(() => {
  const sight = document.getElementById("first-sight");
  // The two things that Streamlit keeps in the browser of how a page looks.
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // a browser may allow no page to keep anything
    }
  };
  const theme = kept(`stActiveTheme-${location.pathname}-v2`) ?? "";
  const dark = theme.includes("Light") ? false : theme.includes("Dark") || matchMedia("(prefers-color-scheme: dark)").matches;
  sight.classList.toggle("dark", dark);
  const width = Number.parseInt(kept("sidebarWidth"), 10);
  if (width) sight.style.setProperty("--side-width", `${width}px`);
  sight.hidden = false;

  // The grid takes it away. Where there comes none, whatever has come instead must not stay hidden.
  const settled = setInterval(() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app?.dataset.testScriptState === "notRunning" || document.querySelector('[role="dialog"]')) leave(1000);
  }, 200);
  const leave = (later) => {
    clearInterval(settled);
    setTimeout(() => sight.remove(), later);
  };
  setTimeout(() => leave(0), 15000);
})();
