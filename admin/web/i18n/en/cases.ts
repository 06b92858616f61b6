// Promises the English twin of vi/cases.ts.
import type { Messages } from "../vi.ts";

export const cases: Messages["cases"] = {
  title: "Cases",
};
