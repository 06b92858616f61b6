import { describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { isRefusedAddress } from "#crawler/guard/address.ts";
import { resolveAllowed } from "#crawler/guard/resolve.ts";
import { parseTargetHost, parseTargetUrl } from "#crawler/guard/target.ts";

const config = readConfig({});
const opened = readConfig({ VONGGAC_ALLOW_LOOPBACK_PORTS: "4567" });

const refusedAddresses =
  `0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 100.100.100.200 127.0.0.1 127.88.23.245
169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.9 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.9 168.63.129.16 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
100::1 2001::1 2001:0:7f00:1:: 2001:db8::1 2001:10::1 2002:7f00:1:: 2002:c0a8:101::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 febf::1
fec0::1 ff02::1 ff0e::1 4000::1 5f00::1 fe80::1%eth0 not-an-ip 1.2.3 ::1%lo`.split(/\s+/);

const publicAddresses =
  "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.255.255.255 2400:cb00::1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split(
    " ",
  );

describe("isRefusedAddress", () => {
  it.each(refusedAddresses)("names why %s may not be contacted", (ip) => {
    expect(isRefusedAddress(ip)).toMatch(/\w{4,}/);
  });
  it.each(publicAddresses)("lets the public address %s pass", (ip) => {
    expect(isRefusedAddress(ip)).toBeNull();
  });
});

function causeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError && error.code === "guard.refused") return error.message;
    throw error;
  }
  return "passed";
}

describe("parseTargetUrl", () => {
  it.each([
    ["ftp://example.com/", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["gopher://127.0.0.1:6379/_PING", "scheme"],
    ["data:text/html,x", "scheme"],
    ["http://user:secret@example.com/", "credentials"],
    ["http://example.com@127.0.0.1/", "credentials"],
    ["http://example.com:22/", "port 22"],
    ["https://example.com:6379/", "port 6379"],
    ["http://", "not a valid address"],
    ["example.com", "not a valid address"],
    ["http://[fe80::1%25eth0]/", "not a valid address"],
    ["http://may-chu/", "without a dot"],
    ["http://printer.local/", "inner network"],
    ["http://metadata.google.internal/", "inner network"],
    ["http://LOCALHOST./", "inner network"],
    ["http://a.b.localhost/", "inner network"],
    ["http://0x7f000001/", "loopback"],
    ["http://169.254.169.254/latest/meta-data/", "cloud metadata"],
    ["http://[::ffff:169.254.169.254]/", "cloud metadata"],
  ])("refuses %s and names the cause", (raw, cause) => {
    expect(causeOf(() => parseTargetUrl(raw, config))).toContain(cause);
  });

  it("never puts a password into the message", () => {
    expect(causeOf(() => parseTargetUrl("http://user:s3cret@example.com/", config))).not.toContain("s3cret");
  });

  it("passes a public address, drops its fragment and keeps an internationalised host in ASCII", () => {
    expect(parseTargetUrl("https://Báo.example.vn:8443/a?b#c", config).href).toBe(
      "https://xn--bo-mia.example.vn:8443/a?b",
    );
  });

  it("opens loopback for exactly the ports that tests asked for", () => {
    expect(parseTargetUrl("http://127.0.0.1:4567/", opened).port).toBe("4567");
    expect(parseTargetUrl("http://[::1]:4567/", opened).port).toBe("4567");
    expect(causeOf(() => parseTargetUrl("http://127.0.0.1:4568/", opened))).toContain("loopback");
    expect(causeOf(() => parseTargetUrl("http://127.0.0.2:4567/", opened))).toContain("loopback");
    expect(causeOf(() => parseTargetUrl("http://example.com:4567/", opened))).toContain("port");
  });
});

describe("parseTargetHost", () => {
  it.each([
    "127.1",
    "0x7f.1",
    "2130706433",
    "017700000001",
    "::1",
    "[::1]",
    "①②⑦.0.0.1",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
  ])("refuses the CONNECT host %s", (host) => {
    expect(causeOf(() => parseTargetHost(host, 443, config))).toMatch(/loopback/);
  });
  it("does not take a path or credentials for a host", () => {
    expect(causeOf(() => parseTargetHost("example.com/@127.0.0.1", 443, config))).toContain("not a valid host");
  });
});

describe("resolveAllowed", () => {
  const answer =
    (...ips: string[]) =>
    async () =>
      ips.map((address) => ({ address }));
  it("pins the first address when all are public", async () => {
    await expect(
      resolveAllowed("a.example", { config, port: 80, resolver: answer("8.8.8.8", "1.1.1.1") }),
    ).resolves.toEqual({ ip: "8.8.8.8", family: 4 });
  });
  it("refuses when any one answer is private", async () => {
    const mixed = resolveAllowed("a.example", {
      config,
      port: 80,
      resolver: answer("8.8.8.8", "10.0.0.1"),
    });
    await expect(mixed).rejects.toMatchObject({ code: "guard.refused" });
  });
  it("refuses a name that points at loopback even on an opened port", async () => {
    const named = resolveAllowed("a.example", {
      config: opened,
      port: 4567,
      resolver: answer("127.0.0.1"),
    });
    await expect(named).rejects.toMatchObject({ code: "guard.refused" });
  });
  it("says that a dead name does not exist", async () => {
    const dead = async () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
    await expect(resolveAllowed("dead.example", { config, port: 80, resolver: dead })).rejects.toMatchObject({
      code: "fetch.unreachable",
      message: expect.stringContaining("does not exist"),
    });
  });
  it("gives up on a name service that never answers", async () => {
    const silent = () => new Promise<never>(() => undefined);
    await expect(
      resolveAllowed("slow.example", { config, port: 80, resolver: silent, timeoutMs: 20 }),
    ).rejects.toMatchObject({ code: "fetch.timeout" });
  });
});
