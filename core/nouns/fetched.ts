// Promises what one visit over the network brought home, through HTTP or a browser alike.
import { z } from "zod";

/** TLS as seen on the connection that delivered the answer. An untrusted certificate stops no visit and weighs nothing by itself. */
export const TlsFacts = z.object({
  trusted: z.boolean(),
  /** Node or Chromium reason ("DEPTH_ZERO_SELF_SIGNED_CERT"), "" when trusted. */
  reason: z.string(),
  protocol: z.string(),
  /** DER certificates, leaf first, base64. */
  chain: z.array(z.string()),
});
export type TlsFacts = z.infer<typeof TlsFacts>;

/** The server's address, or why it is not known (behind an upstream proxy: never the proxy's own). */
export const ServerAddress = z.object({ ip: z.string().nullable(), note: z.string() });
export type ServerAddress = z.infer<typeof ServerAddress>;
export const addressBehindProxy = "qua proxy, không rõ địa chỉ máy chủ";

/** One request and its answer. Header names keep order, case and duplicates where the client can see them. */
export const Exchange = z.object({
  id: z.string(),
  url: z.string(),
  method: z.string(),
  requestHeaders: z.array(z.tuple([z.string(), z.string()])),
  requestBodyBase64: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string(),
  status: z.number().int().nullable(),
  statusText: z.string(),
  httpVersion: z.string(),
  responseHeaders: z.array(z.tuple([z.string(), z.string()])),
  /** `wire`: as sent; `decoded`: content coding undone (the header then travels as x-orig-content-encoding); `none`: no body is recorded. */
  bodyForm: z.enum(["wire", "decoded", "none"]),
  /** Path in the bundle folder, or null without body. */
  bodyFile: z.string().nullable(),
  bodySizeBytes: z.number().int(),
  truncated: z.enum(["", "length", "time", "disconnect"]),
  server: ServerAddress,
  tls: TlsFacts.nullable(),
  /** `recorded`, `blocked` by our guard or rule, or `failed`. */
  outcome: z.enum(["recorded", "blocked", "failed"]),
  outcomeReason: z.string(),
  resourceType: z.string(),
  /** Id of the exchange that redirected here, or null. */
  redirectedFrom: z.string().nullable(),
  fromServiceWorker: z.boolean(),
  /** Whether the header bytes are those of the wire (order, case, duplicates, Latin-1) or as the browser tells them. */
  headersForm: z.enum(["wire", "told"]).default("told"),
  /** WebSocket frames or event-stream events, one JSON object a line, in the bundle folder; null when there are none. */
  messagesFile: z.string().nullable().default(null),
  /** What Chromium's network log says of the same exchange; null where no such log was kept. */
  netlog: z
    .object({
      /** `agrees`: the same body bytes; `agrees-decoded`: after undoing the content coding; `unseen`: one of the two alone has it, or its body (the note says which);
       *  `not-applicable`: nothing went over the network (blocked, made by a service worker, data from a cache). */
      verdict: z.enum(["agrees", "agrees-decoded", "differs", "unseen", "not-applicable"]),
      note: z.string(),
    })
    .nullable()
    .default(null),
});
export type Exchange = z.infer<typeof Exchange>;

/** What an exchange says that only one client saw. */
export const seenByClientOnly = { headersForm: "told", messagesFile: null, netlog: null } as const;

/** The HTTP fetch of one page: the chain of exchanges and the last body. */
export const Fetched = z.object({
  url: z.string(),
  finalUrl: z.string(),
  /** Redirects included, in order; bodies stand in `bodies` by exchange id. */
  exchanges: z.array(Exchange),
  via: z.enum(["http", "browser"]),
  /** Last answer's content type and charset as decided. */
  contentType: z.string(),
  charset: z.string(),
});
export type Fetched = z.infer<typeof Fetched> & {
  bodies: Map<string, Uint8Array>;
  /** Decoded document. */ html: string;
};
