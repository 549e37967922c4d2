// Opens what a link leads to where it lies in a fold, and opens all for printing.
const open = (element) => {
  for (let found = element.closest("details"); found; found = found.parentElement?.closest("details")) found.open = true;
  element.querySelector(":scope > details")?.setAttribute("open", "");
};

const openTarget = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  open(target);
  target.scrollIntoView();
};
addEventListener("hashchange", openTarget);
openTarget();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
