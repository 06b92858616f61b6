// Promises the doors to other systems: tokens with scopes, signed webhooks, and the four questions that a token may ask.
import { z } from "zod";
import { CaseState } from "#core/nouns/case.ts";
import { Category } from "#core/nouns/category.ts";
import { FindingStatus, QueueVerdict } from "./findings.ts";
import { Instant } from "./problem.ts";

/** What a token may do; each route under /api/v1 names one. */
export const Scope = z.enum(["findings.read", "cases.read", "tips.write"]);
export type Scope = z.infer<typeof Scope>;

export const MakeToken = z.object({
  name: z.string().trim().min(2).max(100),
  scopes: z.array(Scope).min(1).max(10),
  /** A token lives a year at most. */
  days: z.number().int().min(1).max(366),
});
export type MakeToken = z.infer<typeof MakeToken>;

export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type TokenView = z.infer<typeof TokenView>;
export const Tokens = z.object({ items: z.array(TokenView) });
export type Tokens = z.infer<typeof Tokens>;

/** The token itself is shown once and kept nowhere. */
export const TokenReply = z.object({ token: TokenView, secret: z.string() });
export type TokenReply = z.infer<typeof TokenReply>;

/** Acts of the trail that a webhook may be told. */
export const WebhookKind = z.enum([
  "finding.decided",
  "case.opened",
  "case.stepped",
  "document.issued",
  "tip.received",
]);
export type WebhookKind = z.infer<typeof WebhookKind>;

export const AddWebhook = z.object({
  url: z.url({ protocol: /^https?$/ }).max(500),
  kinds: z.array(WebhookKind).min(1),
});
export type AddWebhook = z.infer<typeof AddWebhook>;

export const WebhookView = z.object({
  id: z.uuid(),
  url: z.string(),
  kinds: z.array(z.string()),
  createdBy: z.string(),
  createdAt: Instant,
  disabledAt: Instant.nullable(),
  delivered: z.number().int(),
  waiting: z.number().int(),
  givenUp: z.number().int(),
  /** English, as it was met; "" where nothing failed. */
  lastError: z.string(),
});
export type WebhookView = z.infer<typeof WebhookView>;
export const Webhooks = z.object({
  items: z.array(WebhookView),
  /** Hosts that the operator allows (VONGGAC_WEBHOOK_HOSTS). */
  hosts: z.array(z.string()),
  /** Public key that the signatures are checked with (Standard Webhooks, v1a); null until the workers ran once. */
  publicKey: z.string().nullable(),
});
export type Webhooks = z.infer<typeof Webhooks>;

/** What another system pushes: no identity of a person goes this way. */
export const PushTip = z.object({
  /** The other system's own number; pushing it again gives the first answer. */
  reference: z.string().trim().min(1).max(100),
  address: z.string().trim().min(3).max(2000),
  what: z.string().trim().min(3).max(5000),
  seenWhen: z.string().trim().max(200).default(""),
});
export type PushTip = z.infer<typeof PushTip>;
export const PushedTip = z.object({ number: z.string(), isNew: z.boolean() });

const Since = z.object({
  /** `next` of the page before; empty starts at the beginning. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const PullFindings = Since.extend({ status: FindingStatus.optional(), category: Category.optional() });

export const PulledFinding = z.object({
  id: z.uuid(),
  url: z.string(),
  host: z.string(),
  /** "" where the evidence is quarantined or destroyed. */
  title: z.string(),
  category: Category,
  verdict: QueueVerdict,
  score: z.number(),
  status: FindingStatus,
  createdAt: Instant,
  updatedAt: Instant,
  capture: z.object({ id: z.uuid(), sha256: z.string(), sealedAt: Instant }),
});
export type PulledFinding = z.infer<typeof PulledFinding>;
export const PulledFindings = z.object({ items: z.array(PulledFinding), next: z.string().nullable() });

export const PullCases = Since.extend({ state: CaseState.optional() });
export const PulledCase = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  category: z.string(),
  state: CaseState,
  detectedAt: Instant,
  updatedAt: Instant,
  findings: z.array(z.uuid()),
});
export type PulledCase = z.infer<typeof PulledCase>;
export const PulledCases = z.object({ items: z.array(PulledCase), next: z.string().nullable() });
