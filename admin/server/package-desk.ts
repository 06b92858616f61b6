// Promises sealed packages made in the background, one at a time for each person, kept a while for taking and then removed.
import { mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { now, nowMs } from "#core/clock.ts";
import { AppError, type ErrorCode, toAppError } from "#core/errors.ts";
import { type CaptureId, newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import type { Packaged, PackagingRequest } from "./desk-context.ts";

/** How long a finished package waits on this machine. */
export const packageLivesMs = 30 * 60_000;

export interface PackageJob {
  id: string;
  login: string;
  /** Of what it is made: a finding or a case. */
  findingId: string | null;
  ofCase: PackagingRequest["ofCase"];
  host: string;
  startedAt: Date;
  /** Captures of the finding whose bytes may not leave. */
  leftOut: number;
  captureIds: readonly CaptureId[];
  state: "making" | "ready" | "failed";
  done: number;
  total: number;
  /** The part in hand. */
  words: string;
  /** Null unless it failed. */
  error: { code: ErrorCode; message: string } | null;
  made: (Packaged & { file: string; until: Date }) | null;
}

export type NewPackage = Pick<PackageJob, "login" | "findingId" | "ofCase" | "host" | "leftOut" | "captureIds"> & {
  purpose: string;
};

export interface PackageDesk {
  /** Starts making. Throws `conflict` while another package of this person is being made. */
  start(asked: NewPackage): PackageJob;
  /** The person's last package, or null where there is none or its time is over. */
  of(login: string): PackageJob | null;
  /** A finished package of this person by its id. Throws `not-found`. */
  take(packageId: string, login: string): NonNullable<PackageJob["made"]>;
  close(): void;
}

type Make = (request: PackagingRequest) => Promise<Packaged>;

/** What a former process left in `folder` is removed: nobody holds an address to it. */
export function openPackageDesk(folder: string, make: Make): PackageDesk {
  rmSync(folder, { recursive: true, force: true });
  const jobs = new Map<string, PackageJob>();
  const drop = (job: PackageJob) => {
    if (job.made) void rm(job.made.file, { force: true }).catch(() => undefined);
    if (jobs.get(job.login) === job) jobs.delete(job.login);
  };
  const sweep = () => {
    for (const job of jobs.values()) if (job.made && job.made.until.getTime() <= nowMs()) drop(job);
  };
  const timer = setInterval(sweep, 60_000).unref();
  return {
    start(asked) {
      sweep();
      const before = jobs.get(asked.login);
      if (before?.state === "making")
        throw new AppError("conflict", {
          detail: "a package of yours is being made",
          cure: "Wait until it is ready.",
        });
      if (before) drop(before);
      const job = newJob(asked);
      jobs.set(asked.login, job);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      void run(job, asked.purpose, path.join(folder, `${job.id}.zip`), make);
      return job;
    },
    of(login) {
      sweep();
      return jobs.get(login) ?? null;
    },
    take(packageId, login) {
      sweep();
      const made = jobs.get(login)?.made;
      if (made?.packageId !== packageId) throw new AppError("not-found", { detail: "no such package waits here" });
      return made;
    },
    close() {
      clearInterval(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newJob({ purpose: _purpose, ...asked }: NewPackage): PackageJob {
  const idle = { done: 0, total: 0, words: "", error: null, made: null };
  return { ...asked, ...idle, id: newId(), startedAt: now(), state: "making" };
}

async function run(job: PackageJob, purpose: string, file: string, make: Make): Promise<void> {
  const onProgress = (done: number, total: number, words: string) => void Object.assign(job, { done, total, words });
  try {
    const made = await make({
      captureIds: job.captureIds,
      file,
      purpose,
      by: job.login,
      ofCase: job.ofCase,
      onProgress,
    });
    job.made = { ...made, file, until: new Date(nowMs() + packageLivesMs) };
    job.state = "ready";
  } catch (raw) {
    const error = toAppError(raw);
    log[error.meaning.level]({ err: error, findingId: job.findingId, caseId: job.ofCase?.id }, "desk.package-failed");
    job.error = { code: error.code, message: error.meaning.http >= 500 ? error.code : error.message };
    job.state = "failed";
    await rm(file, { force: true }).catch(() => undefined);
  }
}
