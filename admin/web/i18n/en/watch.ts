// Promises the English twin of vi/watch.ts.
import type { Messages } from "../vi.ts";

export const watch: Messages["watch"] = {
  title: "Watch",
};
