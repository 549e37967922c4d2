// Unticks the others when a box that stands alone ("None of these") is ticked, and the reverse.
for (const group of document.querySelectorAll("[data-exclusive]")) {
  group.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    for (const box of group.querySelectorAll("input[type=checkbox]:checked")) {
      const clash = "alone" in target.dataset || "alone" in box.dataset;
      if (box !== target && clash) {
        box.checked = false;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  });
}
