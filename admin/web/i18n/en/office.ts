// Promises the English twin of vi/office.ts.
import type { Messages } from "../vi.ts";

export const office: Messages["office"] = {
  title: "Office and settings",
};
