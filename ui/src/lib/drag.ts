// Files that are dragged onto the window.

export function holdsFiles(event: DragEvent): boolean {
	return event.dataTransfer?.types.includes("Files") ?? false;
}

/** A file that nobody takes is refused: the browser would open it in the window's place. */
export function refuseFiles(event: DragEvent): void {
	if (event.defaultPrevented || !holdsFiles(event)) return;
	event.preventDefault();
	if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
}
