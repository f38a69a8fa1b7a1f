import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
	plugins: [svelte()],
	// Svelte's client build: components are mounted, not rendered to a string.
	resolve: { conditions: ["browser"] },
	test: {
		environment: "jsdom",
		include: ["src/**/*.test.ts"],
		setupFiles: ["src/test/setup.ts"],
		restoreMocks: true,
		// A page for each worker, which every test leaves empty: one for each file would take twice as long.
		isolate: false,
		env: { DEBUG_PRINT_LIMIT: "2000" },
	},
});
