// What the programs need of the system they are installed to, read from the programs.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Debian packages with the oldest version that has every symbol, as dpkg-shlibdeps finds them. */
export function debDepends(programs) {
	const folder = mkdtempSync(join(tmpdir(), "depends-"));
	mkdirSync(join(folder, "debian"));
	writeFileSync(join(folder, "debian/control"), "Source: x\n\nPackage: x\nArchitecture: any\n");
	try {
		const found = execFileSync("dpkg-shlibdeps", ["-O", ...programs.map((program) => `-e${resolve(program)}`)], {
			cwd: folder,
			encoding: "utf8",
		});
		return list(found.trim().replace(/^shlibs:Depends=/, ""), ", ");
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Libraries by their soname, and the versions of their symbols: the form that rpm writes itself. */
export function rpmDepends(programs) {
	const needed = new Set();
	for (const program of programs) {
		const dump = execFileSync("objdump", ["-p", program], { encoding: "utf8" });
		let library = "";
		for (const line of dump.split("\n")) {
			const asked = line.match(/^\s+NEEDED\s+(\S+)$/)?.[1];
			if (asked) needed.add(`${asked}()(64bit)`);
			library = line.match(/^\s+required from (\S+):$/)?.[1] ?? library;
			const version = line.match(/^\s+0x[0-9a-f]+ 0x[0-9a-f]+ \d+ (\S+)$/)?.[1];
			if (version) needed.add(`${library}(${version})(64bit)`);
		}
	}
	return [...needed].sort();
}

function list(text, between) {
	return text.split(between).filter((one) => one !== "");
}
