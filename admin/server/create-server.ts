// Promises the desk's server: every request guarded, every route under its contract, the web bundle beside them.
import path from "node:path";
import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type pg from "pg";
import type { Config } from "#core/config.ts";
import { readOffice } from "#core/records/office.ts";
import type { Store } from "#evidence/store/store.ts";
import type { DeskContext, DeskPorts } from "./desk-context.ts";
import { describeApi } from "./describe-api.ts";
import { createEvidenceLinks } from "./evidence-links.ts";
import { openHandedPackages } from "./handed-packages.ts";
import { guardRequests, healthPath } from "./guard-requests.ts";
import { type Origins, resolveOrigins } from "./origins.ts";
import { openPackageDesk } from "./package-desk.ts";
import { addAuditRoutes } from "./routes/audit.ts";
import { addAheadRoutes } from "./routes/ahead.ts";
import { addConnectionRoutes } from "./routes/connections.ts";
import { addOverviewRoutes } from "./routes/overview.ts";
import { addReportDocumentRoutes } from "./routes/report-documents.ts";
import { addReportRoutes } from "./routes/reports.ts";
import { addReportSettingRoutes } from "./routes/report-settings.ts";
import { addPushTipRoutes } from "./routes/push-tip.ts";
import { addPullRoutes } from "./routes/pull.ts";
import { addBesideRoutes } from "./routes/beside.ts";
import { addCaptureRoutes } from "./routes/captures.ts";
import { addCaseContentRoutes } from "./routes/case-contents.ts";
import { addCasePackageRoutes } from "./routes/case-package.ts";
import { addCaseStepRoutes } from "./routes/case-steps.ts";
import { addCaseWorkRoutes } from "./routes/case-work.ts";
import { addCaseRoutes } from "./routes/cases.ts";
import { addClockRoutes } from "./routes/clock.ts";
import { addCompareRoutes } from "./routes/compare.ts";
import { addCustodyRoutes } from "./routes/custody.ts";
import { addLetterDocumentRoutes } from "./routes/letter-documents.ts";
import { addDocumentFileRoutes } from "./routes/document-files.ts";
import { addDocumentRegisterRoutes } from "./routes/document-register.ts";
import { addDocumentRoutes } from "./routes/documents.ts";
import { addDocumentTemplateRoutes } from "./routes/document-templates.ts";
import { addDeadlineRoutes } from "./routes/deadlines.ts";
import { addEvidenceRoutes } from "./routes/evidence.ts";
import { addFindingRoutes } from "./routes/finding.ts";
import { addFindingsRoutes } from "./routes/findings.ts";
import { addHoldRoutes } from "./routes/holds.ts";
import { addLawRoutes } from "./routes/law.ts";
import { addOfficeRoutes } from "./routes/office.ts";
import { addIntakeRoutes } from "./routes/intake.ts";
import { addKnowledgeRoutes } from "./routes/knowledge.ts";
import { addLetterRoutes } from "./routes/letters.ts";
import { addPackageRoutes } from "./routes/packages.ts";
import { addPeopleRoutes } from "./routes/people.ts";
import { addReceivedRoutes } from "./routes/received.ts";
import { addProofRoutes } from "./routes/proof.ts";
import { addReplayRoutes } from "./routes/replay.ts";
import { addScanRoutes } from "./routes/scans.ts";
import { addSecondFactorRoutes } from "./routes/second-factor.ts";
import { addSessionRoutes } from "./routes/session.ts";
import { addBulkRoutes } from "./routes/bulk.ts";
import { addGroupRoutes } from "./routes/groups.ts";
import { addSecondReviewRoutes } from "./routes/second-reviews.ts";
import { addSavedFilterRoutes } from "./routes/saved-filters.ts";
import { addTriageRoutes } from "./routes/triage.ts";
import { addTargetRoutes } from "./routes/targets.ts";
import { addTipFormRoutes } from "./routes/tip-form.ts";
import { addTipRoutes } from "./routes/tips.ts";
import { addTimelineRoutes } from "./routes/timeline.ts";
import { addViewingRoutes } from "./routes/viewing.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { serveWeb } from "./serve-web.ts";
import { showErrors } from "./show-errors.ts";
import type { TypedApp } from "./typed-app.ts";

