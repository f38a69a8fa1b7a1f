// The only file that imports `@tauri-apps`: everything else takes the host as a value.
export { Channel, invoke } from "@tauri-apps/api/core";
