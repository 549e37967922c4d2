// With the focus in a scale, a digit chooses that value. "1" and then "0" within a moment is ten.
const MOMENT_MS = 600;
let last = { group: null, digits: "", at: 0 };

document.addEventListener("keydown", (event) => {
  const { key, target, timeStamp } = event;
  const group = target.type === "radio" && target.closest("[data-digits]");
  if (!group || !/^\d$/.test(key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const radios = [...group.querySelectorAll("input[type=radio]")];
  const ofValue = (digits) => radios.find((radio) => radio.value === digits);
  const follows = last.group === group && timeStamp - last.at < MOMENT_MS;
  const both = follows && ofValue(last.digits + key);
  const chosen = both || ofValue(key);
  last = { group, digits: both ? "" : key, at: timeStamp };
  if (!chosen) return;
  event.preventDefault();
  chosen.focus();
  if (chosen.checked) return;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("input", { bubbles: true }));
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
});
