// Promises the registers that an office keeps as books: cases, takedowns, hand-overs and tips of a period, one line each; never who gave a tip.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import type { Period } from "../nouns/report.ts";
import { instantsOf } from "./figure.ts";

const sql = loadSql(import.meta.url, "caseBook", "takedownBook", "handoverBook", "tipBook");

const Text = z.string().nullable();
const At = z.date().nullable();

const CaseLine = z.object({
  number: z.string(),
  title: z.string(),
  category: z.string(),
  source: z.string(),
  area: z.string(),
  state: z.string(),
  detectedAt: z.date(),
  conductOn: Text,
  subjects: Text,
  hosts: Text,
  fines: z.number().nullable(),
  decisions: Text,
});
const TakedownLine = z.object({
  number: z.string(),
  url: z.string(),
  kind: z.string(),
  addressee: z.string(),
  registrar: z.string(),
  channel: z.string(),
  requestedAt: z.date(),
  dueAt: At,
  state: z.string(),
  settledAt: At,
  requestedBy: z.string(),
  checks: Text,
});
const HandoverLine = z.object({
  number: z.string(),
  agency: z.string(),
  kind: z.string(),
  subjectLine: z.string(),
  sentOn: Text,
  dueOn: Text,
  packageId: Text,
  receiptNumber: Text,
  receivedOn: Text,
  repliedOn: Text,
  result: Text,
});
const TipLine = z.object({
  number: z.string(),
  channel: z.string(),
  incomingNumber: z.string(),
  receivedOn: z.string(),
  address: z.string(),
  what: z.string(),
  state: z.string(),
  lastReason: Text,
});

/** Lines of a book in a period; 20,000 at most. */
export const readBook = {
  cases: (db: Db, period: Period) => selectRows(db, sql.caseBook, instantsOf(period), CaseLine),
  takedowns: (db: Db, period: Period) => selectRows(db, sql.takedownBook, instantsOf(period), TakedownLine),
  handovers: (db: Db, period: Period) => selectRows(db, sql.handoverBook, instantsOf(period), HandoverLine),
  tips: (db: Db, period: Period) => selectRows(db, sql.tipBook, instantsOf(period), TipLine),
};
