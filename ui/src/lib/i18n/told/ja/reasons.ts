import type { reasons as german } from "../de/reasons";

export const reasons: Record<keyof typeof german, string> = {
	"`{1}` is absent, the statement wants it present":
		"`{1}` がありません。ステートメントは存在を要求しています",
	"`{1}` is absent, the statement wants {2}":
		"`{1}` がありません。ステートメントは {2} を要求しています",
	"`{1}` is present, the statement wants it absent":
		"`{1}` があります。ステートメントは存在しないことを要求しています",
	"`{1}` is {2}, the statement wants {3}":
		"`{1}` は {2} です。ステートメントは {3} を要求しています",
	"`{1}` is {2}, which the statement excludes": "`{1}` は {2} で、ステートメントの除外対象です",
	"no statement names this principal": "このプリンシパルを指定するステートメントはありません",
	"no statement allows `{1}` on this resource":
		"このリソースで `{1}` を許可するステートメントはありません",
	"no statement allows `{1}`": "`{1}` を許可するステートメントはありません",
	"no statement allows it": "許可するステートメントはありません",
	"no identity policy allows it: {1}": "アイデンティティポリシーで許可されていません: {1}",
	"the permissions boundary does not allow it: {1}": "許可の境界で許可されていません: {1}",
	"statement {1} names this principal and has no condition":
		"ステートメント {1} はこのプリンシパルを指定し、条件がありません",
	"statement {1} names this principal and its conditions are met":
		"ステートメント {1} はこのプリンシパルを指定し、条件を満たしています",
	"statement {1} names everyone and has no condition":
		"ステートメント {1} は全員を指定し、条件がありません",
	"statement {1} names everyone and its conditions are met":
		"ステートメント {1} は全員を指定し、条件を満たしています",
	"statement {1} (`{2}`) of {3} denies it": "{3}のステートメント {1} (`{2}`) で拒否されています",
	"statement {1} (`{2}`) of {3} allows it": "{3}のステートメント {1} (`{2}`) で許可されています",
	"statement {1} of {2} denies it": "{2}のステートメント {1} で拒否されています",
	"statement {1} of {2} allows it": "{2}のステートメント {1} で許可されています",
	"the trust policy": "信頼ポリシー",
	"the identity policy": "アイデンティティポリシー",
	"it names {1}, not `{2}`": "指定されているのは {1} で、`{2}` ではありません",
	"it speaks of {1}, not of `{2}`": "対象は {1} で、`{2}` ではありません",
	"`{1}`: {2}": "`{1}`: {2}",
	"that `*` covers a model's ARN without a region is not confirmed by AWS":
		"リージョンのないモデルの ARN に `*` が一致するかどうかは、AWS により確認されていません",
};
