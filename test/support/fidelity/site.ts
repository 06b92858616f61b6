// Promises the fidelity site on 127.0.0.1: four doors (http, another site, https, HTTP/2), one access log of what really happened.
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import type { AddressInfo, Server } from "node:net";
import { makeSelfSigned } from "#admin/cli/demo/self-signed.ts";
import { openRow, type AccessRow, type Door } from "./access-log.ts";
import { answersOf, send, type Reply } from "./answers.ts";
import type { Doors } from "./pages.ts";
import { serveSocket, type SocketTruth } from "./web-socket.ts";

export interface FidelitySite {
  doors: Doors;
  ports: number[];
  log: AccessRow[];
  /** Every path that has an answer of its own; the page asks for all of them but the favicon. */
  paths: string[];
  /** WebSocket address (as http) → what went over it. */
  sockets: Map<string, SocketTruth>;
  close(): void;
}

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

/** Starts all doors; `localhost` and `127.0.0.1` are two sites to a browser, so a frame between them runs in its own process. */
export async function startFidelitySite(): Promise<FidelitySite> {
  const log: AccessRow[] = [];
  const sockets = new Map<string, SocketTruth>();
  const doors: Doors = { main: "", other: "", secure: "", h2: "" };
  let answers: Record<string, Reply> = {};
  const answer = (door: Door) => (request: http.IncomingMessage, response: http.ServerResponse) => {
    const row = openRow(log, door, request, doors[door]);
    response.once("close", () => row.ending === "open" && (row.ending = "cut"));
    const reply = answers[new URL(row.url).pathname];
    if (typeof reply === "function") reply(row, request, response);
    else send(row, response, reply ?? { status: 404, body: "không có" });
  };
  const upgrade = (door: Door) => (request: http.IncomingMessage, socket: import("node:stream").Duplex) => {
    const row = openRow(log, door, request, doors[door]);
    if (row.url.endsWith("/socket-denied")) {
      row.status = 403;
      row.ending = "complete";
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    const truth: SocketTruth = { received: [], sent: [] };
    sockets.set(row.url, truth);
    const head = serveSocket(request, socket, truth, row.url.endsWith("-ended"));
    row.status = 101;
    row.ending = "upgraded";
    row.sentHeaders = head
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);
  };
  const { keyPem, certPem } = makeSelfSigned(["127.0.0.1", "localhost"]);
  const tls = { key: keyPem, cert: certPem };
  const main = http.createServer(answer("main")).on("upgrade", upgrade("main"));
  const other = http.createServer(answer("other"));
  const secure = https.createServer(tls, answer("secure")).on("upgrade", upgrade("secure"));
  const h2 = http2.createSecureServer(
    { ...tls, allowHTTP1: true },
    answer("h2") as unknown as (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
  );
  const [mainPort, otherPort, securePort, h2Port] = [
    await listen(main),
    await listen(other),
    await listen(secure),
    await listen(h2),
  ] as const;
  doors.main = `http://127.0.0.1:${mainPort}`;
  doors.other = `http://localhost:${otherPort}`;
  doors.secure = `https://127.0.0.1:${securePort}`;
  doors.h2 = `https://127.0.0.1:${h2Port}`;
  answers = answersOf(doors);
  const close = () => {
    for (const server of [main, other, secure]) server.closeAllConnections();
    for (const server of [main, other, secure, h2]) server.close();
  };
  return { doors, ports: [mainPort, otherPort, securePort, h2Port], log, paths: Object.keys(answers), sockets, close };
}
