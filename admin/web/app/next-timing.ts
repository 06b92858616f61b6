// Promises a measured time from the key that asked for another finding to its picture on the screen, in the browser's own timeline.
export const nextFindingMeasure = "vonggac:next-finding";

let askedAtMs: number | null = null;

/** `atMs`: the key's or click's own time stamp, on the clock of performance.now(). */
export function startMove(atMs: number): void {
  askedAtMs = atMs;
}

async function pictureShown(): Promise<void> {
  const image = document.querySelector<HTMLImageElement>("#evidence-view img");
  // A picture that cannot be decoded is no reason to lose the measurement of the rest.
  await image?.decode().catch(() => undefined);
}

/** Called when the finding stands in the document with its capture: waits for the picture and the frame that draws it. */
export function endMove(): void {
  const startedAtMs = askedAtMs;
  if (startedAtMs === null) return;
  askedAtMs = null;
  void pictureShown().then(() =>
    requestAnimationFrame(() =>
      performance.measure(nextFindingMeasure, { start: startedAtMs, end: performance.now() }),
    ),
  );
}
