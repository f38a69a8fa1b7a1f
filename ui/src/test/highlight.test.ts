import { describe, expect, test } from "vitest";
import { lines } from "../lib/highlight";

const text = (document: string, marks: Parameters<typeof lines>[1] = []) =>
	lines(document, marks)
		.map((line) => line.map((segment) => segment.text).join(""))
		.join("\n");

describe("lines", () => {
	test.each([
		'{\n  "Version": "2012-10-17"\n}',
		"",
		"\n\n",
		'{ "unclosed',
		'{"a": -1.5e3, "b": tru, "c": nul}\n\t',
		'"ümlaut": "日本"\r\n',
		'{"escaped": "a \\" b", "x": [1,2,-]}',
	])("gives every character back: %j", (document) => {
		expect(text(document)).toBe(document);
		expect(text(document, [{ start: 1, end: 3, filled: true }])).toBe(document);
	});

	test("tells keys from strings", () => {
		const [first] = lines('"Effect" : "Allow"', []);
		expect(first?.map((segment) => [segment.text, segment.kind])).toEqual([
			['"Effect"', "key"],
			[" : ", "plain"],
			['"Allow"', "string"],
		]);
	});

	test("marks exactly what was substituted, and what still waits", () => {
		const document = '{"a": "one", "b": "<YOUR-ID>"}';
		const segments = lines(document, [
			{ start: 7, end: 10, filled: true },
			{ start: 19, end: 28, filled: false },
		]).flat();
		expect(
			segments.filter((segment) => segment.mark).map((segment) => [segment.text, segment.mark]),
		).toEqual([
			["one", "filled"],
			["<YOUR-ID>", "open"],
		]);
	});

	test("counts marks in bytes where the text is not ASCII", () => {
		const segments = lines('"é": "value"', [{ start: 7, end: 12, filled: true }]).flat();
		expect(segments.find((segment) => segment.mark)?.text).toBe("value");
	});
});
