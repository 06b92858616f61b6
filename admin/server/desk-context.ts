// Promises what every route is given: the pool, the origins, the store of sealed bytes, and the doors to the workers.
import type pg from "pg";
import type { Config } from "#core/config.ts";
import type { TargetId } from "#core/id.ts";
import type { SealRow } from "#core/records/capture.ts";
import type { TargetRow } from "#core/records/target.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { Store } from "#evidence/store/store.ts";
import type { AddTarget, ImportRow } from "../api/targets.ts";
import type { Act } from "./access.ts";
import type { EvidenceLinks } from "./evidence-links.ts";
import type { Origins, Surface } from "./origins.ts";

/** What the desk asks of others; whoever composes the program supplies it. */
export interface DeskPorts {
  /** Opens scans (or joins the running ones) and gives how many targets were asked for. */
  askScan(targetIds: TargetId[], actor: string): Promise<{ asked: number }>;
  /** Normalises, refuses private addresses (`guard.refused`, `input.invalid`), saves. */
  addTarget(target: AddTarget, actor: string): Promise<{ target: TargetRow; isNew: boolean }>;
  /** Enters a view or a copy of an original in the custody log; it throws where the log cannot be written, and nothing is shown. */
  recordCustody(act: "original.viewed" | "export", seal: SealRow, actor: string): Promise<void>;
  /** One result a row of the CSV; with `dryRun` nothing is saved. */
  importWatchlist(csv: string, options: { dryRun: boolean; actor: string }): Promise<ImportRow[]>;
}

export interface DeskContext {
  config: Config;
  pool: pg.Pool;
  origins: Origins;
  store: Store;
  links: EvidenceLinks;
  ports: DeskPorts;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call this route; `public` needs no session. Every /api route names one. */
    access?: Act | "public";
  }
  interface FastifyRequest {
    surface: Surface | null;
    session: LiveSession | null;
  }
}
