// Promises a process that starts the embedded Postgres in a folder, says where it is, and holds it until told to stop.
import { startEmbeddedPostgres } from "#core/db/embedded-postgres.ts";

const server = await startEmbeddedPostgres(process.argv[2]!);
process.stdout.write(`${JSON.stringify({ url: server.url, how: server.how })}\n`);
process.on("SIGTERM", () => void server.stop().then(() => process.exit(0)));
setInterval(() => undefined, 1000);
