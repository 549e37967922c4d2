// Shows the questions that a lead question covers only while it is answered with yes.
for (const stem of document.querySelectorAll("[data-reveal]")) {
  const inner = stem.querySelector(":scope > [data-revealed]");
  const leads = [...stem.querySelectorAll("input[type=radio]")].filter((radio) => radio.name === stem.dataset.reveal);
  const update = () => {
    const opens = leads.some((radio) => radio.checked && radio.value === stem.dataset.revealValue);
    inner.hidden = !opens && !inner.querySelector(".nhsuk-error-message");
  };
  stem.addEventListener("change", update);
  update();
}
