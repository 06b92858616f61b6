// Promises that whatever goes wrong reaches the screen as one Problem with a closed code, and never as a stack or page text.
import type { FastifyError, FastifyInstance } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { Problem } from "../api/problem.ts";

/** Codes of Fastify itself that are the sender's fault. */
function translate(error: FastifyError | AppError): AppError {
  // PostgreSQL takes no NUL and no broken UTF-8 in a text (22021, 22P05): what was sent is wrong, not the database.
  if (error instanceof AppError && ["22021", "22P05"].includes(String(error.facts.sqlstate)))
    return new AppError("input.invalid", { cause: error, detail: "a text holds a character that cannot be kept" });
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const detail = error.validation.map((v) => `${v.instancePath.slice(1) || "request"}: ${v.message}`).join("; ");
    return new AppError("input.invalid", { detail });
  }
  if (error.statusCode === 429)
    return new AppError("auth.locked", { detail: "too many requests", cure: "Wait a minute." });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new AppError("input.invalid", { detail: error.message });
  return toAppError(error);
}

export function showErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | AppError>((raw, request, reply) => {
    const error = translate(raw);
    const { http, level } = error.meaning;
    const where = { code: error.code, facts: error.facts, method: request.method, route: request.routeOptions.url };
    // A refusal is not a fault: it is logged without a stack.
    if (http >= 500) log[level]({ ...where, err: error }, "desk.request-failed");
    else log[level]({ ...where, detail: error.message }, "desk.request-refused");
    // What broke inside is for the log; the screen gets the code.
    const message = http >= 500 ? error.code : error.message;
    const body: Problem = { code: error.code, message, cure: error.cure ?? null };
    // A body of a kind that no route reads says so by its own status (RFC 9110 section 15.5.16).
    const status = raw.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE" ? 415 : http;
    if (!reply.sent) void reply.code(status).header("cache-control", "no-store").send(body);
  });
}
