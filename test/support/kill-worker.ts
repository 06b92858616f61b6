// Promises a worker to be killed: its program is loaded and waits for one line, so that a soak need not wait for it to load.
import { readConfig } from "#core/config.ts";
import { openHouse } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";

await new Promise((resolve) => process.stdin.once("data", resolve));
const house = await openHouse(readConfig());
const stopCrew = await startCrew(house, { queues: ["capture", "stamp"] });
process.stdout.write("working\n");
process.once("SIGTERM", () => {
  void stopCrew()
    .then(() => house.close())
    .then(() => process.exit(0));
});
