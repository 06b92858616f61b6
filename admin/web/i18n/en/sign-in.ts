// Promises the English twin of vi/sign-in.ts.
import type { Messages } from "../vi.ts";

export const signIn: Messages["signIn"] = {
  title: "Signing in",
};
