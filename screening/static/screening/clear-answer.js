// Offers to take back the answer of a radio group, which plain radios do not allow.
for (const group of document.querySelectorAll("[data-clearable]")) {
  const radios = [...group.querySelectorAll("input[type=radio]")];
  const question = group.closest("fieldset")?.querySelector(".answer__question, legend")?.textContent.trim() ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "clear-answer";
  button.append("Clear");
  const whose = document.createElement("span");
  whose.className = "nhsuk-u-visually-hidden";
  whose.append(` the answer: ${question}`);
  button.append(whose);
  const update = () => {
    button.hidden = !radios.some((radio) => radio.checked);
  };
  button.addEventListener("click", () => {
    const chosen = radios.find((radio) => radio.checked);
    if (!chosen) return;
    chosen.checked = false;
    chosen.focus();
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
  group.addEventListener("change", update);
  group.append(button);
  update();
}
