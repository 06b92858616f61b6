// Promises the project's own files without git, which a bare machine lacks: everything that .gitignore does not name.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ignored = [".git/", ...readFileSync(path.join(root, ".gitignore"), "utf8").split("\n").filter(Boolean)];

/** Knows the forms that .gitignore uses here: `folder/` anywhere, `/folder/` and `folder/inside/` from the root, `*.ending` or a name. */
function isIgnored(file: string, isFolder: boolean): boolean {
  const name = path.posix.basename(file);
  return ignored.some((pattern) => {
    if (pattern.startsWith("*")) return name.endsWith(pattern.slice(1));
    if (!pattern.endsWith("/")) return name === pattern;
    const folder = pattern.slice(pattern.startsWith("/") ? 1 : 0, -1);
    if (pattern.startsWith("/")) return isFolder && file === folder;
    return isFolder && (folder.includes("/") ? file === folder : name === folder);
  });
}

/** Paths from the project's root, with `/`, sorted. */
export function listProjectFiles(folder = ""): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (isIgnored(file, entry.isDirectory())) return [];
      return entry.isDirectory() ? listProjectFiles(file) : [file];
    })
    .toSorted();
}
