// Says how many sites are ticked on the body map.
for (const map of document.querySelectorAll("[data-body-map]")) {
  const count = map.querySelector("[data-count]");
  const sites = [...map.querySelectorAll(".choices--sites input")];
  const update = () => {
    const ticked = sites.filter((site) => site.checked).length;
    count.textContent = `${ticked} of ${sites.length} sites`;
  };
  count.hidden = false;
  map.addEventListener("change", update);
  update();
}
