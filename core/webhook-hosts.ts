// Promises one reading of where webhooks may go, and one name under which their public key is shown.
import type { Config } from "./config.ts";

/** Name of the setting that shows the public key at the desk. */
export const webhookKeySetting = "webhook-key";

/** Hosts of VONGGAC_WEBHOOK_HOSTS with their ports, lower case. */
export function readWebhookHosts(config: Pick<Config, "VONGGAC_WEBHOOK_HOSTS">): string[] {
  return (config.VONGGAC_WEBHOOK_HOSTS ?? "")
    .split(",")
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean);
}
