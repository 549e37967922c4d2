// What does the browser load? Compiles our Sass and copies nhsuk-frontend's script into build/static.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const nhsuk = dirname(createRequire(import.meta.url).resolve("nhsuk-frontend/package.json"));
const out = join(root, "build", "static");

const { css } = compile(join(root, "frontend", "scss", "app.scss"), {
  loadPaths: [dirname(nhsuk)],
  style: "compressed",
  quietDeps: true,
});
const foreign = css.match(/url\(["']?(?:https?:)?\/\/[^)]*\)|@import[^;]*;/g);
if (foreign) {
  console.error(`app.css would load from elsewhere: ${foreign.join(" ")}`);
  process.exit(1);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(join(out, "app.css"), css);
const script = await readFile(join(nhsuk, "dist", "nhsuk", "nhsuk-frontend.min.js"), "utf8");
await writeFile(join(out, "nhsuk-frontend.min.js"), script.replace(/\/\/# sourceMappingURL=.*$/m, ""));
console.log(`build/static/app.css, ${Math.round(css.length / 1024)} KB`);
