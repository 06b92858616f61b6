// Promises that headers are told as the wire had them, from the three half-true sources that DevTools has.
import { expect, test } from "vitest";
import { startDraft, type Draft } from "#crawler/capture/exchange-draft.ts";
import { responseHeaders } from "#crawler/capture/header-lines.ts";

const draftWith = (facts: Partial<Draft>): Draft => ({
  ...startDraft({
    id: "a",
    requestId: "1",
    sessionId: "s",
    url: "http://x/",
    method: "GET",
    resourceType: "Document",
    startedAt: new Date(0),
    request: {},
    redirectedFrom: null,
  }),
  ...facts,
});

test("the raw head wins where it agrees with the folded headers: order, case and duplicates stay", () => {
  const draft = draftWith({
    responseExtra: {
      headersText: "HTTP/1.1 200 OK\r\nB: 1\r\nset-Cookie: a=1\r\nb: 2\r\nSet-Cookie: b=2\r\n\r\n",
      headers: { B: "1\n2", "set-Cookie": "a=1\nb=2" },
    },
  });
  expect(responseHeaders(draft)).toEqual([
    ["B", "1"],
    ["set-Cookie", "a=1"],
    ["b", "2"],
    ["Set-Cookie", "b=2"],
  ]);
});

test("a byte above 0x7f that ate a line break in the raw head is mended from the other two", () => {
  const draft = draftWith({
    paused: {
      status: 200,
      statusText: "OK",
      headers: [
        ["X-Before", "1"],
        ["X-Ten", "caf"],
        ["X-After", "2"],
      ],
    },
    responseExtra: {
      headersText: "HTTP/1.1 200 OK\r\nX-Before: 1\r\nX-Ten: cafX-After: 2\r\nSet-Cookie: a=1\r\n\r\n",
      headers: { "X-After": "2", "X-Before": "1", "X-Ten": "caf\u00e9", "Set-Cookie": "a=1" },
    },
  });
  expect(responseHeaders(draft)).toEqual([
    ["X-Before", "1"],
    ["X-Ten", "caf\u00e9"],
    ["X-After", "2"],
    ["Set-Cookie", "a=1"],
  ]);
});

test("without a raw head (HTTP/2) the paused list gets its cookies back", () => {
  const draft = draftWith({
    paused: { status: 200, statusText: "", headers: [["content-type", "text/html"]] },
    responseExtra: { headers: { "content-type": "text/html", "set-cookie": "a=1\nb=2" } },
  });
  expect(responseHeaders(draft)).toEqual([
    ["content-type", "text/html"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ]);
});
