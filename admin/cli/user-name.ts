// Promises a name for whoever runs the command, also where his number stands in no passwd file (containers).
import os from "node:os";

export function readUserName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return process.env.USER || `uid ${process.getuid?.() ?? "?"}`; // no passwd entry
  }
}
