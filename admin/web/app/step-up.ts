// Promises that a call which needs a fresh second factor waits for it: one question on the screen, however many calls wait.

export type AskSecondFactor = () => Promise<boolean>;

let ask: AskSecondFactor = async () => false;
let asking: Promise<boolean> | null = null;

/** The dialog of the shell stands behind this. */
export function answerStepUp(by: AskSecondFactor): void {
  ask = by;
}

/** True when the person gave a second factor, false when he closed the question. */
export function askStepUp(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}
