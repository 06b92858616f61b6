import http from "node:http";
import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { addressBehindProxy } from "#core/nouns/fetched.ts";
import { egressHeader, startEgress } from "#crawler/guard/egress.ts";
import type { Egress, EgressOptions } from "#crawler/guard/egress.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function serve(handler: http.RequestListener): Promise<number> {
  const server = http.createServer(handler);
  server.on("connect", (_request, socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as net.AddressInfo).port;
}

async function egressFor(env: Record<string, string>, more: Partial<EgressOptions> = {}): Promise<Egress> {
  const egress = await startEgress({ config: readConfig(env), limits: { bytes: 1e7, requests: 50 }, ...more });
  undo.push(() => egress.stop());
  return egress;
}

/** Sends raw bytes to the egress and returns all that comes back until it closes or 1 s passes. */
async function talk(port: number, request: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.setTimeout(1000, () => socket.destroy());
  socket.write(request);
  await new Promise((resolve) => socket.on("close", resolve));
  return answer;
}

const get = (url: string) => `GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

describe("egress", () => {
  it("adds no header line of its own to a plain answer and keeps order, case, duplicates and Latin-1 bytes", async () => {
    const head =
      "HTTP/1.1 200 T\xf4t\r\nX-B: 2\r\nx-a: caf\xe9\r\nSet-Cookie: m=1\r\nset-cookie: h=2\r\nContent-Length: 5\r\n\r\nabcde";
    const server = net.createServer((socket) =>
      socket.on("error", () => undefined).on("data", () => socket.write(Buffer.from(head, "latin1"))),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    undo.push(() => server.close());
    const { port } = server.address() as net.AddressInfo;
    const egress = await egressFor({ VONGGAC_ALLOW_LOOPBACK_PORTS: String(port) });
    expect(await talk(egress.port, `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`)).toBe(head);
  });

  it("carries a head as long as a browser takes it", async () => {
    const cookies = Array.from({ length: 300 }, (_, i) => `c${i}=${"v".repeat(100)}`);
    const port = await serve((_request, response) => response.writeHead(200, { "set-cookie": cookies }).end("trang"));
    const egress = await egressFor({ VONGGAC_ALLOW_LOOPBACK_PORTS: String(port) });
    const answer = await talk(egress.port, get(`http://127.0.0.1:${port}/`));
    expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
    expect(answer.match(/^set-cookie: c/gim)).toHaveLength(300);
  });

  it("carries a plain request and a tunnel to an opened port and tells the address it connected to", async () => {
    const port = await serve((_request, response) => response.end("xin chào"));
    const seen: string[] = [];
    const egress = await egressFor(
      { VONGGAC_ALLOW_LOOPBACK_PORTS: String(port) },
      { onConnection: (c) => seen.push(`${c.kind} ${c.host}:${c.port} ${c.ip}`) },
    );
    expect(await talk(egress.port, get(`http://localhost:${port}/`))).toContain(
      Buffer.from("xin chào").toString("latin1"),
    );
    const tunnelled = await talk(
      egress.port,
      `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(tunnelled).toContain("200 Connection Established");
    expect(tunnelled).toContain("HTTP/1.1 200 OK");
    expect(seen).toEqual([`plain localhost:${port} 127.0.0.1`, `tunnel 127.0.0.1:${port} 127.0.0.1`]);
    expect(egress.addressOf("LOCALHOST", port)).toEqual({ ip: "127.0.0.1", note: "" });
    expect(egress.bytes().in).toBeGreaterThan(200);
    expect(egress.bytes().out).toBeGreaterThan(100);
  });

  // 2d00::/8 is global unicast that nobody was given: judged public, reaches no one.
  it("connects to the address it judged, not to a second answer of the name service", async () => {
    let lookups = 0;
    const resolver = async () => [{ address: lookups++ === 0 ? "2d00::1" : "127.0.0.1" }];
    const egress = await egressFor({}, { resolver });
    void talk(egress.port, get("http://rebind.example/"));
    void talk(egress.port, "CONNECT rebind.example:80 HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lookups).toBe(1);
    expect(egress.addressOf("rebind.example", 80).ip).toBe("2d00::1");
  });

  it("answers 403 with its own mark and records what it refused", async () => {
    const egress = await egressFor({});
    expect(await talk(egress.port, get("http://169.254.169.254/latest/"))).toMatch(
      new RegExp(`403 Forbidden[^]*${egressHeader}: refused`),
    );
    expect(await talk(egress.port, "CONNECT [::1]:443 HTTP/1.1\r\nHost: x\r\n\r\n")).toContain("403");
    expect(await talk(egress.port, "CONNECT example.com:25 HTTP/1.1\r\nHost: x\r\n\r\n")).toContain("403");
    expect(egress.refused.map((r) => [r.host, r.port])).toEqual([
      ["169.254.169.254", 80],
      ["[::1]", 443],
      ["example.com", 25],
    ]);
    expect(egress.refused[0]?.reason).toContain("metadata");
  });

  it("marks a dead name as unreachable instead of passing it off as a page", async () => {
    const resolver = async () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
    const egress = await egressFor({}, { resolver });
    expect(await talk(egress.port, get("http://dead.example/"))).toMatch(
      new RegExp(`502 Bad Gateway[^]*${egressHeader}: unreachable`),
    );
    expect(egress.failed[0]?.host).toBe("dead.example");
  });

  it("cuts an endless answer at the byte limit and refuses what comes after", async () => {
    const port = await serve((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(50_000)), 2);
      response.on("close", () => clearInterval(timer));
    });
    const egress = await egressFor(
      { VONGGAC_ALLOW_LOOPBACK_PORTS: String(port) },
      { limits: { bytes: 500_000, requests: 50 } },
    );
    const answer = await talk(egress.port, get(`http://127.0.0.1:${port}/`));
    expect(answer.length).toBeGreaterThan(400_000);
    expect(answer.length).toBeLessThan(5_000_000);
    expect(await talk(egress.port, get(`http://127.0.0.1:${port}/`))).toContain("403");
    expect(egress.refused.at(-1)?.reason).toContain("bytes");
  });

  it("stops at the request limit", async () => {
    const port = await serve((_request, response) => response.end("ok"));
    const egress = await egressFor(
      { VONGGAC_ALLOW_LOOPBACK_PORTS: String(port) },
      { limits: { bytes: 1e6, requests: 2 } },
    );
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push((await talk(egress.port, get(`http://127.0.0.1:${port}/`))).slice(9, 12));
    expect(answers).toEqual(["200", "200", "403"]);
  });

  it("goes through an upstream proxy, leaves names to it and never calls its address the server's", async () => {
    const asked: string[] = [];
    const upstream = await serve((request, response) => {
      asked.push(request.url ?? "");
      response.end("from upstream");
    });
    const resolver = async () => Promise.reject(new Error("must not resolve here"));
    const egress = await egressFor({ VONGGAC_PROXY: `http://127.0.0.1:${upstream}` }, { resolver });
    expect(await talk(egress.port, get("http://site.example/a"))).toContain("from upstream");
    expect(await talk(egress.port, get("http://10.0.0.1/"))).toContain("403");
    expect(await talk(egress.port, get("http://localhost/"))).toContain("403");
    expect(asked).toEqual(["http://site.example/a"]);
    expect(await talk(egress.port, "CONNECT dead.example:443 HTTP/1.1\r\nHost: x\r\n\r\n")).not.toContain(
      "200 Connection",
    );
    expect(egress.failed).toEqual([
      { host: "dead.example", port: 443, reason: "the upstream proxy answered 502 to CONNECT" },
    ]);
    expect(egress.addressOf("site.example", 80)).toEqual({ ip: null, note: addressBehindProxy });
  });
});
