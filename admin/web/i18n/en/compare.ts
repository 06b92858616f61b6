// Promises the English twin of vi/compare.ts.
import type { Messages } from "../vi.ts";

export const compare: Messages["compare"] = {
  title: "Compare",
};
