// The permissions' step.

export const permissions = {
	title: "Attach a Bedrock permissions policy",
	lead: "What the role may do once assumed. Marketplace rights are never part of it: subscribing to a model stays with you.",
	may: "What the role may use",
	kinds: {
		foundation_models: { title: "Foundation models", text: "On demand; always part of it." },
		inference_profiles: {
			title: "Inference profiles",
			text: "Cross-region inference. Newer Claude models answer only through these.",
		},
		application_inference_profiles: {
			title: "Application inference profiles",
			text: "Your own profiles, made to tag and follow cost.",
		},
		provisioned_models: {
			title: "Provisioned Throughput",
			text: "Capacity bought for one model.",
		},
		custom_models: { title: "Custom models", text: "Models trained or imported by you." },
	},
	reach: "How far it reaches",
	streaming: "Streaming",
	streamingText: "Answers word by word: InvokeModelWithResponseStream.",
	regions: "Regions",
	allRegions: "All regions",
	models: "Models",
	allModels: "All models",
	removeOne: (name: string) => `Remove ${name}`,
	narrow: "Narrow to…",
	addAnother: "Add another…",
	add: "Add",

	can: "What this role can do",
	notServed: "not served by this key",
	deniedNeeded: "denied, needed",
	missing: (missing: number, needed: number) =>
		`${missing} of ${needed} calls that this key needs are denied`,
	nothingNeeded: "No provider type is chosen in the overview, so this key needs nothing yet.",
	more: (n: number) => `${n} more that this key does not need`,
	also: (words: string) => `, also ${words}`,
};
