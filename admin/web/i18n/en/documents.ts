// Promises the English twin of vi/documents.ts.
import type { Messages } from "../vi.ts";

export const documents: Messages["documents"] = {
  title: "Documents",
};
