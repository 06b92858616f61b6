// Promises the English twin of vi/connections.ts.
import type { Messages } from "../vi.ts";

export const connections: Messages["connections"] = {
  title: "Connections",
};
