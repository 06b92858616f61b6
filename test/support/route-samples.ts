// Promises a plain request for every route: generic values for addresses and bodies, and one line here where those will not do.
import type { GuardedRoute } from "#admin/server/guard-requests.ts";
import { newId } from "#core/id.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { deskHost, deskOrigin, type Signed, type TestDesk } from "./desk.ts";

/** Routes under /api that need no session, each for a reason. */
export const publicRoutes = [
  "POST /api/session", // signing in
];

/** Addresses outside /api: health, the web app, bytes behind signed addresses on their own origins, the public's form of tips. */
export const outsideApi = [
  /^\/phan-anh(\/tra-cuu|\/style\.css)?$/,
  /^\/healthz$/,
  /^\/$/,
  /^\/\*$/,
  /^\/assets\/\*$/,
  /^\/e\//,
  /^\/(r|replay|replaywebpage)\//,
];

/** Values for parameters of addresses, by their name; any other name gets a UUID that nothing has. */
const params: Record<string, string> = {
  token: "khong-co",
  index: "0",
};

/** Query or body of a route for which nothing at all will not do (`METHOD /address`: it would break or never end). */
const samples: Record<string, { query?: string; body?: object }> = {
  // An empty office would end the sessions of guests.
  "PUT /api/office": { body: { ...emptyOffice, guestsAllowed: true } },
};

export function sampleUrl(route: GuardedRoute): string {
  const path = route.url
    .replaceAll(/:(\w+)(\([^)]*\))?/g, (_, name: string) => params[name] ?? newId())
    .replace("*", "x");
  const query = samples[`${route.method} ${route.url}`]?.query;
  return query ? `${path}?${query}` : path;
}

let places = 0;

/** Sends it; an endless answer (server-sent events) is cut after its headers. */
export async function callRoute(
  desk: TestDesk,
  route: GuardedRoute,
  session: Signed | null,
  change: Record<string, string> = {},
): Promise<{ statusCode: number; message: string; headers: Record<string, unknown> }> {
  const isWrite = !["GET", "HEAD", "OPTIONS"].includes(route.method);
  const body = samples[`${route.method} ${route.url}`]?.body ?? {};
  const own = session ? { cookie: session.cookie, "x-csrf-token": session.csrf } : {};
  places += 1;
  const answer = await desk.app.inject({
    method: route.method as "GET",
    url: sampleUrl(route),
    // A place of its own, so that limits of attempts a minute do not mix in.
    remoteAddress: `127.2.${(places >> 8) & 255}.${places & 255}`,
    headers: { host: deskHost, origin: deskOrigin, ...own, ...change },
    payloadAsStream: true,
    ...(isWrite ? { payload: body } : {}),
  });
  const { statusCode, headers } = answer;
  if (statusCode < 400) {
    answer.stream().destroy();
    return { statusCode, message: "", headers };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of answer.stream()) chunks.push(Buffer.from(chunk as Uint8Array));
  const text = Buffer.concat(chunks).toString();
  return {
    statusCode,
    headers,
    message: text.startsWith("{") ? (JSON.parse(text) as { message: string }).message : text,
  };
}
