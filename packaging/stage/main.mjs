// Makes what the packages hold beside the programs, and what they ask for, in a folder of its own.
// script/package calls it: node packaging/stage/main.mjs TARGET_FOLDER TRIPLE

import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { debianChangelog } from "./changelog.mjs";
import { debDepends, rpmDepends } from "./depends.mjs";
import { thirdParty } from "./licences.mjs";
import { gzip, manualPages } from "./pages.mjs";

const [built, triple] = process.argv.slice(2);
if (!triple) throw new Error("usage: node packaging/stage/main.mjs TARGET_FOLDER TRIPLE");

const out = "gen/package";
const windows = triple.includes("windows");
const linux = triple.includes("linux");
const suffix = windows ? ".exe" : "";
const app = `${built}/bedrock-role-wizard${suffix}`;
const cli = `${built}/bedrock-role${suffix}`;
const ask = (...words) => execFileSync(cli, words, { encoding: "utf8" });

rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}/completions`, { recursive: true });

// Tauri wants the triple in the name, and leaves it out in the package.
const staged = `${out}/bedrock-role-${triple}${suffix}`;
copyFileSync(cli, staged);
chmodSync(staged, 0o755);

for (const shell of ["bash", "zsh", "fish", "powershell"]) {
	writeFileSync(`${out}/completions/${shell}`, ask("completions", shell));
}

const bundle = { externalBin: [`${out}/bedrock-role`] };
const licences = thirdParty(triple);
writeFileSync(`${out}/third-party-licenses.txt`, licences);

if (linux) {
	mkdirSync(`${out}/man1`);
	const handWritten = [["bedrock-role-wizard", readFileSync("packaging/linux/bedrock-role-wizard.1", "utf8")]];
	for (const [name, page] of [...handWritten, ...manualPages(ask)]) {
		writeFileSync(`${out}/man1/${name}.1.gz`, gzip(page));
	}
	writeFileSync(`${out}/third-party-licenses.gz`, gzip(licences));
	writeFileSync(`${out}/changelog.Debian`, debianChangelog());
	bundle.linux = { deb: { depends: debDepends([app, cli]) }, rpm: { depends: rpmDepends([app, cli]) } };
}

writeFileSync(`${out}/bundle.json`, `${JSON.stringify({ bundle }, null, 2)}\n`);
