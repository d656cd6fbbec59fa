import type { IncomingMessage } from "node:http";

/**
 * Calls `exceeded` as soon as more than `limit` bytes of body have come: a chunked body does not say
 * its length beforehand. Sits where bytes arrive, since listening for them would take them from Next.
 */
export function limitBody(request: IncomingMessage, limit: number, exceeded: () => void): void {
  const push = request.push;
  let received = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    received += chunk?.length ?? 0;
    if (received <= limit) return push.call(request, chunk, encoding);
    request.push = () => false;
    exceeded();
    return false;
  };
}
