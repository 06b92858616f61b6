// Promises one runner: unit and rules in parallel, what minds no neighbour two files at a time, engines and clocks one file at a time.
import { defineConfig } from "vitest/config";

/** Files that mind no neighbour: each has its own database, folders and ports, and waits for what it expects. */
const sideBySide = [
  "test/integration/{browser,capture,core,desk,detection,evidence,law,netlog,replay,rules,sample-web,verify}/**/*.test.ts",
  "test/e2e/desk/**/*.test.ts",
  "test/e2e/{bad-input,keeping,language,package,restore,time-stamp}.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 30_000 } },
      {
        test: {
          name: "rules",
          include: ["test/rules/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "side-by-side",
          include: sideBySide,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: sideBySide,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: sideBySide,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
