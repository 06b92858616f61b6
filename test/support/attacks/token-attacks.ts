// Promises attacks on time: tokens of other things, by other means, at other times, with other facts beside them.
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import { membersOf, readElement } from "#evidence/time/der-reader.ts";
import { sequence } from "#evidence/time/der-writer.ts";
import type { AuthorityMode } from "../time-stamp-authority.ts";
import { askToken, type TokenPair } from "./ask-token.ts";
import { type Attack, pinned } from "./attack.ts";
import type { AttackWorld } from "./attack-world.ts";
import { withUnsignedAttribute } from "./office-attacks.ts";

const beside = (world: AttackWorld, ...pairs: TokenPair[]) => ({
  file: `${world.one.captureId}.wacz`,
  bytes: world.one.bytes,
  beside: pairs.flatMap(({ token, facts }, i) => [
    { name: `${world.one.captureId}.${i + 1}.tsr`, bytes: token },
    { name: `${world.one.captureId}.${i + 1}.tsr.json`, bytes: facts },
  ]),
});

const lying = (name: string, expects: string, mode: AuthorityMode) =>
  pinned(name, expects, async (world) =>
    beside(world, await askToken(world.authority, world.one.manifest, "manifest", mode)),
  );

const changedFacts = (name: string, change: Record<string, Json>) =>
  pinned(name, "token.facts", (world) => {
    const facts = { ...(JSON.parse(world.token.facts.toString()) as Record<string, Json>), ...change };
    return beside(world, { token: world.token.token, facts: canonicalBytes(facts) });
  });

const changedToken = (name: string, expects: string, change: (token: Buffer) => Buffer) =>
  pinned(name, expects, (world) => beside(world, { ...world.token, token: change(world.token.token) }));

export const tokenAttacks: Attack[] = [
  pinned("the token of another manifest", "token.imprint", async (world) =>
    beside(world, await askToken(world.authority, world.two.manifest, "manifest")),
  ),
  lying("a token by an expired certificate", "token.validity", "expired"),
  lying("a token by a certificate for e-mail", "token.usage", "wrong-usage"),
  lying("a token whose usage is not critical", "token.usage", "usage-not-critical"),
  lying("a token by a certificate for more than time", "token.usage", "usage-not-exclusive"),
  lying("a token whose signature does not hold", "token.signature", "bad-signature"),
  lying("a token bound to another certificate", "token.signature", "wrong-binding"),
  lying("a token with the digest of other content", "token.signature", "wrong-digest"),
  lying("a token that answers another question", "token.facts", "wrong-nonce"),
  lying("a token older than the seal (clock rolled back)", "token.time", "past"),
  lying("a refusal kept as a token", "token.form", "rejects"),
  changedFacts("another nonce in the facts", { nonce: "0badc0de" }),
  changedFacts("another policy in the facts", { policy: "1.2.3.4" }),
  changedFacts("another time in the facts", { genTime: "2020-01-01T00:00:00.000Z" }),
  changedToken("bytes behind a token", "token.form", (token) => Buffer.concat([token, Buffer.from([0])])),
  changedToken("a token with an unsigned attribute", "token.form", (token) => {
    const [status, info] = membersOf(readElement(token));
    return sequence(status!.bytes, withUnsignedAttribute(info!.bytes));
  }),
  pinned("a renewal of another token", "token.imprint", async (world) =>
    beside(world, world.token, await askToken(world.authority, world.two.manifest, "token:1")),
  ),
  pinned("a renewal of a token that comes later", "token.imprint", async (world) =>
    beside(world, await askToken(world.authority, world.token.token, "token:2"), world.token),
  ),
];