export interface ServerOptions {
  config: Config;
  pool: pg.Pool;
  store: Store;
  ports: DeskPorts;
  /** Default: from the configuration and its port. */
  origins?: Origins;
  /** Folder of the built web app; null serves the API alone. */
  webDir: string | null;
}

/** X-Forwarded-For is believed only from the reverse proxies that the configuration names. */
function trustedProxies(config: Config): string[] | false {
  const list = (config.VONGGAC_TRUSTED_PROXIES ?? "").split(/[\s,]+/).filter(Boolean);
  return list.length > 0 ? list : false;
}

export async function createServer(options: ServerOptions): Promise<TypedApp> {
  const { config, pool, store, ports } = options;
  const origins = options.origins ?? resolveOrigins(config, config.VONGGAC_PORT);
  const handed = openHandedPackages(path.join(config.dataDir, "handed"), pool);
  const packages = openPackageDesk(path.join(config.dataDir, "cache", "packages"), async (request) => {
    const made = await ports.makePackage(request);
    if (request.ofCase && (await readOffice(pool)).guestsAllowed) await handed.keep(made.packageId, request.file);
    return made;
  });
  const ctx: DeskContext = { config, pool, store, ports, origins, packages, handed, links: createEvidenceLinks() };
  const app = Fastify({
    logger: false,
    trustProxy: trustedProxies(config),
    bodyLimit: 64_000,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 400 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Fastify reads plain text of itself; no route of ours takes it.
  app.removeContentTypeParser("text/plain");
  app.addHook("onClose", async () => {
    packages.close();
    handed.close();
  });
  showErrors(app);
  await app.register(cookie);
  await addSecurityHeaders(app, origins);
  guardRequests(app, ctx);
  await app.register(rateLimit, {
    global: true,
    max: 1200,
    timeWindow: 60_000,
    allowList: (request) => request.url === healthPath,
    // An office stands behind one address: who is signed in is counted by himself, strangers by where they come from.
    keyGenerator: (request) => request.session?.login ?? request.ip,
  });
  await describeApi(app);
  app.get(healthPath, { config: { access: "public" } }, async () => "ok\n");
  const typed = app.withTypeProvider() as unknown as TypedApp;
  const groups = [
    addSessionRoutes,
    addSecondFactorRoutes,
    addFindingsRoutes,
    addFindingRoutes,
    addTriageRoutes,
    addBulkRoutes,
    addGroupRoutes,
    addSecondReviewRoutes,
    addSavedFilterRoutes,
    addCaptureRoutes,
    addAheadRoutes,
    addBesideRoutes,
    addProofRoutes,
    addViewingRoutes,
    addCompareRoutes,
    addReplayRoutes,
    addTimelineRoutes,
    addCustodyRoutes,
    addClockRoutes,
    addEvidenceRoutes,
    addPackageRoutes,
    addReceivedRoutes,
    addCaseRoutes,
    addCaseContentRoutes,
    addCaseWorkRoutes,
    addCaseStepRoutes,
    addCasePackageRoutes,
    addHoldRoutes,
    addTargetRoutes,
    addLetterRoutes,
    addIntakeRoutes,
    addKnowledgeRoutes,
    addTipRoutes,
    addTipFormRoutes,
    addScanRoutes,
    addPeopleRoutes,
    addDocumentRoutes,
    addDocumentRegisterRoutes,
    addDocumentFileRoutes,
    addLetterDocumentRoutes,
    addDocumentTemplateRoutes,
    addOfficeRoutes,
    addLawRoutes,
    addDeadlineRoutes,
    addAuditRoutes,
    addConnectionRoutes,
    addPullRoutes,
    addPushTipRoutes,
    addReportRoutes,
    addReportDocumentRoutes,
    addReportSettingRoutes,
    addOverviewRoutes,
  ];
  for (const add of groups) add(typed, ctx);
  await serveWeb(app, options.webDir);
  return typed;
}
