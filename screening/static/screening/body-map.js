// Beside the body map: how many sites and regions are ticked, the name of the site one is at, and "clear all".
for (const map of document.querySelectorAll("[data-body-map]")) {
  const boxes = [...map.querySelectorAll("input[type=checkbox]")];
  const sites = boxes.filter((box) => !("alone" in box.dataset));
  const count = map.querySelector("[data-count]");
  const name = map.querySelector("[data-site-name]");
  const clear = map.querySelector("[data-clear-sites]");
  const back = map.querySelector("[data-bring-back]");
  const resting = name.textContent;
  let taken = [];

  const words = (box) => box.closest("label").querySelector(".choice__words").textContent;
  const focused = () => sites.find((box) => box === document.activeElement);
  const show = (box) => {
    name.textContent = box ? words(box) : resting;
  };
  const boxUnder = (target) => {
    const label = target.closest(".body-view__label, .choices--sites .choice");
    return label?.control;
  };
  const update = () => {
    const ticked = sites.filter((box) => box.checked);
    const regions = new Set(ticked.map((box) => box.dataset.region).filter(Boolean));
    count.textContent = count.dataset.words
      .replace("{sites}", ticked.length)
      .replace("{regions}", regions.size);
    clear.hidden = !boxes.some((box) => box.checked);
    back.hidden = taken.length === 0;
  };
  const set = (changed, checked) => {
    for (const box of changed) {
      box.checked = checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  map.addEventListener("change", ({ isTrusted }) => {
    if (isTrusted) taken = [];
    update();
  });
  clear.addEventListener("click", () => {
    const ticked = boxes.filter((box) => box.checked);
    set(ticked, false);
    taken = ticked;
    update();
    back.focus();
  });
  back.addEventListener("click", () => {
    const returned = taken;
    taken = [];
    set(returned, true);
    clear.focus();
  });
  map.addEventListener("pointerover", ({ target }) => show(boxUnder(target) ?? focused()));
  map.addEventListener("pointerleave", () => show(focused()));
  map.addEventListener("focusin", () => show(focused()));
  map.addEventListener("focusout", () => show());
  update();
}
