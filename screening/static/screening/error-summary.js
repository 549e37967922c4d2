// Puts the focus on the error summary when the page opens, and brings a field's question into view with it.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    const hidden = control.closest("[hidden]");
    if (hidden) hidden.hidden = false;
    (control.closest(".nhsuk-form-group") ?? control).scrollIntoView();
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "nearest" }); // a body map stands between a question and its first box
  });
}
