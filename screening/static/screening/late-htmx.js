// Loads htmx when a form that wants it is first touched: looking through a long result for its marks costs a phone seconds.
const marked = document.querySelector("script[data-late-htmx]");
const load = ({ target }) => {
  if (!target.closest?.("[hx-post]")) return;
  for (const sign of ["focusin", "pointerdown"]) removeEventListener(sign, load);
  const script = document.createElement("script");
  script.src = marked.dataset.lateHtmx;
  script.addEventListener("load", () => import(marked.dataset.forgetPath));
  document.head.append(script);
};
for (const sign of ["focusin", "pointerdown"]) addEventListener(sign, load);
