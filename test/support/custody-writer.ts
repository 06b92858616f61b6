// Promises a process that appends to a custody log and signs it without end, and prints each checkpoint once it has it: to be killed.
import { readConfig } from "#core/config.ts";
import { createPool, inTransaction } from "#core/db/pool.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { appendCustody } from "#workers/custody.ts";
import { pushCheckpoint } from "#workers/witness-push.ts";

const config = readConfig();
const pool = createPool(config.DATABASE_URL!, 4);
const house = { config, database: { pool, url: config.DATABASE_URL!, how: "test", close: () => pool.end() } };

for (let n = 0; ; n++) {
  await inTransaction(pool, (tx) =>
    appendCustody(tx, {
      at: new Date().toISOString(),
      actor: `writer ${process.pid}`,
      act: "original.viewed",
      subject: `subject-${n}`,
      sha256: null,
      detail: { n },
    }),
  );
  const { note } = await makeCheckpoint(house);
  await pushCheckpoint(house);
  process.stdout.write(`${JSON.stringify(note)}\n`);
}
