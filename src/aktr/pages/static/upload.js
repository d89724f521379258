// Choosing files: dropped, chosen or photographed; each looked at before anything is sent.

const form = document.getElementById("upload");
const words = JSON.parse(form.dataset.messages);
const limits = {
  files: Number(form.dataset.maxFiles),
  fileBytes: Number(form.dataset.maxFileBytes),
  requestBytes: Number(form.dataset.maxRequestBytes),
};
const drop = document.getElementById("drop");
const inputs = [document.getElementById("files"), document.getElementById("camera")];
const list = document.getElementById("file-list");
const chosen = document.getElementById("chosen");
const trouble = document.getElementById("trouble");
const told = document.getElementById("told");
const send = document.getElementById("send");
const sent = document.getElementById("sent");
const MEBIBYTE = 1024 * 1024;
const HEAD = 1024;
const PARTS_OVERHEAD = 1024;
const HEIF = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

let files = [];
let key = null;

function say(name, values = {}) {
  return Object.entries(values).reduce(
    (text, [word, value]) => text.replaceAll(`{${word}}`, value), words[name]);
}

const megabytes = (bytes) => Math.round(bytes / MEBIBYTE * 10) / 10;

async function known(file) {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const text = String.fromCharCode(...head);
  return text.startsWith("\xff\xd8\xff") || text.startsWith("\x89PNG\r\n\x1a\n")
    || /^(II[*+]\0|MM\0[*+])/.test(text)
    || (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP")
    || (text.slice(4, 8) === "ftyp" && HEIF.includes(text.slice(8, 12)))
    || text.includes("%PDF-");
}

async function look(file) {
  if (file.size === 0) return say("empty");
  if (file.size > limits.fileBytes) return say("too_large", { limit: megabytes(limits.fileBytes) });
  try {
    if (!await known(file)) return say("unknown_type");
  } catch { return null; }
  return null;
}

async function add(more) {
  const looked = await Promise.all([...more].map(
    async (file) => ({ file, wrong: await look(file) })));
  files.push(...looked);
  key = null;
  draw();
}

function ready() {
  return files.filter((one) => !one.wrong).slice(0, limits.files);
}

function draw() {
  const going = new Set(ready());
  list.replaceChildren(...files.map((one, place) => line(one, place, going.has(one))));
  chosen.hidden = files.length === 0;
  const bytes = [...going].reduce((sum, one) => sum + one.file.size + PARTS_OVERHEAD, 0);
  complain(bytes > limits.requestBytes
    ? say("total_too_large", { limit: megabytes(limits.requestBytes) }) : "");
  send.disabled = bytes > limits.requestBytes || (files.length > 0 && going.size === 0);
  told.textContent = say("told", { count: files.length, ready: going.size });
}

function line(one, place, goes) {
  const row = document.createElement("li");
  const wrong = one.wrong || (goes ? "" : say("too_many", { limit: limits.files }));
  row.className = `file ${wrong ? "wrong" : "ready"}`;
  const name = part("span", "file-name", one.file.name);
  const state = part("span", "file-state", wrong ? `${wrong} (${say("will_be_left_out")})` : say("ready"));
  const remove = part("button", "file-remove", "×");
  remove.type = "button";
  remove.setAttribute("aria-label", say("remove", { name: one.file.name }));
  remove.addEventListener("click", () => {
    files.splice(place, 1);
    key = null;
    draw();
    const next = list.querySelectorAll("button")[Math.min(place, files.length - 1)];
    (next || inputs[0]).focus();
  });
  row.append(name, state, remove);
  return row;
}

function part(kind, name, text) {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
}

function complain(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

for (const input of inputs) {
  input.addEventListener("change", async () => {
    const picked = [...input.files];
    input.value = "";
    await add(picked);
  });
}

for (const kind of ["dragenter", "dragover"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) drop.classList.remove("over");
});
form.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  add(event.dataTransfer.files);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const going = ready();
  if (going.length === 0) {
    complain(say("nothing_chosen"));
    return;
  }
  const body = new FormData();
  for (const one of going) body.append("files[]", one.file, one.file.name);
  upload(body);
});

function upload(body) {
  // The same key with the same files gives the same batch: a lost answer costs nothing.
  key = key || (window.isSecureContext ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);
  const request = new XMLHttpRequest();
  request.open("POST", "/v1/extractor/batch/extract");
  request.setRequestHeader("Prefer", "respond-async");
  request.setRequestHeader("Idempotency-Key", key);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) sent.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => stopped(say("no_answer")));
  request.send(body);
  send.disabled = true;
  sent.hidden = false;
  sent.value = 0;
  complain("");
}

function answered(request) {
  let answer = {};
  try { answer = JSON.parse(request.responseText); } catch { /* not from aktr */ }
  const batch = answer.batch_id ? answer : answer.batch;
  if (batch && batch.batch_id) {
    told.textContent = say("stored");
    location.assign(`/batches/${batch.batch_id}`);
    return;
  }
  stopped(answer.detail || say("no_answer"));
}

function stopped(reason) {
  sent.hidden = true;
  send.disabled = false;
  complain(reason);
}

// A browser that comes back to this page may have kept the chosen files in the form.
for (const input of inputs) {
  if (input.files.length) {
    const kept = [...input.files];
    input.value = "";
    add(kept);
  }
}
