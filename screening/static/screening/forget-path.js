// htmx notes the address of the page it works on for the browser's session; nothing of a visit is to stay there.
sessionStorage.removeItem("htmx-current-path-for-history");
