// Opens the installed wizard through the WebDriver in the new Debian, plays its beginning and takes
// pictures: node packaging/try/drive.mjs x11|wayland PICTURES

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";

const driver = "http://127.0.0.1:45871";
const [display, pictures] = process.argv.slice(2);
const inRoot = process.env.IN_ROOT.split(" ");
const patience = 60_000;

/** The name of an element in WebDriver's JSON. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

async function call(method, path, body) {
	const answer = await fetch(`${driver}${path}`, { method, body: body && JSON.stringify(body) });
	const { value } = await answer.json();
	if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
	return value;
}

/** Looks again and again until something is there. */
async function until(what, look) {
	const deadline = Date.now() + patience;
	for (;;) {
		const found = await look().catch(() => undefined);
		if (found) return found;
		if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

await until("the driver", async () => (await call("GET", "/status")).ready);
const { sessionId } = await call("POST", "/session", {
	capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { binary: "/usr/bin/bedrock-role-wizard" } } },
});
const session = `/session/${sessionId}`;

const find = (testid) =>
	until(testid, async () => {
		const found = await call("POST", `${session}/element`, { using: "css selector", value: `[data-testid='${testid}']` });
		const id = found[ELEMENT];
		return (await call("GET", `${session}/element/${id}/displayed`)) ? id : undefined;
	});
const click = async (testid) => call("POST", `${session}/element/${await find(testid)}/click`, {});
const picture = async (name) => {
	// What was just changed is drawn by the frame after the next.
	const frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
	await call("POST", `${session}/execute/async`, { script: frames, args: [] });
	writeFileSync(`${pictures}/${display}-${name}.png`, Buffer.from(await call("GET", `${session}/screenshot`), "base64"));
	console.log(`${display}: seen: ${name}`);
};

mkdirSync(pictures, { recursive: true });
await find("try-sandbox");
await picture("first-screen");
await click("try-sandbox");
await find("copy-gateway-principal");
await picture("overview");

/** Does something in the new Debian, and gives what it says. */
const within = (...words) => execFileSync(inRoot[0], [...inRoot.slice(1), ...words], { encoding: "utf8" }).trim();

if (display === "x11") console.log(within("class"));
else {
	console.log(within("app-id"));
	await copy();
}

/** A Wayland compositor gives the clipboard only to a window that a key was pressed in: a real one is. */
async function copy() {
	const button = await find("copy-gateway-principal");
	await call("POST", `${session}/execute/sync`, { script: "arguments[0].focus()", args: [{ [ELEMENT]: button }] });
	await until("Copied", async () => {
		within("press", "Return");
		return (await call("GET", `${session}/element/${button}/attribute/data-state`)) === "copied";
	});
	const pasted = within("pasted");
	if (!/^arn:aws:iam::\d{12}:user\/quilr-gateway$/.test(pasted)) throw new Error(`the clipboard holds: ${pasted}`);
	console.log(`wayland: copied with the keyboard, and pasted elsewhere: ${pasted}`);
}
