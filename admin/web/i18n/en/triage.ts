// Promises the English twin of vi/triage.ts.
import type { Messages } from "../vi.ts";

export const triage: Messages["triage"] = {
  title: "Triage",
};
