// Promises the licence lines that earlier scans read on other hosts with one of this page's numbers.
import type { SeenLicence } from "#core/nouns/observation.ts";
import { selectSeenLicences } from "#core/records/seen-licence.ts";
import { licencesOf } from "#detection/licence/page-licences.ts";
import type { House } from "./house.ts";
import type { Observed } from "./observe.ts";

/** Empty where the page shows no dated line: then there is nothing to compare. */
export async function seenLicencesFor(house: House, { page }: Pick<Observed, "page">): Promise<SeenLicence[]> {
  return selectSeenLicences(house.database.pool, licencesOf(page));
}
