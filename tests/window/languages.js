// What is wrong with the texts on the screen, for `languages.rs`: arguments[0] is the language.
const language = arguments[0];
const faults = [];

/** Whether it is drawn: not hidden, and not only for those who hear the screen. */
function drawn(element) {
	if (!element.checkVisibility({ visibilityProperty: true })) return false;
	return !element.closest(".sr, option, script, style");
}

function name(element) {
	const marked = element.closest("[data-testid]");
	return `<${element.localName} class="${element.className?.baseVal ?? element.className}">${marked ? ` in ${marked.dataset.testid}` : ""}`;
}

/** Cut short in the open: three dots, and the whole text a pointer away. */
function admitted(element) {
	const dots = getComputedStyle(element).textOverflow === "ellipsis";
	return dots && (element.closest("[title]") || element.querySelector("[title]"));
}

const HOLDS_ITS_TEXT = "button, .btn, .pill, .input, summary, td, th, dt, dd, li, label, h1, h2, h3";

const measured = new Map();

/** An element's style and place, asked for once. */
function measure(element) {
	let known = measured.get(element);
	if (!known) {
		const { position, overflowX, overflowY } = getComputedStyle(element);
		known = { style: { position, overflowX, overflowY }, around: element.getBoundingClientRect() };
		measured.set(element, known);
	}
	return known;
}

/** Where a drawn text leaves what is around it. */
function leaves(text, box) {
	for (let at = text.parentElement; at && at !== document.body; at = at.parentElement) {
		const { style, around } = measure(at);
		if (at.localName === "svg" || style.position === "absolute" || style.position === "fixed") return null;
		const out = box.left < around.left - 1.5 || box.right > around.right + 1.5;
		const below = box.bottom > around.bottom + 1.5 && style.overflowY === "hidden";
		if (["auto", "scroll"].includes(style.overflowX)) return null;
		if ((out && style.overflowX !== "visible") || below) return admitted(at) ? null : at;
		if (out && at.matches(HOLDS_ITS_TEXT)) return at;
	}
	return box.left < -1.5 || box.right > innerWidth + 1.5 ? document.body : null;
}

const shown = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
	const words = node.data.trim();
	const parent = node.parentElement;
	if (words === "" || !parent || parent.closest("pre, textarea, script, style")) continue;
	if (!parent.checkVisibility()) continue;
	// What a check saw is AWS's answer and Rust's words: it stays as it was told, as in the report.
	if (!parent.closest(".seen.mono")) shown.push(words);
	if (!drawn(parent)) continue;
	const range = document.createRange();
	range.selectNodeContents(node);
	for (const box of range.getClientRects()) {
		const at = leaves(node, box);
		if (at) {
			faults.push(`clipped: "${words}" in ${name(at)}`);
			break;
		}
	}
}
for (const element of document.querySelectorAll("[title], [aria-label], [placeholder]")) {
	if (!element.checkVisibility()) continue;
	for (const attribute of ["title", "aria-label", "placeholder"]) {
		// A title that is a text's own words, as they were told, is meant to be English.
		const told = attribute === "title" && element.localName === "span";
		const words = element.getAttribute(attribute)?.trim();
		if (words && !told) shown.push(words);
	}
}

// Words in a drawing have no box that could hold them: they must fit into what is drawn for them.
for (const svg of document.querySelectorAll("svg[role='img']")) {
	const around = svg.getBoundingClientRect();
	const boxes = [...svg.querySelectorAll("rect.box")].map((box) => box.getBoundingClientRect());
	const drawnTexts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
	for (const [text, box] of drawnTexts) {
		if (!text.textContent.trim()) continue;
		const inside = boxes.find((each) => box.top >= each.top - 1 && box.bottom <= each.bottom + 1
			&& box.left + box.width / 2 > each.left && box.left + box.width / 2 < each.right) ?? around;
		if (box.left < inside.left - 1 || box.right > inside.right + 1) {
			faults.push(`clipped: "${text.textContent}" in the drawing`);
		}
	}
	for (const [index, [text, a]] of drawnTexts.entries()) {
		for (const [other, b] of drawnTexts.slice(index + 1)) {
			const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
				&& Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
			if (over && text.textContent.trim() && other.textContent.trim()) {
				faults.push(`"${text.textContent}" is over "${other.textContent}" in the drawing`);
			}
		}
	}
}

if (document.documentElement.scrollWidth > innerWidth) {
	faults.push(`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
}
if (document.querySelector("[data-testid='crash']")) faults.push("the notice of a failure is shown");
if (document.documentElement.lang !== language) faults.push(`lang is ${document.documentElement.lang}`);

const HOLE = "\u0001";

/** Every text of a catalogue by its place, values as holes. */
function leavesOf(value, place, found) {
	if (typeof value === "string") found.set(place, value);
	else if (typeof value === "function") {
		for (const given of [HOLE, [HOLE]]) {
			try {
				return leavesOf(value(given, HOLE, HOLE), place, found);
			} catch {
				// It takes another kind of value.
			}
		}
	} else for (const [key, inner] of Object.entries(value)) leavesOf(inner, `${place}.${key}`, found);
	return found;
}

/** A text with holes, and with what stands out in it, as a form that what is shown may have. */
function form(text) {
	const literal = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return `^${text.split(/\u0001|NaN/).map(literal).join(".*")}$`;
}

const pieces = (text) => text.split(/`[^`]*`|\*\*|(?<!\*)\*(?!\*)/).map((piece) => piece.trim());
const letters = (text) => text.replace(/\u0001|NaN/g, "").replace(/[^a-zA-Z]/g, "").length;

/** One form for all that is English and nothing in the language. */
function englishBut(language) {
	const { en, LEXICONS } = CATALOGUES;
	const here = leavesOf(CATALOGUES[language], "", new Map());
	const english = new Set();
	for (const [place, text] of leavesOf(en, "", new Map())) {
		const same = new Set(pieces(here.get(place)));
		for (const piece of pieces(text)) if (!same.has(piece) && letters(piece) > 3) english.add(piece);
	}
	for (const [text, translation] of Object.entries(LEXICONS[language])) {
		const holes = (of) => pieces(of.replace(/\{\d\}/g, HOLE));
		const same = new Set(holes(translation));
		for (const piece of holes(text)) if (!same.has(piece) && letters(piece) > 6) english.add(piece);
	}
	// What is the same text elsewhere in this language, a name for example, is no English.
	const own = new Set([...here.values()].flatMap(pieces));
	return new RegExp([...english].filter((text) => !own.has(text)).map(form).join("|"), "s");
}

window.englishBut ??= {};
const english = (window.englishBut[language] ??= englishBut(language));
for (const words of new Set(shown)) if (english.test(words)) faults.push(`English: "${words}"`);
return [...new Set(faults)];
