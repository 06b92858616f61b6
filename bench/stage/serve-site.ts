// Promises the bench site in a process of its own, so that the server's work is not counted as the visitor's; its port is its first line.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { drawSite } from "./site-pages.ts";

const answer = await drawSite(Number(process.argv[2]));
const server = http.createServer((request, response) => {
  const found = answer(new URL(request.url ?? "/", "http://site").pathname);
  if (!found) {
    response.writeHead(404, { "content-length": "0" }).end();
    return;
  }
  response.writeHead(200, { "content-type": found.type, "content-length": String(found.body.length) }).end(found.body);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.resume().on("end", () => process.exit(0)); // whoever started it is gone
