// What no start needs: a file of its own, read once the first screen stands.
export { default as Rollout } from "./Rollout.svelte";
export { default as Setup } from "./Setup.svelte";
