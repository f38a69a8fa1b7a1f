// The rail beside the steps, the bar below them, and presenter mode.

export const rail = {
	wizard: "Wizard",
	done: "done",
	attention: "needs attention",
	check: "Check the role again",
	rotate: "Rotate the ExternalId",
	revoke: "Revoke access",
	troubleshoot: "Troubleshoot an error",
	allSetups: "All setups",

	presenter: "Presenter mode",
	presenterOn: "Presenter mode is on",
	presenterHint: "Larger type, account ids hidden (Ctrl+Shift+P)",
	playScene: "Play a scene",
	playSceneHint: "Play a scene (Ctrl+K)",
	scenesTitle: "Play a scene in the sandbox",
	scenesLead:
		"Each resets the sandbox and puts it, and this setup, into that state. What both were before comes back with “End the scenes”. No account is touched.",
	sceneOn: "is on",
	play: "Play",
	playing: "Playing…",
	playNamed: (title: string) => `Play: ${title}`,
	playingNamed: (title: string) => `Playing… ${title}`,
	anotherScene: "Another scene",
	reset: "Reset",
	endScenes: "End the scenes",
};
