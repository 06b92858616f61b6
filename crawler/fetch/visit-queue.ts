// Promises Crawlee its next visit from a plain list in memory: who asks for a visit waits for it here, so nothing needs to be stored or remembered.
import { Request } from "crawlee";
import type { IRequestManager, RequestQueue, RequestQueueOperationInfo } from "crawlee";

export interface VisitQueue {
  /** HttpCrawler refuses the option `requestManager`; inside, it uses its queue as nothing more than that. */
  asRequestQueue: RequestQueue;
  push(url: string, uniqueKey: string): void;
}

/** First come, first served. Crawlee's own queue in memory costs more than the rest of a visit: it checks, copies and sorts every request anew. */
export function createVisitQueue(): VisitQueue {
  const waiting: Request[] = [];
  let pushedCount = 0;
  let handledCount = 0;

  const push = (url: string, uniqueKey: string) => {
    pushedCount++;
    waiting.push(new Request({ url, uniqueKey }));
  };
  const infoOf = (request: Request, wasAlreadyHandled: boolean): RequestQueueOperationInfo => ({
    requestId: request.uniqueKey,
    uniqueKey: request.uniqueKey,
    wasAlreadyPresent: wasAlreadyHandled,
    wasAlreadyHandled,
    forefront: false,
  });
  const refuse = () => Promise.reject(new TypeError("visits are asked for one by one, never found by the crawler"));

  const manager: IRequestManager = {
    isEmpty: async () => waiting.length === 0,
    isFinished: async () => waiting.length === 0 && handledCount === pushedCount,
    handledCount: async () => handledCount,
    getTotalCount: () => pushedCount,
    getPendingCount: () => pushedCount - handledCount,
    // The interface is generic in what a request carries; ours carry nothing but their key.
    fetchNextRequest: async () => (waiting.shift() ?? null) as never,
    markRequestHandled: async (request) => {
      handledCount++;
      return infoOf(request, true);
    },
    reclaimRequest: async (request) => {
      waiting.push(request);
      return infoOf(request, false);
    },
    addRequest: refuse,
    addRequestsBatched: refuse,
    async *[Symbol.asyncIterator]() {
      while (waiting.length > 0) yield waiting.shift()!;
    },
  };
  return { asRequestQueue: manager as unknown as RequestQueue, push };
}
