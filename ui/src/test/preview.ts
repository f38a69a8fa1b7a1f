// Every screen with the in-memory host: `?scene=role`. For looking at, never part of the program.

import { mount } from "svelte";
import App from "../App.svelte";
import "../styles/tokens.css";
import "../styles/base.css";
import { Wizard } from "../lib/wizard.svelte";
import { scenes } from "./scenes";

const wanted = new URLSearchParams(location.search).get("scene") ?? "welcome";
const scene = scenes[wanted];
const target = document.getElementById("app");
if (scene && target) {
	const wizard = new Wizard(scene.host());
	mount(App, { target, props: { wizard } });
	await scene.go?.(wizard);
	document.body.dataset.ready = "true";
}
