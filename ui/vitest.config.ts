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
		env: { DEBUG_PRINT_LIMIT: "2000" },
	},
});
