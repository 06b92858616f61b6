// Promises which sites rare shared traces tie to a host, for the queue's groups and filters.
import { selectTracesOf } from "#core/records/site-trace.ts";
import type { DeskPorts } from "#admin/server/desk-context.ts";
import { leastWeight } from "#detection/operator/link-sites.ts";
import type { House } from "#workers/house.ts";
import { createKnowledgeSource } from "#workers/knowledge-source.ts";
import { linksOfHost } from "#workers/operators.ts";

const mostSites = 50;

export function createTriagePorts({
  config,
  database,
}: Pick<House, "config" | "database">): Pick<DeskPorts, "linkedSites"> {
  const { pool } = database;
  const knowledge = createKnowledgeSource(pool, config.VONGGAC_RULES_DIR);
  return {
    linkedSites: async (host) => {
      const links = await linksOfHost(pool, await knowledge(), `https://${host}/`, leastWeight);
      return Promise.all(
        links.slice(0, mostSites).map(async ({ between, say }) => {
          const [site, other] = between;
          const own = host === site || host.endsWith(`.${site}`);
          const domain = own ? other : site;
          const hosts = [...new Set((await selectTracesOf(pool, domain)).map((trace) => trace.host))];
          return { domain, hosts, say };
        }),
      );
    },
  };
}
