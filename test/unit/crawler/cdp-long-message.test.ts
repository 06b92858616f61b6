// Promises that an answer of any length ends its command and no process.
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { CdpConnection, CdpRefusal } from "#crawler/browser/cdp-connection.ts";

function connect() {
  const output = new PassThrough();
  const connection = new CdpConnection(new PassThrough(), output);
  return { connection, output };
}

test("an answer above the limit refuses its command as too long, and the next answer is read as ever", async () => {
  const { connection, output } = connect();
  const long = connection.send("Fetch.getResponseBody").catch((error: unknown) => error);
  const next = connection.send("Browser.getVersion");
  output.write('{"id":1,"result":{"body":"');
  const piece = Buffer.alloc(1_000_000, "A");
  for (let i = 0; i < 260; i++) if (!output.write(piece)) await new Promise((resolve) => output.once("drain", resolve));
  output.write('"}}\0{"id":2,"result":{"product":"x"}}\0');
  const error = await long;
  expect(error).toBeInstanceOf(CdpRefusal);
  expect(error).toMatchObject({ tooLong: true });
  expect(await next).toEqual({ product: "x" });
});

test("an answer in many small pieces is put together", async () => {
  const { connection, output } = connect();
  const answer = connection.send("Browser.getVersion");
  for (const letter of '{"id":1,"result":{"product":"từng chữ"}}\0') output.write(letter);
  expect(await answer).toEqual({ product: "từng chữ" });
});
