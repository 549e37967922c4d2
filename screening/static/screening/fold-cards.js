// Folds the cards after the first on a narrow screen, opens what a link leads to, and opens all for printing.
const cards = [...document.querySelectorAll("details[data-fold]")];
const open = (element) => {
  for (let found = element?.closest("details"); found; found = found.parentElement?.closest("details")) found.open = true;
  element?.querySelector(":scope > details")?.setAttribute("open", "");
};

if (matchMedia("(max-width: 40em)").matches) {
  for (const card of cards.slice(1)) card.open = false;
}
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
