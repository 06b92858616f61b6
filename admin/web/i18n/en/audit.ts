// Promises the English twin of vi/audit.ts.
import type { Messages } from "../vi.ts";

export const audit: Messages["audit"] = {
  title: "Audit log",
};
