// Promises the English twin of vi/law.ts.
import type { Messages } from "../vi.ts";

export const law: Messages["law"] = {
  title: "Legal bases",
};
