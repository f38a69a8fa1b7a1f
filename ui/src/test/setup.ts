import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";
import { speak } from "../lib/i18n/index.svelte";

afterEach(cleanup);
afterEach(() => speak("en"));

// jsdom has no layout, no media and no modal dialogs.
globalThis.ResizeObserver ??= class {
	observe() {}
	unobserve() {}
	disconnect() {}
};

HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
	this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
	this.open = false;
	this.dispatchEvent(new Event("close"));
};
Element.prototype.scrollIntoView ??= () => {};
globalThis.matchMedia ??= () => ({ matches: false }) as MediaQueryList;
