// Why the evaluator decides as it does.

export const reasons = {
	"`{1}` is absent, the statement wants it present":
		"`{1}` fehlt, die Anweisung verlangt, dass es da ist",
	"`{1}` is absent, the statement wants {2}": "`{1}` fehlt, die Anweisung verlangt {2}",
	"`{1}` is present, the statement wants it absent":
		"`{1}` ist da, die Anweisung verlangt, dass es fehlt",
	"`{1}` is {2}, the statement wants {3}": "`{1}` ist {2}, die Anweisung verlangt {3}",
	"`{1}` is {2}, which the statement excludes": "`{1}` ist {2}, das schließt die Anweisung aus",
	"no statement names this principal": "Keine Anweisung nennt diesen Prinzipal",
	"no statement allows `{1}` on this resource":
		"Keine Anweisung erlaubt `{1}` auf dieser Ressource",
	"no statement allows `{1}`": "Keine Anweisung erlaubt `{1}`",
	"no statement allows it": "Keine Anweisung erlaubt es",
	"no identity policy allows it: {1}": "Keine Identitätsrichtlinie erlaubt es: {1}",
	"the permissions boundary does not allow it: {1}":
		"Die Berechtigungsgrenze erlaubt es nicht: {1}",
	"statement {1} names this principal and has no condition":
		"Anweisung {1} nennt diesen Prinzipal und hat keine Bedingung",
	"statement {1} names this principal and its conditions are met":
		"Anweisung {1} nennt diesen Prinzipal, und ihre Bedingungen sind erfüllt",
	"statement {1} names everyone and has no condition":
		"Anweisung {1} nennt jeden und hat keine Bedingung",
	"statement {1} names everyone and its conditions are met":
		"Anweisung {1} nennt jeden, und ihre Bedingungen sind erfüllt",
	"statement {1} (`{2}`) of {3} denies it": "Anweisung {1} (`{2}`) {3} verweigert es",
	"statement {1} (`{2}`) of {3} allows it": "Anweisung {1} (`{2}`) {3} erlaubt es",
	"statement {1} of {2} denies it": "Anweisung {1} {2} verweigert es",
	"statement {1} of {2} allows it": "Anweisung {1} {2} erlaubt es",
	"the trust policy": "der Vertrauensrichtlinie",
	"the identity policy": "der Identitätsrichtlinie",
	"it names {1}, not `{2}`": "Sie nennt {1}, nicht `{2}`",
	"it speaks of {1}, not of `{2}`": "Sie spricht von {1}, nicht von `{2}`",
	"`{1}`: {2}": "`{1}`: {2}",
	"that `*` covers a model's ARN without a region is not confirmed by AWS":
		"Dass `*` den ARN eines Modells ohne Region abdeckt, ist von AWS nicht bestätigt",
} as const;
