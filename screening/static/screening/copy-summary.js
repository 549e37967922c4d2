// Copies the summary of a result with one click; the buttons stay hidden where scripts do not run.
const said = (button, words) => {
  const place = button.closest("section, .take-away-links")?.querySelector("[role=status]");
  if (place) place.textContent = words;
};

const fetched = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "text/plain" } });
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
  return answer.text();
};

// The clipboard takes a promise, so that the click still counts when the text arrives; an older browser waits for it.
const copy = async (text) => {
  if (!globalThis.ClipboardItem) return navigator.clipboard.writeText(await text);
  const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
};

const show = async (button, text) => {
  const place = button.dataset.shows && document.getElementById(button.dataset.shows);
  if (!place) return;
  place.querySelector("textarea").value = await text;
  place.hidden = false;
};

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = fetched(button.dataset.copy);
    try {
      await copy(text);
      said(button, button.dataset.copied);
    } catch {
      said(button, button.dataset.failed);
    }
    await show(button, text).catch(() => {});
  });
}
