// Saves what changes on a page of a visit: nothing else, one request at a time, again until it is stored.
// What the person sees of it is shown by autosave-page.js, which hears the events "autosave".
const box = document.getElementById("autosave");
const form = document.getElementById("step-form");

const AFTER_TYPING = 2000;
const AFTER_CHOOSING = 1000;
const AT_THE_LATEST = 10000;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const FIRST_LOOK = 10000; // for somebody who has signed in again
const LONGEST_LOOK = 120000;
const LONGEST_WAIT = 4000; // of a link for the save before it
const MOST_TRIED = 16; // as the server takes

const saved = new Map(); // question -> what is stored of it, as it would be sent
const refused = new Map(); // question -> what was sent of it and not taken
let doing = null; // the request under way: { kind, key, batch }
let tried = []; // keys of saves that may have been stored though no answer came
let failures = 0;
let looks = 0;
let isOver = false; // the page is out of date, closed or out of reach
let isLeaving = false; // the form itself is being sent
let isRenewed = false; // the token was fetched anew, and nothing was saved with it yet
let isTouched = false; // somebody did something since the last request
let next = ""; // the address that waits for the save before it
let timer = 0;
let typedSince = 0;

const questionOf = (name) => name.replace(/__(not|others)$/, "");

function answers() {
  const found = new Map();
  for (const { name, type } of form.elements) {
    if (name && !["hidden", "submit", "button"].includes(type)) found.set(questionOf(name), []);
  }
  for (const [name, value] of new FormData(form)) found.get(questionOf(name))?.push([name, value]);
  return new Map([...found].map(([question, fields]) => [question, JSON.stringify(fields)]));
}

function changed() {
  return new Map(
    [...answers()].filter(([question, sent]) => sent !== saved.get(question) && sent !== refused.get(question)),
  );
}

const isDirty = () => doing?.kind === "save" || refused.size > 0 || changed().size > 0;

function tell(state, more = {}) {
  box.dispatchEvent(new CustomEvent("autosave", { detail: { state, time: box.dataset.time, ...more } }));
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function body(key, batch) {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "lock_number"]) data.append(name, form.elements[name].value);
  data.append("save_key", key);
  for (const each of tried) data.append("tried", each);
  for (const [question, fields] of batch) {
    data.append("changed", question);
    for (const [name, value] of JSON.parse(fields)) data.append(name, value);
  }
  return data;
}

function ask(method, kind, more) {
  clearTimeout(timer);
  doing = { kind, ...more };
  const headers = isTouched ? {} : { "Algia-By": "timer" };
  isTouched = false;
  const swap = { source: box, target: "#autosave-answer", select: "#autosave-answer", swap: "outerHTML" };
  htmx.ajax(method, box.dataset.url, { ...swap, headers, values: more.values ?? {} }).catch(() => {});
}

function save() {
  if (doing || isOver) return;
  const batch = changed();
  typedSince = 0;
  if (!batch.size) return afterSaving();
  const key = newKey();
  ask("POST", "save", { key, batch, values: body(key, batch) });
  if (!failures) tell("saving");
}

const look = (kind) => !doing && !isOver && ask("GET", kind, {});

function soon(delay) {
  if (doing || isOver || !changed().size) return;
  typedSince ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(delay, typedSince + AT_THE_LATEST - Date.now())));
}

function later(act, times, first, longest) {
  clearTimeout(timer);
  timer = setTimeout(act, Math.min(first * 2 ** (times - 1), longest) * (0.75 + Math.random() / 2));
}

function answered({ status }) {
  const { kind, key, batch } = doing ?? {};
  const answer = document.getElementById("autosave-answer");
  doing = null;
  if (isLeaving) return;
  if (status === 200) return kind === "save" ? stored(batch, answer) : here(kind, answer);
  if (status === 409 || (status === 400 && kind === "save")) return end(answer.dataset.state || "incomplete");
  if (status === 401) return signedOut();
  if (status === 403 && kind === "save" && !isRenewed) return look("renew");
  if (status === 403 || status === 404) return end("away");
  if (kind === "save") tried = [...tried, key].slice(-MOST_TRIED);
  failures += 1;
  next = "";
  if (kind === "save" || tried.length) tell(status ? "trouble" : "offline");
  later(save, failures, FIRST_RETRY, LONGEST_RETRY);
}

