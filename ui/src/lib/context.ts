// The wizard as the components find it: given once at the root.

import { getContext, setContext } from "svelte";
import type { Wizard } from "./wizard.svelte";

export const WIZARD = Symbol("wizard");

export function provideWizard(wizard: Wizard): void {
	setContext(WIZARD, wizard);
}

export function useWizard(): Wizard {
	return getContext<Wizard>(WIZARD);
}
