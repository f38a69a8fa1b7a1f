// Account ids, hidden on screen: the one place where that is done. What is typed, kept and copied stays
// as it is; only what the page shows is changed, before it is painted.

/** Twelve digits; and what is left of them where a text was cut short. */
const IDS = /(?<!\d)\d{12}(?!\d)|(?<=:)\d{1,11}(?=…)|(?<=…)\d{1,11}(?=:)/g;
const DOT = "•";
const ATTRIBUTES = ["title", "aria-label", "placeholder", "alt", "content"];

/** The text without account ids; `known`: one that is nobody's secret, the vendor's. */
export function masked(text: string, known: string): string {
	return text.replace(IDS, (id) => (id === known ? id : DOT.repeat(id.length)));
}

/** What was there, and what is shown instead. */
type Hidden = { real: string; shown: string };

/** Hides the account ids of a document, and of whatever is added to it, until it is stopped. */
export class Mask {
	readonly #document: Document;
	readonly #known: string;
	readonly #texts = new WeakMap<Node, Hidden>();
	readonly #attributes = new WeakMap<Element, Map<string, Hidden>>();
	readonly #observer: MutationObserver;
	readonly #typed = () => this.fields();

	constructor(document: Document, known: string) {
		this.#document = document;
		this.#known = known;
		this.#observer = new MutationObserver((changes) => {
			for (const change of changes) {
				if (change.type === "childList") for (const node of change.addedNodes) this.#walk(node);
				else if (change.type === "attributes")
					this.#attribute(change.target as Element, change.attributeName ?? "");
				else this.#text(change.target as Text);
			}
			this.fields();
		});
	}

	start(): void {
		const root = this.#document.documentElement;
		this.#observer.observe(root, {
			subtree: true,
			childList: true,
			characterData: true,
			attributes: true,
			attributeFilter: ATTRIBUTES,
		});
		this.#document.addEventListener("input", this.#typed, true);
		this.#walk(root);
		this.fields();
	}

	stop(): void {
		this.#observer.disconnect();
		this.#document.removeEventListener("input", this.#typed, true);
		const nodes = this.#document.createTreeWalker(
			this.#document.documentElement,
			NodeFilter.SHOW_ALL,
		);
		for (let node: Node | null = nodes.root; node; node = nodes.nextNode()) this.#show(node);
	}

	/** A field keeps its value, for a value that is not the real one could be saved: it is drawn as dots. */
	fields(): void {
		for (const field of this.#document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
			"input, textarea",
		)) {
			field.toggleAttribute("data-masked", masked(field.value, this.#known) !== field.value);
		}
	}

	#walk(from: Node): void {
		const nodes = this.#document.createTreeWalker(
			from,
			NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
		);
		for (let node: Node | null = nodes.root; node; node = nodes.nextNode()) {
			if (node instanceof Text) this.#text(node);
			else if (node instanceof Element) for (const name of ATTRIBUTES) this.#attribute(node, name);
		}
	}

	#text(node: Text): void {
		const shown = masked(node.data, this.#known);
		if (shown === node.data) return;
		this.#texts.set(node, { real: node.data, shown });
		node.data = shown;
	}

	#attribute(element: Element, name: string): void {
		const real = element.getAttribute(name);
		if (real === null) return;
		const shown = masked(real, this.#known);
		if (shown === real) return;
		const hidden = this.#attributes.get(element) ?? new Map<string, Hidden>();
		this.#attributes.set(element, hidden.set(name, { real, shown }));
		element.setAttribute(name, shown);
	}

	/** Whatever was written over what is shown instead is newer, and stays. */
	#show(node: Node): void {
		if (node instanceof Text) {
			const hidden = this.#texts.get(node);
			if (hidden && node.data === hidden.shown) node.data = hidden.real;
		} else if (node instanceof Element) {
			node.removeAttribute("data-masked");
			for (const [name, hidden] of this.#attributes.get(node) ?? []) {
				if (node.getAttribute(name) === hidden.shown) node.setAttribute(name, hidden.real);
			}
		}
	}
}
