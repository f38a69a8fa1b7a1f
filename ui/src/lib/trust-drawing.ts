// Where the parts of the drawn trust relation stand, for the width and the letter size there are. Pure:
// the drawing only draws what comes out. Lengths are pixels; `rem` is one letter size.

/** What an arrow says: the way, let in, refused, let in although it should not be, or not reached. */
export type Tone = "plain" | "yes" | "no" | "wrong" | "off";
export type Mark = "check" | "cross" | "alert";
export type Point = { x: number; y: number };

export type Box = {
	id: "account" | "vendor" | "user" | "others" | "policy" | "role" | "bedrock";
	kind: "account" | "node" | "outside";
	x: number;
	y: number;
	width: number;
	height: number;
};

export type Arrow = {
	id: "asks" | "let-in" | "may" | "others";
	from: Point;
	to: Point;
	/** Where its text begins, or has its middle. */
	text: Point;
	/** What the text may take. */
	room: number;
	anchor: "middle" | "start";
};

export type Layout = {
	height: number;
	/** How far the name of your account stands from its corner: no arrow goes through it. */
	indent: number;
	boxes: Box[];
	arrows: Arrow[];
};

/** From so many letter sizes on, what asks, what answers and what follows stand side by side. */
const WIDE = 54;
/** From so many on, the role and Bedrock do. */
const MIDDLE = 42;
/** Heights and distances, in letter sizes. */
const NODE = 3.4;
const HEAD = 2;
const INSET = 0.9;

export function layout(width: number, rem: number): Layout {
	return width >= WIDE * rem ? sideBySide(width, rem) : stacked(width, rem);
}

function across(id: Arrow["id"], from: number, to: number, y: number, rem: number): Arrow {
	const text = { x: (from + to) / 2, y: y - 0.95 * rem };
	return { id, from: { x: from, y }, to: { x: to, y }, text, room: to - from, anchor: "middle" };
}

function down(
	id: Arrow["id"],
	x: number,
	from: number,
	to: number,
	room: number,
	rem: number,
): Arrow {
	const text = { x: x + 1.1 * rem, y: (from + to) / 2 + 0.3 * rem };
	return { id, from: { x, y: from }, to: { x, y: to }, text, room, anchor: "start" };
}

function sideBySide(width: number, rem: number): Layout {
	const inset = INSET * rem;
	const tall = NODE * rem;
	const [toPolicy, toRole] = [11.6 * rem, 6.2 * rem];
	const node = (width - 2 * inset - toPolicy - toRole) / 3;
	const [first, second] = [HEAD * rem, (HEAD + NODE + 2.4) * rem];
	const height = second + tall + inset;
	const user = inset;
	const policy = user + node + toPolicy;
	const role = policy + node + toRole;
	const at = (id: Box["id"], x: number, y: number, high = tall): Box => ({
		id,
		kind: id === "others" ? "outside" : "node",
		x,
		y,
		width: node,
		height: high,
	});
	const account = (id: Box["id"], x: number, end: number, high: number): Box => ({
		id,
		kind: "account",
		x,
		y: 1,
		width: end - x - 1,
		height: high,
	});
	return {
		height,
		indent: inset,
		boxes: [
			account("vendor", 1, node + 2 * inset, first + tall + inset - 1),
			account("account", policy - inset, width, height - 2),
			at("user", user, first),
			at("others", user, second),
			at("policy", policy, first, second + tall - first),
			at("role", role, first),
			at("bedrock", role, second),
		],
		arrows: [
			across("asks", user + node, policy, first + tall / 2, rem),
			across("let-in", policy + node, role, first + tall / 2, rem),
			down("may", role + 1.6 * rem, first + tall, second, node - 2.8 * rem, rem),
			across("others", user + node, policy, second + tall / 2, rem),
		],
	};
}

function stacked(width: number, rem: number): Layout {
	const inset = INSET * rem;
	const tall = NODE * rem;
	const half = (width - rem) / 2;
	const first = HEAD * rem;
	const vendor = first + tall + inset;
	const account = vendor + 3.4 * rem;
	const policy = account + HEAD * rem;
	const policyEnd = policy + 4.5 * rem;
	const role = policyEnd + 3 * rem;
	const middle = width >= MIDDLE * rem;
	const toBedrock = 11.5 * rem;
	const bedrock = middle ? role : role + tall + 2.4 * rem;
	const height = bedrock + tall + inset;
	const other = half + rem;
	const whole = width - 2 * inset;
	const part = middle ? (whole - toBedrock) / 2 : whole;
	const left = inset + rem;
	const at = (id: Box["id"], x: number, y: number, wide: number, high = tall): Box => ({
		id,
		kind: id === "others" ? "outside" : "node",
		x,
		y,
		width: wide,
		height: high,
	});
	return {
		height,
		indent: inset + 2 * rem,
		boxes: [
			{ id: "vendor", kind: "account", x: 1, y: 1, width: half - 1, height: vendor - 1 },
			{
				id: "account",
				kind: "account",
				x: 1,
				y: account,
				width: width - 2,
				height: height - account - 1,
			},
			at("user", inset, first, half - 2 * inset),
			at("others", other, first, half - 1),
			at("policy", inset, policy, whole, policyEnd - policy),
			at("role", inset, role, part),
			at("bedrock", inset + whole - part, bedrock, part),
		],
		arrows: [
			down("asks", left, first + tall, policy, half - 3.4 * rem, rem),
			down("others", other + left, first + tall, policy, half - 3.4 * rem, rem),
			down("let-in", left, policyEnd, role, whole - 3 * rem, rem),
			middle
				? across("may", inset + part, inset + whole - part, role + tall / 2, rem)
				: down("may", left, role + tall, bedrock, whole - 3 * rem, rem),
		],
	};
}

/** Of a text what fits into so many pixels: its start and its end where it is too long. */
export function cut(text: string, room: number, letter: number): string {
	let letters = 0;
	// Chinese and Japanese characters are as wide as they are high.
	for (const each of text) letters += each > "\u2e7f" ? 1.75 : 1;
	if (letters * letter <= room) return text;
	const most = Math.max(4, Math.floor((text.length * room) / (letters * letter)));
	const head = Math.ceil((most - 1) * 0.6);
	return `${text.slice(0, head)}…${text.slice(head - most + 1)}`;
}
