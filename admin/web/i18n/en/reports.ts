// Promises the English twin of vi/reports.ts.
import type { Messages } from "../vi.ts";

export const reports: Messages["reports"] = {
  title: "Reports",
};
