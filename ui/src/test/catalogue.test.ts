// What a person reads comes from the catalogue: no component carries a text of its own.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "svelte/compiler";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const components = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
	(name) => name.endsWith(".svelte") && !name.startsWith("test/"),
);

/** Attributes and properties of components that are read or heard. */
const READ = new Set([
	"title",
	"aria-label",
	"aria-description",
	"aria-roledescription",
	"aria-valuetext",
	"placeholder",
	"alt",
	"label",
	"lead",
	"text",
	"hint",
	"name",
	"why",
	"empty",
	"all",
]);

/** The same in every language: AWS's and the form's identifiers, examples of values; what CSS selects by. */
const SAME_EVERYWHERE = new Set([
	"input, textarea",
	".plan h3",
	".waits, .done",
	"(prefers-reduced-motion: reduce)",
	"aws_external_id",
	"aws_role_arn",
	"aws_region",
	"aws_role_session_name",
	"aws_session_duration_seconds",
	"ExternalId",
	"AWS STS",
	"Amazon Bedrock",
	"Bedrock",
	"HTML",
	"Markdown",
	"JSON",
	"123456789012",
	"123 456",
	"ou-ab12-cdef3456",
	"quilr-gateway-<timestamp>",
	"sk-quilr-…",
	'{\n  "aws_role_arn": "arn:aws:iam::…"\n}',
	"http://proxy.example.com:8080",
	"localhost,.internal",
	"/etc/ssl/company-root.pem",
	"iam:",
	"sts:AssumeRole",
]);

type Node = { type: string; [key: string]: unknown };

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** The texts that a value may come to: literals, the branches of a choice, what is put together. */
function literals(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(literals);
	if (!isNode(value)) return [];
	switch (value.type) {
		case "Text":
			return [value.data as string];
		case "Literal":
			return typeof value.value === "string" ? [value.value] : [];
		case "TemplateLiteral":
			return (value.quasis as { value: { cooked: string } }[]).map((each) => each.value.cooked);
		case "ExpressionTag":
			return literals(value.expression);
		case "ConditionalExpression":
			return [...literals(value.consequent), ...literals(value.alternate)];
		case "LogicalExpression":
		case "BinaryExpression":
			return value.operator === "===" || value.operator === "!=="
				? []
				: [...literals(value.left), ...literals(value.right)];
		default:
			return [];
	}
}

/** `Label` of `{ value, label: "Label" }`, wherever it stands in the script. */
function property(node: Node): string[] {
	if (node.type !== "Property") return [];
	const key = node.key as { name?: string; value?: string };
	return READ.has(key.name ?? key.value ?? "") ? literals(node.value) : [];
}

/** What a node says itself; its parts are looked at besides. */
function own(node: Node): string[] {
	if (node.type === "Text" || node.type === "ExpressionTag") return literals(node);
	if (node.type === "Attribute" && READ.has(node.name as string)) return literals(node.value);
	return property(node);
}

/** What there is to look at in a node: an attribute that is not read may hold a function with texts in it. */
function parts(node: Node): unknown[] {
	if (node.type === "Attribute") {
		return Array.isArray(node.value) ? [] : [(node.value as Node | undefined)?.expression];
	}
	return Object.values(node).filter((value) => typeof value === "object");
}

function texts(node: unknown): string[] {
	if (Array.isArray(node)) return node.flatMap(texts);
	return isNode(node) ? [...own(node), ...parts(node).flatMap(texts)] : [];
}

/** Every literal of a program that has a word beside a space: no name of a thing has one. */
function sentences(node: unknown): string[] {
	if (Array.isArray(node)) return node.flatMap(sentences);
	if (!isNode(node)) return [];
	const own = node.type === "Literal" || node.type === "TemplateLiteral" ? literals(node) : [];
	const inside = Object.values(node).filter((value) => typeof value === "object");
	return [...own.filter((text) => /\p{L}{2} | \p{L}{2}/u.test(text)), ...inside.flatMap(sentences)];
}

/** A word of two letters or more, or a name that is no radio group's. */
function isRead(text: string): boolean {
	return /\p{L}{2}/u.test(text) && !SAME_EVERYWHERE.has(text.trim());
}

function written(source: string): string[] {
	const { fragment, instance, module } = parse(source, { modern: true });
	const scripts = [instance?.content, module?.content];
	const named = [fragment, ...scripts].flatMap(texts);
	return [...named, ...scripts.flatMap(sentences)].filter(isRead).map((text) => text.trim());
}

/** `name` is what a button is called, but also a radio group's and an icon's own name. */
const CALLED = /(?<=<(?:Icon|Segmented)\b[^>]*\s)name="[\w-]+"/g;

test.each(components)("%s has no text of its own", (name) => {
	const source = readFileSync(join(root, name), "utf8").replace(CALLED, "");
	expect(written(source)).toEqual([]);
});

const modules = readdirSync(join(root, "lib"), { encoding: "utf8" }).filter(
	(name) => name.endsWith(".ts") && name !== "bindings.ts",
);

test.each(modules)("lib/%s has no sentence of its own", (name) => {
	const source = `<script lang="ts">${readFileSync(join(root, "lib", name), "utf8")}</script>`;
	const found = sentences(parse(source, { modern: true }).instance?.content);
	expect(found.filter(isRead)).toEqual([]);
});

test("a text is found wherever a person would read it", () => {
	const source = `<script>
		const FORMS = [{ value: "a", label: "Listed" }];
		const WORDS = { a: "A sentence" };
	</script>
	<p class="not this" data-testid="nor-this">Between tags</p>
	<button aria-label="Heard" title={busy ? "Chosen" : t.other} onclick={() => go("nowhere")}>{done ? "Shown" : t.shown}</button>
	<Field label={\`Put \${together}\`} hint={text || "Else"} />`;
	expect(written(source).sort()).toEqual(
		["Listed", "A sentence", "Between tags", "Heard", "Chosen", "Shown", "Put", "Else"].sort(),
	);
});
