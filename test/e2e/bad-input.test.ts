// Promises that bad input and broken machines give a message with the cure, a visible state, and touch nothing sealed.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSampleWeb } from "#admin/cli/demo/sample-web.ts";
import { type ForwardProxy, serveHosts } from "../support/forward-proxy.ts";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-bad-"));
const env = { VONGGAC_DATA: path.join(dir, "data"), VONGGAC_DELAY_MS: "50" };
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer) => {
  const at = path.join(dir, name);
  writeFileSync(at, content);
  return at;
};

describe("wrong usage and unreadable input end with 2, wrong configuration with 78, each naming what and the cure", () => {
  test.each([
    [["nosuchverb"], {}, 2, /unknown command/],
    [["scan"], {}, 2, /--all, --target/],
    [["scan", "ftp://example.com/"], {}, 2, /scheme ftp/],
    [["scan", "http://127.0.0.1/"], {}, 2, /127\.0\.0\.1/],
    [["scan", "http://[::ffff:10.0.0.1]/"], {}, 2, /Cure/],
    [["scan", "http://user:pw@example.com/"], {}, 2, /Cure/],
    [["scan", "http://"], {}, 2, /Cure/],
    [["scan", "--all", "--max-pages", "many"], {}, 2, /--max-pages many/],
    [["scan", "--target", "17"], {}, 2, /not an id/],
    [["findings", "--category", "politics"], {}, 2, /gambling/],
    [["finding", "abc"], {}, 2, /not a finding's id/],
    [["decide", "019a0000-0000-7000-8000-000000000000", "confirm"], {}, 2, /--reason/],
    [["decide", "019a0000-0000-7000-8000-000000000000", "guilty", "--reason", "x"], {}, 2, /confirm, dismiss/],
    [["watch", "import", "/does/not/exist.csv"], {}, 2, /cannot read/],
    [["watch", "add", "http://169.254.169.254/latest/meta-data"], {}, 2, /169\.254\.169\.254/],
    [["verify", "/does/not/exist.wacz"], {}, 2, /cannot be read/],
    [["verify", dir], {}, 2, /not a file/],
    [["detect"], {}, 2, /line 1/],
    [["doctor"], { VONGGAC_PORT: "abc", VONGGAC_MAX_PAGES: "-1" }, 78, /VONGGAC_PORT[\s\S]*VONGGAC_MAX_PAGES/],
  ] as const)("vonggac %j", async (args, extra, code, words) => {
    const result = await runVonggac([...args], { env: { ...env, ...extra }, stdin: "{not json\n" });
    expect(result.stderr).toMatch(words);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe("");
  });
});

describe("a watchlist with bad rows", () => {
  test("takes the good rows and says of every other one what is wrong", async () => {
    const list = file(
      "list.csv",
      "\ufeffurl,kind,label,note,cadence\nhttps://tot.example/,site,Tốt,,6h\nhttps://tot.example/,site,,,\nnot a url at all,site,,,\nhttp://10.1.2.3/,site,,,\nhttps://x.example/,blog,,,\nhttps://y.example/,site,,,sometimes\n,site,,,\nhttps://facebook.com/someone,account,,,\nhttps://t.me/KenhThu,account,,,\n",
    );
    const dry = await runVonggac(["watch", "import", list, "--dry-run", "--json"], { env });
    const wet = await runVonggac(["watch", "import", list, "--json"], { env });
    expect([dry.code, wet.code]).toEqual([0, 0]);
    const outcomes = jsonLines<{ line: number; outcome: string; reason: string }>(wet);
    expect(outcomes.map((r) => r.outcome)).toEqual([
      "added",
      "duplicate",
      "refused",
      "refused",
      "refused",
      "refused",
      "refused",
      "refused",
      "added",
    ]);
    expect(jsonLines<{ outcome: string }>(dry).map((r) => r.outcome)).toEqual(outcomes.map((r) => r.outcome));
    for (const row of outcomes.filter((r) => r.outcome === "refused")) expect(row.reason).not.toBe("");
    const again = await runVonggac(["watch", "import", list, "--json"], { env });
    expect(jsonLines<{ outcome: string }>(again).filter((r) => r.outcome === "watched").length).toBe(2);
    const listed = jsonLines<{ url: string }>(await runVonggac(["watch", "list", "--json"], { env }));
    expect(listed.map((t) => t.url).toSorted()).toEqual(["https://t.me/s/kenhthu", "https://tot.example/"]);
  });

  test("that is not UTF-8, or has broken quotes, or no column url, is refused whole", async () => {
    for (const [name, content] of [
      ["latin.csv", Buffer.from([0x75, 0x72, 0x6c, 0x0a, 0xe0, 0xe1, 0xff])],
      ["quotes.csv", 'url,kind\n"https://a.example/,site\n'],
      ["columns.csv", "address,kind\nhttps://a.example/,site\n"],
    ] as const) {
      const result = await runVonggac(["watch", "import", file(name, content)], { env });
      expect(result.code, name).toBe(2);
      expect(result.stderr, name).toMatch(/Cure: /);
    }
  });
});

describe("a machine that lacks something", () => {
  test("says that the database is away, and the cure", async () => {
    const result = await runVonggac(["findings"], {
      env: { ...env, DATABASE_URL: "postgres://nobody:s3cret@127.0.0.1:1/none" },
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/database\.unavailable[\s\S]*DATABASE_URL/);
    expect(result.stderr).not.toContain("s3cret");
  });

  test("says that the queue is away, and the cure", async () => {
    const result = await runVonggac(["scan", "https://tot.example/"], {
      env: { ...env, REDIS_URL: "redis://127.0.0.1:1" },
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/queue\.unavailable[\s\S]*REDIS_URL/);
  });

  test("says that the browser is missing, and the cure", async () => {
    const doctor = await runVonggac(["doctor"], { env: { ...env, CHROMIUM_PATH: "/does/not/exist" } });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/✗ browser: found.*CHROMIUM_PATH/);
    const capture = await runVonggac(["capture", "http://tot.example/", "--out", path.join(dir, "out"), "--json"], {
      env: { ...env, CHROMIUM_PATH: "/does/not/exist" },
    });
    expect(capture.code).toBe(1);
    expect(capture.stderr).toMatch(/browser\.missing/);
    const scan = await runVonggac(["scan", "http://tot.example/"], {
      env: { ...env, CHROMIUM_PATH: "/does/not/exist" },
    });
    expect([scan.code, scan.stdout]).toEqual([1, ""]);
    expect(scan.stderr).toMatch(/CHROMIUM_PATH/);
    expect(jsonLines<{ file: unknown }>(capture)[0]!.file).toBeNull();
  });
});

describe("hostile and broken sites", () => {
  let web: ForwardProxy;
  beforeAll(async () => {
    const to = (location: string) => (_: unknown, response: import("node:http").ServerResponse) =>
      response.writeHead(302, { location }).end();
    const html = { "content-type": "text/html" };
    web = await serveHosts({
      "inward.example": to("http://127.0.0.1:22/"),
      "metadata.example": to("http://169.254.169.254/latest/meta-data/"),
      "loop.example": to("http://loop.example/"),
      "robots.example": (q, r) =>
        q.url === "/robots.txt" ? r.end("User-agent: *\nDisallow: /") : r.writeHead(200, html).end("<p>không được xem"),
      "broken.example": (_, r) =>
        r
          .writeHead(200, html)
          .end(`<html><body><div><table><td><p>Xin chào <b>các bạn <i>nhé </b></i>${"<div>".repeat(3000)}`),
      "endless.example": (q, r) => {
        if (q.url === "/robots.txt") return r.writeHead(404).end();
        r.writeHead(200, html);
        const timer = setInterval(() => r.write(`<p>${"dài ".repeat(2000)}`), 5);
        r.on("close", () => clearInterval(timer));
        return r;
      },
    });
  });
  afterAll(() => web.stop());

  test("each end in a state of their own, none raises a finding, and nobody inside is contacted", async () => {
    const urls = ["inward", "metadata", "loop", "robots", "broken", "endless", "dead"].map(
      (name) => `http://${name}.example/`,
    );
    const own = {
      ...env,
      VONGGAC_DATA: path.join(dir, "hostile"),
      VONGGAC_PROXY: web.url,
      VONGGAC_MAX_BODY_BYTES: "300000",
      VONGGAC_PAGE_TIMEOUT_MS: "5000",
    };
    const result = await runVonggac(["scan", ...urls], { env: own });
    expect(result.code).toBe(0);
    const outcome = (name: string) => new RegExp(`^http://${name}\\.example/ +(\\S+)`, "m").exec(result.stdout)?.[1];
    expect(
      Object.fromEntries(
        ["inward", "metadata", "loop", "robots", "broken", "endless", "dead"].map((n) => [n, outcome(n)]),
      ),
    ).toEqual({
      inward: "refused",
      metadata: "refused",
      loop: "error",
      robots: "robots",
      broken: "scanned",
      endless: "scanned",
      dead: "unreachable",
    });
    expect(web.requests.filter((r) => r.host === "127.0.0.1" || r.host === "169.254.169.254")).toEqual([]);
    expect(jsonLines(await runVonggac(["findings", "--json"], { env: own }))).toEqual([]);
  });
});

test("a full disk says so with the cure, leaves no half package, and what was sealed before stays as it was", async () => {
  const web = await startSampleWeb();
  try {
    const own = { ...env, VONGGAC_DATA: path.join(dir, "full"), VONGGAC_PROXY: web.proxyUrl };
    const out = path.join(dir, "full-out");
    const first = await runVonggac(["capture", "https://cokhitanphu.example/", "--out", out, "--json"], { env: own });
    expect(first.code).toBe(0);
    const sealed = jsonLines<{ file: string; sha256: string }>(first)[0]!;
    // A small disk of the test's own, in a mount namespace that ends with the command.
    const small = 'mount -t tmpfs -o size=64k none "$SMALL" && "$@"; code=$?; ls -A "$SMALL" > "$SEEN"; exit $code';
    const through = ["unshare", "-Urm", "sh", "-c", small, "sh"];
    const [disk, seen] = [path.join(dir, "small"), path.join(dir, "seen")];
    const { mkdirSync } = await import("node:fs");
    mkdirSync(disk);
    const result = await runVonggac(["capture", "https://cokhitanphu.example/", "--out", disk, "--json"], {
      env: { ...own, SMALL: disk, SEEN: seen },
      through,
    });
    expect(result.stderr).toMatch(/store\.full[\s\S]*[Ff]ree/);
    expect(result.code).toBe(1);
    expect(readFileSync(seen, "utf8")).toBe("");
    expect(readdirSync(out).length).toBe(1);
    expect(createHash("sha256").update(readFileSync(sealed.file)).digest("hex")).toBe(sealed.sha256);
  } finally {
    await web.stop();
  }
});
