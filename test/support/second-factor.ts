// Promises the part of an authenticator app in tests: it holds a secret and tells the code of the moment.
import { codeOf, stepAt } from "#admin/server/totp.ts";
import { nowMs } from "#core/clock.ts";
import { deskHost, deskOrigin, type Signed, type TestDesk } from "./desk.ts";

type Answer = Awaited<ReturnType<Signed["call"]>>;

/** RFC 4648 section 6, without padding. */
export function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** The session that an answer with a new cookie opens. */
export function sessionFrom(
  desk: TestDesk,
  answer: Answer,
  csrf = answer.json<{ csrfToken: string }>().csrfToken,
): Signed {
  const cookie = String(answer.headers["set-cookie"]).split(";")[0]!;
  const own = { host: deskHost, origin: deskOrigin, cookie, "x-csrf-token": csrf };
  return {
    cookie,
    csrf,
    call: async (method, url, body, headers = {}) =>
      desk.app.inject({ method, url, headers: { ...own, ...headers }, ...(body ? { payload: body } : {}) }),
  };
}

export function giveCode(session: Signed, { secret }: { secret: Buffer }): Promise<Answer> {
  const code = codeOf(secret, stepAt(nowMs()));
  return session.call("POST", "/api/session/second-factor", { kind: "totp", code });
}

/** Sets the app up for who is signed in; the session given ends, the new one comes back. */
export async function addTotp(
  desk: TestDesk,
  signed: Signed,
): Promise<{ secret: Buffer; codes: string[]; session: Signed }> {
  const offer = await signed.call("POST", "/api/second-factors/totp");
  const secret = fromBase32(offer.json<{ secret: string }>().secret);
  const done = await signed.call("PUT", "/api/second-factors/totp", { code: codeOf(secret, stepAt(nowMs())) });
  if (done.statusCode !== 200) throw new Error(`enrolment ${done.statusCode}: ${done.body}`);
  const { csrfToken } = (await sessionFrom(desk, done, "").call("GET", "/api/session")).json<{ csrfToken: string }>();
  return { secret, codes: done.json<{ codes: string[] }>().codes, session: sessionFrom(desk, done, csrfToken) };
}
