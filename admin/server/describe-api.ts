// Promises the API's own description (OpenAPI 3.1), made of the same contracts that the routes check.
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { readVersion } from "#core/version.ts";

/** Where it is served: to whoever is signed in. */
export const descriptionPath = "/api/openapi.json";

function securityOf(access: string, scope: string | undefined): Record<string, string[]> {
  return access === "token" ? { token: [scope ?? ""] } : { session: [access] };
}

/** Must be registered before the routes. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Vọng Gác",
        version: readVersion(),
        description:
          "Routes under /api/v1 are for other systems and take a token with scopes; all others are the desk's own and take its session.",
        license: { name: "AGPL-3.0-or-later" },
      },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "A token made at the desk, with scopes." },
          session: { type: "apiKey", in: "cookie", name: "session" },
        },
      },
    },
    transform: ({ schema, url, route, ...rest }) => {
      const told = jsonSchemaTransform({ schema, url, route, ...rest });
      const { access, scope } = route.config ?? {};
      if (!url.startsWith("/api/") || !access) return { ...told, schema: { ...told.schema, hide: true } };
      const tags = [url.startsWith("/api/v1/") ? "v1" : "desk"];
      const security = access === "public" ? [] : [securityOf(access, scope)];
      return { ...told, schema: { ...told.schema, tags, security } };
    },
  });
  app.get(descriptionPath, { config: { access: "session.own" } }, async () => app.swagger());
}
