// Promises the English twin of vi/dashboards.ts.
import type { Messages } from "../vi.ts";

export const dashboards: Messages["dashboards"] = {
  title: "Overview",
};
