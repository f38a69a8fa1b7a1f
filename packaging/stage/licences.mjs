// The licences of everything that is linked into the programs or built into the screens, with the
// notices that they ask to be passed on.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const OURS = ["bedrock-role-wizard", "bedrock-role"];

/** What Vite builds into the screens; the rest of node_modules only helps to build. */
const IN_THE_SCREENS = ["@tauri-apps/api", "svelte", "esm-env", "clsx"];

const NOTICE = /^(licen[cs]e|copying|notice|copyright|unlicense)/i;

/** One text: every package with its licence, then every notice once. */
export function thirdParty(triple) {
	const packages = [...crates(triple), ...IN_THE_SCREENS.map(fromNpm)];
	const notices = new Map();
	for (const each of packages) {
		for (const text of noticesIn(each.folder)) {
			notices.set(text, [...(notices.get(text) ?? []), `${each.name} ${each.version}`]);
		}
	}
	const lines = packages.map(
		({ name, version, license, authors }) => `${name} ${version}: ${license}${authors ? `, by ${authors}` : ""}`,
	);
	const rule = "-".repeat(72);
	const texts = [...notices].map(([text, of]) => `${rule}\n${of.join(", ")}\n${rule}\n\n${text.trim()}\n`);
	return `The program contains these packages.\n\n${lines.join("\n")}\n\n${texts.join("\n")}`;
}

/** The crates that our programs link, directly or through others. */
function crates(triple) {
	const words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", triple];
	const metadata = JSON.parse(execFileSync("cargo", words, { encoding: "utf8", maxBuffer: 1 << 28 }));
	const packages = new Map(metadata.packages.map((each) => [each.id, each]));
	const needs = new Map(metadata.resolve.nodes.map((node) => [node.id, node.deps]));
	const open = metadata.packages.filter((each) => each.source === null && OURS.includes(each.name)).map((each) => each.id);
	const seen = new Set(open);
	for (const id of open) {
		for (const dependency of needs.get(id)) {
			const linked = dependency.dep_kinds.some((kind) => kind.kind === null);
			if (linked && !seen.has(dependency.pkg)) {
				seen.add(dependency.pkg);
				open.push(dependency.pkg);
			}
		}
	}
	return [...seen]
		.map((id) => packages.get(id))
		.filter((each) => each.source !== null)
		.map(({ name, version, license, authors, manifest_path }) => ({
			name,
			version,
			license,
			authors: authors.map((author) => author.replace(/ <.*>/, "")).join(", "),
			folder: dirname(manifest_path),
		}))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function fromNpm(name) {
	const folder = join("ui/node_modules", name);
	const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	return { name, version, license, folder };
}

function noticesIn(folder) {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isFile() && NOTICE.test(entry.name))
		.map((entry) => readFileSync(join(folder, entry.name), "utf8").replaceAll("\r\n", "\n"));
}
