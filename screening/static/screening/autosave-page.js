// Shows what autosave.js does: whether the page is saved, what was refused, what is asked now, what is dangerous.
const box = document.getElementById("autosave");

const find = (part) => box.querySelector(part);
let announced = "saved";

function announce(words) {
  if (words) find("[role=status]").textContent = words;
}

function showState(state, time) {
  const words = (box.dataset[state] ?? "").replace("{time}", time);
  const answer = document.getElementById("autosave-answer");
  const told = state === "signed-out" ? find("[data-when=signed-out]") : answer;
  box.dataset.look = state;
  find("[data-words]").textContent = words;
  find("[data-when=signed-out]").hidden = state !== "signed-out";
  answer.hidden = !["stale", "closed", "incomplete"].includes(state);
  find("[data-more]").hidden = told.hidden;
  if (state === "saving" || state === announced) return;
  announced = state;
  announce(words || told.textContent.trim().replace(/\s+/g, " "));
}

const wrapper = (question) => document.getElementById(`item-${question}`);
const described = (group, question) => group.querySelector("fieldset") ?? document.getElementById(`id_${question}`);

function clearMessage(question) {
  const id = `id_${question}_error`;
  const group = wrapper(question);
  document.getElementById(id)?.remove();
  group?.classList.remove("nhsuk-form-group--error");
  if (group && described(group, question)) {
    const control = described(group, question);
    const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
    control.classList.remove("nhsuk-input--error", "nhsuk-textarea--error");
    control.removeAttribute("aria-invalid");
    if (others.length) control.setAttribute("aria-describedby", others.join(" "));
    else control.removeAttribute("aria-describedby");
  }
}

function clearRefusal(question) {
  clearMessage(question);
  const summary = document.querySelector("[data-error-summary]");
  summary?.querySelector(`a[href^="#id_${question}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

// What is still wrong stays in the summary, which may have the focus.
function showRefusal(question, words) {
  clearMessage(question);
  const group = wrapper(question);
  if (!group) return;
  const message = Object.assign(document.createElement("span"), { id: `id_${question}_error`, className: "nhsuk-error-message" });
  const lead = Object.assign(document.createElement("span"), { className: "nhsuk-u-visually-hidden", textContent: `${box.dataset.error} ` });
  message.append(lead, words);
  const notes = group.querySelector(".answer__notes");
  if (notes) notes.append(message);
  else (group.querySelector("label, legend") ?? group).after(message);
  group.classList.add("nhsuk-form-group--error");
  const control = described(group, question);
  control?.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  if (control?.matches("input, textarea")) control.setAttribute("aria-invalid", "true");
}

function showQuestions(hidden) {
  for (const part of document.querySelectorAll("[data-conditional]")) {
    const isHidden = hidden(part) && !part.querySelector(".nhsuk-error-message");
    if (part.hidden && !isHidden) part.closest("details")?.setAttribute("open", "");
    part.hidden = isHidden;
  }
}

function showDanger() {
  const names = [...document.querySelectorAll("#step-flags .flag__title h2")].map((heading) => heading.textContent);
  const place = find("[data-flags]");
  place.replaceChildren();
  if (!names.length) return;
  const link = Object.assign(document.createElement("a"), { href: "#step-flags", textContent: names.join("; ") });
  place.append(`${box.dataset.flag} `, link);
}

if (box) {
  box.addEventListener("autosave", ({ detail: { state, time, batch, wrong, hidden, said } }) => {
    showState(state, time);
    for (const question of batch?.keys() ?? []) {
      if (wrong.has(question)) showRefusal(question, wrong.get(question));
      else if (document.getElementById(`id_${question}_error`)) clearRefusal(question);
    }
    if (hidden) showQuestions((part) => hidden.includes(part.id.replace(/^when-/, "")));
    if (wrong?.size) announce([...wrong.values()].join(" "));
    announce(said);
    showDanger();
  });
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
    detail.shouldSwap = words(detail.target) !== words(detail.fragment);
  });
  showQuestions((part) => part.dataset.conditional === "not-now");
  showDanger();
}
