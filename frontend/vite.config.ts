import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { icons } from "./icons.ts";

const here = import.meta.dirname;

/** One symbol per icon of `icons.ts`, drawn with the colour of the text around it. */
function sprite(): Plugin {
  const symbol = (name: string): string => {
    const file = resolve(here, "node_modules/lucide-static/icons", `${name}.svg`);
    const shapes = readFileSync(file, "utf-8")
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
      .replace("</svg>", "")
      .replace(/\s*\n\s*/g, "");
    return (
      `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
      `stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
    );
  };
  return {
    name: "icon-sprite",
    generateBundle() {
      this.emitFile({
        type: "asset",
        fileName: "sprite.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC License -->${icons.map(symbol).join("")}</svg>\n`,
      });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [sprite()],
  build: {
    outDir: resolve(here, "../src/arraigo/ui/static/ui"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    target: "es2020",
    // File names are fixed: Django's static files storage adds the content hash.
    rolldownOptions: {
      input: { app: resolve(here, "src/app.ts") },
      output: { entryFileNames: "[name].js", assetFileNames: "app[extname]" },
    },
  },
  css: {
    preprocessorOptions: {
      // Bootstrap 5.3 is still written with the older Sass functions.
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
});
