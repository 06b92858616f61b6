// Promises `start`, `serve` and `work`: everything in one process, the desk alone, workers alone.
import type { Command } from "commander";
import { startDesk } from "#admin/server/start-desk.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { AppError } from "#core/errors.ts";
import type { Config } from "#core/config.ts";
import type { Database } from "#core/db/open-database.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { openHouse } from "#workers/house.ts";
import { type QueueName, queueNames } from "#workers/jobs.ts";
import { startCrew } from "#workers/main.ts";
import { checkBeforeWork } from "../check-machine.ts";
import { createDeskPorts } from "../desk-ports.ts";
import type { VerbContext } from "../main.ts";
import { note, printLine, say } from "../terminal.ts";

export function addServiceVerbs(program: Command, context: VerbContext): void {
  program
    .command("start")
    .description(
      say("bàn làm việc, lịch quét và máy quét trong một tiến trình", "desk, schedule and workers in one process"),
    )
    .action(() => startAll(context));
  program
    .command("serve")
    .description(say("chỉ bàn làm việc", "the desk alone"))
    .action(() => serve(context));
  program
    .command("work")
    .description(say("chỉ máy quét", "workers alone"))
    .option("--queues <names>", queueNames.join(","), queueNames.join(","))
    .option("--no-schedule", say("không mở lượt quét theo lịch", "opens no scans by schedule"))
    .action((options: { queues: string; schedule: boolean }) => work(context, options));
}

export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Opens the desk and says where it is; first accounts are shown once. */
export async function openDesk(config: Config, database: Database, store: Store, withDemoPeople = false) {
  const ports = createDeskPorts({ config, database });
  const desk = await startDesk({
    config,
    pool: database.pool,
    store,
    ports,
    withDemoPeople,
    onProgress: () => note(say("Đang dựng giao diện (lần đầu)…", "Building the desk's pages (first start)…")),
  });
  printLine(`${say("Bàn làm việc", "Desk")}: ${desk.url}`);
  for (const person of desk.firstPeople) {
    printLine(
      say(
        `Đăng nhập lần đầu: ${person.login} / ${person.oneTimePassword} (phải đổi ngay)`,
        `First sign-in: ${person.login} / ${person.oneTimePassword} (to be changed at once)`,
      ),
    );
  }
  return desk;
}

async function startAll(context: VerbContext): Promise<void> {
  const config = context.config();
  await checkBeforeWork(config);
  const house = await openHouse(config);
  try {
    const stopCrew = await startCrew(house, { withSchedule: true });
    const desk = await openDesk(config, house.database, house.store);
    await untilStopped(context.signal);
    await desk.close();
    await stopCrew();
  } finally {
    await house.close();
  }
}

async function serve(context: VerbContext): Promise<void> {
  const config = context.config();
  const database = await openDatabase(config);
  try {
    const desk = await openDesk(config, database, openEvidenceStore(config));
    await untilStopped(context.signal);
    await desk.close();
  } finally {
    await database.close();
  }
}

async function work(context: VerbContext, options: { queues: string; schedule: boolean }): Promise<void> {
  const queues = options.queues.split(",").map((name) => {
    if (!queueNames.includes(name as QueueName))
      throw new AppError("input.invalid", { detail: `--queues ${name}`, cure: `Queues: ${queueNames.join(", ")}` });
    return name as QueueName;
  });
  const config = context.config();
  if (queues.includes("capture")) await checkBeforeWork(config);
  const house = await openHouse(config);
  try {
    const stopCrew = await startCrew(house, { queues, withSchedule: options.schedule });
    note(
      say(
        `Đang làm việc: ${queues.join(", ")} (hàng đợi ${house.queue.backend})`,
        `Working: ${queues.join(", ")} (queue on ${house.queue.backend})`,
      ),
    );
    await untilStopped(context.signal);
    await stopCrew();
  } finally {
    await house.close();
  }
}
