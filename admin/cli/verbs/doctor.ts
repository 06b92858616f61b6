// Promises `doctor`: one line a check, with the cure; exit 1 where something is not well.
import type { Command } from "commander";
import { checkMachine } from "../check-machine.ts";
import type { VerbContext } from "../main.ts";
import { printJson, printLine, say } from "../terminal.ts";

export function addDoctorVerb(program: Command, context: VerbContext): void {
  program
    .command("doctor")
    .description(say("kiểm tra máy này", "checks this machine"))
    .option("--json")
    .action(async (options: { json?: boolean }) => {
      const checks = await checkMachine(context.config());
      for (const check of checks) {
        if (options.json) printJson(check);
        else printLine(`${check.ok ? "✓" : "✗"} ${check.name}: ${check.detail}${check.cure ? ` — ${check.cure}` : ""}`);
      }
      if (checks.some((c) => !c.ok)) context.exit(1);
    });
}
