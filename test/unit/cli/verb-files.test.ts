// Promises that each verb is found in the file that the table names, and that a call loads that file alone.
import { Command } from "commander";
import { expect, test } from "vitest";
import type { VerbContext } from "#admin/cli/main.ts";
import { loadVerbs, verbFiles } from "#admin/cli/verb-files.ts";

const context = {} as VerbContext;
const namesOf = (adds: Awaited<ReturnType<typeof loadVerbs>>) => {
  const program = new Command();
  for (const add of adds) add(program, context);
  return program.commands.map((command) => command.name());
};

test("the table names every verb of every file, in the order of the help", async () => {
  for (const file of verbFiles) expect(namesOf([await file.load()])).toEqual(file.names);
  expect(namesOf(await loadVerbs(["--help"]))).toEqual(verbFiles.flatMap((file) => file.names));
});

test("a call that names a verb loads that verb's file alone; one that names none, or a wrong one, loads all", async () => {
  expect(namesOf(await loadVerbs(["decide", "--help"]))).toEqual(["findings", "finding", "decide"]);
  expect(await loadVerbs(["nosuchverb"])).toHaveLength(verbFiles.length);
  expect(await loadVerbs([])).toHaveLength(verbFiles.length);
});
