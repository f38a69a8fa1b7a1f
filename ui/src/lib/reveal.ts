// Bringing what just came about before the eyes, and the keyboard with it.

/** Scrolls until `node` begins the view, gently unless the system asks for less motion. */
export function reveal(node: HTMLElement, focus?: HTMLElement | null): void {
	// The focus first: taking it afterwards could stop the scrolling midway.
	focus?.focus({ preventScroll: true });
	const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
	node.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
}
