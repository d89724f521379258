// Live progress of a batch: server-sent events, and polling where they do not get through.

const box = document.getElementById("progress");
const words = JSON.parse(box.dataset.messages);
const bar = document.getElementById("bar");
const count = document.getElementById("count");
const state = `/v1/extractor/batch/${box.dataset.batch}`;
const POLL_S = 10;
const AGAIN_MS = 2000;

function lineOf(file) {
  return box.querySelector(`[data-position="${file.position}"]`);
}

function show(batch) {
  // Files that were added from elsewhere have no line here; the page of now has one for each.
  if (!batch.files.every(lineOf)) return finish();
  const done = batch.counts.success + batch.counts.failed;
  bar.value = done;
  count.textContent = words.count.replace("{done}", done).replace("{total}", batch.total_files);
  for (const file of batch.files) {
    const line = lineOf(file);
    line.className = `file ${file.status}`;
    line.querySelector(".file-state").textContent = words[`state_${file.status}`];
    line.querySelector(".file-reason").textContent = file.error ? file.error.message : "";
  }
}

function finish() {
  location.reload();
}

function watch() {
  const events = new EventSource(box.dataset.events);
  let heard = false;
  events.addEventListener("progress", (event) => {
    heard = true;
    show(JSON.parse(event.data));
  });
  for (const end of ["finished", "gone"]) {
    events.addEventListener(end, () => {
      events.close();
      finish();
    });
  }
  events.onerror = () => {
    // The browser tries again by itself, unless it never got through.
    if (heard && events.readyState !== EventSource.CLOSED) return;
    events.close();
    poll();
  };
}

async function poll() {
  for (;;) {
    const answer = await asked();
    if (answer && (answer.gone || answer.batch.status !== "processing")) return finish();
    if (answer) show(answer.batch);
    else await new Promise((wake) => setTimeout(wake, AGAIN_MS));
  }
}

// The batch, or that it is gone; null while there is no connection or no sound answer.
async function asked() {
  try {
    const answer = await fetch(`${state}?wait=${POLL_S}`);
    if (answer.status === 404 || answer.status === 410) return { gone: true };
    return answer.ok ? { batch: await answer.json() } : null;
  } catch {
    return null;
  }
}

if ("EventSource" in window) watch(); else poll();
