// Promises the English twin of vi/tips.ts.
import type { Messages } from "../vi.ts";

export const tips: Messages["tips"] = {
  title: "Tips",
};
