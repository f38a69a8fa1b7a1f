import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { tauriHost } from "./lib/bridge";
import { Wizard } from "./lib/wizard.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target, props: { wizard: new Wizard(tauriHost) } });
