// Asking while typing: one question at a time, then the newest; an older answer never shows over a
// newer question.

type Latest<Q> = { ask: (question: Q) => Promise<void>; forget: () => void };

export function latest<Q, A>(
	ask: (question: Q) => Promise<A>,
	onAnswer: (answer: A) => void,
	onError: (thrown: unknown) => void,
): Latest<Q> {
	let next: { question: Q } | null = null;
	let asking = false;
	let era = 0;

	async function loop(): Promise<void> {
		asking = true;
		while (next) {
			const { question } = next;
			const mine = era;
			next = null;
			try {
				const answer = await ask(question);
				if (mine === era) onAnswer(answer);
			} catch (thrown) {
				if (mine === era) onError(thrown);
			}
		}
		asking = false;
	}

	return {
		ask: (question) => {
			next = { question };
			return asking ? Promise.resolve() : loop();
		},
		/** What is under way is of no interest any more. */
		forget: () => {
			next = null;
			era += 1;
		},
	};
}
