// Promises tokens from the test authority, lying ones as well, with the facts that a careless office would keep beside them.
import { canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { makeRequest } from "#evidence/time/time-stamp-request.ts";
import { useEngine } from "#evidence/verify/engine.ts";
import { nodeEngine } from "#evidence/verify/node/node-engine.ts";
import { readToken } from "#evidence/verify/token.ts";
import type { AuthorityMode, TestAuthority } from "../time-stamp-authority.ts";

export interface TokenPair {
  /** TimeStampResp, DER. */
  token: Buffer;
  facts: Buffer;
}

/** Nothing of the answer is checked: what the facts say is what the token says, the nonce that of the question. */
export async function askToken(
  authority: TestAuthority,
  stamped: Uint8Array,
  imprintOf: string,
  mode: AuthorityMode = "good",
): Promise<TokenPair> {
  const request = makeRequest(stamped);
  const before = authority.mode;
  authority.mode = mode;
  const answer = await fetch(authority.url, {
    method: "POST",
    body: new Uint8Array(request.der),
    signal: AbortSignal.timeout(5000),
  });
  const token = Buffer.from(await answer.arrayBuffer());
  authority.mode = before;
  return { token, facts: factsOf(token, request.nonce, imprintOf, authority.url) };
}

function factsOf(token: Buffer, nonce: string, imprintOf: string, url: string): Buffer {
  useEngine(nodeEngine);
  const at = new Date().toISOString();
  const read = readable(token);
  return canonicalBytes({
    format: "vonggac-token/1",
    authority: url,
    askedAt: at,
    receivedAt: at,
    imprintOf,
    nonce,
    genTime: read ? new Date(read.genTimeMs).toISOString() : at,
    policy: read?.policy ?? "1.2",
    serial: (read?.serial ?? 1n).toString(16),
    chain: [],
    revocation: [],
  });
}

function readable(token: Buffer) {
  try {
    return readToken(token, "token");
  } catch {
    return null;
  }
}