function stored(batch, answer) {
  const wrong = new Map([...answer.querySelectorAll("[data-refused]")].map((p) => [p.dataset.refused, p.textContent]));
  for (const [question, sent] of batch) {
    (wrong.has(question) ? refused : saved).set(question, sent);
    if (!wrong.has(question)) refused.delete(question);
  }
  form.elements.lock_number.value = answer.dataset.lock;
  box.dataset.time = answer.dataset.time;
  [tried, failures, looks, isRenewed] = [[], 0, 0, false];
  const hidden = answer.dataset.notCalledFor.split(" ");
  tell(refused.size ? "refused" : "saved", { batch, wrong, hidden, said: answer.dataset.said });
  afterSaving();
}

function afterSaving() {
  if (changed().size) return soon(AFTER_CHOOSING);
  if (!next) return;
  isLeaving = !refused.size;
  location.assign(next);
}

function here(kind, answer) {
  if (answer.dataset.by !== box.dataset.by) return end("away"); // somebody else signed in meanwhile
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.dataset.token;
  [isRenewed, looks] = [true, 0];
  if (answer.dataset.state === "closed" || (kind === "return" && answer.dataset.lock !== form.elements.lock_number.value)) {
    if (!isDirty()) return location.reload();
  }
  if (!isDirty()) tell("saved");
  save();
}

function signedOut() {
  looks += 1;
  next = "";
  tell("signed-out");
  later(() => look("renew"), looks, FIRST_LOOK, LONGEST_LOOK);
}

function end(state) {
  [isOver, next] = [true, ""];
  tell(state);
}

function touched(delay) {
  isTouched = true;
  for (const question of refused.keys()) if (answers().get(question) === saved.get(question)) refused.delete(question);
  if (looks || (failures && !navigator.onLine)) return;
  soon(delay);
}

function saveWhileLeaving() {
  const batch = new Map([...(doing?.batch ?? []), ...changed()]);
  if (isLeaving || isOver || !batch.size) return;
  if (doing?.key) tried.push(doing.key);
  const key = newKey();
  fetch(box.dataset.url, {
    method: "POST",
    body: new URLSearchParams(body(key, batch)),
    headers: { "HX-Request": "true" },
    keepalive: true,
  }).catch(() => {});
  tried.push(key);
}

function leave(event) {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || link.target || !isPlain || event.defaultPrevented || link.origin !== location.origin) return;
  const staysHere = link.pathname === location.pathname && link.hash;
  if (staysHere || isOver || failures || looks || next || !(changed().size || doing?.kind === "save")) return;
  event.preventDefault();
  next = link.href;
  save();
  setTimeout(() => next && location.assign(next), LONGEST_WAIT);
}

if (form && box) {
  const unsaved = new Set(box.dataset.unsaved.split(" "));
  for (const [question, sent] of answers()) if (!unsaved.has(question)) saved.set(question, sent);

  form.addEventListener("input", ({ target }) => touched(target.matches("[type=text], textarea") ? AFTER_TYPING : AFTER_CHOOSING));
  for (const name of ["change", "click"]) form.addEventListener(name, () => touched(AFTER_CHOOSING));
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
    for (const key of doing?.key ? [...tried, doing.key] : tried) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "tried", value: key });
      form.append(field);
    }
  });
  box.addEventListener("htmx:beforeOnLoad", (event) => event.detail.xhr.status === 401 && event.preventDefault());
  box.addEventListener("htmx:beforeSwap", ({ detail }) => {
    detail.shouldSwap = detail.xhr.responseText.includes('id="autosave-answer"');
  });
  box.addEventListener("htmx:afterRequest", ({ detail }) => answered(detail.xhr));
  document.addEventListener("click", leave);
  addEventListener("online", () => failures && save());
  addEventListener("beforeunload", (event) => !isLeaving && isDirty() && event.preventDefault());
  addEventListener("pagehide", saveWhileLeaving);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    [isLeaving, doing, next] = [false, null, ""];
    look("return");
  });
  new BroadcastChannel("algia-signed-in").addEventListener("message", () => looks && look("renew"));
  soon(0);
}
