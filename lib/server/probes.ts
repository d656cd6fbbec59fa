import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { filePolicy } from "./content-policy.ts";
import { pathOf } from "./front-door.ts";
import { logProblem } from "./log.ts";
import { mayReadMetrics } from "./may-read-metrics.ts";

export interface ProbeOptions {
  /** What every answer carries. */
  headers: Record<string, string>;
  metricsToken: string | null;
  /** Resolves when the data can be read and written, throws otherwise. */
  check: () => Promise<void>;
  isDraining: () => boolean;
  metrics: { contentType: string; text(): Promise<string> };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const always = { "Cache-Control": "no-store", "Content-Security-Policy": filePolicy };

/** Answers the addresses that supervisors and monitors ask, before and without Next; everything else is `app`'s. */
export function withProbes(app: RequestListener, options: ProbeOptions): RequestListener {
  const probes: Record<string, Answer> = {
    "/healthz": (_request, response) => say(response, 200, "alive"),
    "/readyz": (_request, response) => sayReadiness(response, options),
    "/metrics": (request, response) => sayMetrics(request, response, options),
  };
  return (request, response) => {
    const answer = probes[pathOf(request.url ?? "") ?? ""];
    if (answer === undefined) return app(request, response);
    setAll(response, { ...options.headers, ...always });
    if (request.method !== "GET" && request.method !== "HEAD")
      return say(response, 405, "only GET", { Allow: "GET, HEAD" });
    void Promise.resolve(answer(request, response)).catch((error) => fail(response, error));
  };
}

async function sayReadiness(response: ServerResponse, options: ProbeOptions): Promise<void> {
  if (options.isDraining()) return say(response, 503, "stopping", { "Retry-After": "5" });
  try {
    await options.check();
    say(response, 200, "ready");
  } catch (error) {
    logProblem("not ready", error);
    say(response, 503, "the data cannot be reached", { "Retry-After": "5" });
  }
}

async function sayMetrics(
  request: IncomingMessage,
  response: ServerResponse,
  { metricsToken, metrics }: ProbeOptions,
): Promise<void> {
  if (!mayReadMetrics(request, metricsToken)) {
    if (metricsToken === null) return say(response, 404, "not found");
    return say(response, 401, "a token is needed", { "WWW-Authenticate": "Bearer" });
  }
  const text = await metrics.text();
  response.setHeader("Content-Type", metrics.contentType);
  response.end(text);
}

function fail(response: ServerResponse, error: unknown): void {
  logProblem("a probe failed", error);
  say(response, 503, "the data cannot be reached", { "Retry-After": "5" });
}

function say(response: ServerResponse, status: number, text: string, headers = {}): void {
  response.statusCode = status;
  setAll(response, { "Content-Type": "text/plain; charset=utf-8", ...headers });
  response.end(`${text}\n`);
}

function setAll(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
