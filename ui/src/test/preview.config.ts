import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Builds or serves the screens with the in-memory host: `npm run preview:screens`.
export default defineConfig({
	root: fileURLToPath(new URL(".", import.meta.url)),
	plugins: [svelte({ configFile: "../../svelte.config.js" })],
	build: {
		outDir: "../../node_modules/.screens",
		emptyOutDir: true,
		target: "es2022",
		modulePreload: { polyfill: false },
		assetsInlineLimit: 0,
		rollupOptions: { input: fileURLToPath(new URL("./preview.html", import.meta.url)) },
	},
});
