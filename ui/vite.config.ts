import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
	plugins: [svelte()],
	clearScreen: false,
	server: { port: 5173, strictPort: true },
	build: {
		target: "es2022",
		// The window's CSP allows no inline script: nothing may be injected, nothing inlined.
		modulePreload: { polyfill: false },
		assetsInlineLimit: 0,
	},
});
