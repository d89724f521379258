// What every page may need: copying a text, the way back from a report, opened lessons on paper.

const HERE = "aktr-class";

for (const button of document.querySelectorAll("[data-copy]")) {
  const said = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await copy(source);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}

async function copy(source) {
  const text = "value" in source ? source.value : source.textContent;
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Addresses without https have no clipboard of their own.
  const selection = window.getSelection();
  selection.selectAllChildren(source);
  if ("select" in source) source.select();
  document.execCommand("copy");
  selection.removeAllRanges();
}

// The address of a report does not lead to its class, so that it can be sent to the student. The
// way back is remembered in this tab alone.
const shown = document.getElementById("class");
if (shown) {
  const list = (text) => text.split(" ").filter(Boolean);
  remember({
    url: shown.dataset.class + location.search,
    reports: list(shown.dataset.reports),
    doubtful: list(shown.dataset.doubtful),
  });
}

const back = document.getElementById("back");
const from = recall();
// What was said about a report and not taken is answered under an address below that of the report.
const report = location.pathname.replace(/\/corrections$/, "");
if (back && from && from.reports.includes(report)) {
  back.hidden = false;
  back.querySelector("a").href = from.url;
  const after = from.doubtful.indexOf(report) + 1;
  const next = from.doubtful.find((url, place) => place >= after && url !== report);
  if (next) {
    const link = document.createElement("a");
    link.href = `${next}#look`;
    link.textContent = back.dataset.next;
    back.append(link);
  }
}

function remember(value) {
  try { sessionStorage.setItem(HERE, JSON.stringify(value)); } catch { /* no storage, no way back */ }
}

function recall() {
  try { return JSON.parse(sessionStorage.getItem(HERE)); } catch { return null; }
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".lesson details:not([open])")];
  for (const lesson of closed) lesson.open = true;
});
addEventListener("afterprint", () => {
  for (const lesson of closed) lesson.open = false;
});
