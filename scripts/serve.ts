import { existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { type Env, readEnv } from "#lib/env.ts";
import { ownCookie } from "#lib/http/own-cookie.ts";
import { sessionCookieWord } from "#lib/http/session-cookie-name.ts";
import { captureConsole } from "#lib/server/capture-console.ts";
import { drain, trackResponses } from "#lib/server/drain.ts";
import { type HandlerOptions, handlerFor } from "#lib/server/handler.ts";
import { keepMailing } from "#lib/server/keep-mailing.ts";
import { listen } from "#lib/server/listen.ts";
import { logNews, logProblem } from "#lib/server/log.ts";
import { outliveFailures } from "#lib/server/outlive-failures.ts";
import { withProbes } from "#lib/server/probes.ts";
import { repeat } from "#lib/server/repeat.ts";
import { responseHeaders } from "#lib/server/response-headers.ts";
import { withSessionApi } from "#lib/server/session-api.ts";
import { sharedCheck } from "#lib/server/shared-check.ts";
import { explainRefusal } from "#lib/server/start-refusal.ts";
import { onStopSignals } from "#lib/server/stop-signals.ts";
import { refuseUnreadable } from "#lib/server/unreadable.ts";
import { services } from "#lib/services.ts";
import { createApp, type NextApp, notFoundPage } from "./server/next-app.ts";
import { noteCrossSite, noteLife } from "./server/notes.ts";

const root = join(import.meta.dirname, "..");
const development = process.argv.includes("--dev");
/** Longer than proxies keep theirs, so that none sends a request on a connection we are closing. */
const keepAliveTimeout = 65_000;
const drainGrace = 10_000;
const sweepPause = 30_000;
const readinessKept = 1_000;
let stopping = false;

try {
  setUpProcess();
  const env = readEnv(process.env);
  if (!process.argv.includes("--check-settings")) await serve(env);
} catch (error) {
  console.error(explainRefusal(error));
  process.exit(1);
}

function setUpProcess(): void {
  process.chdir(root);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const NODE_ENV = development ? "development" : "production";
  Object.assign(process.env, { NODE_ENV, NEXT_TELEMETRY_DISABLED: "1" });
}

async function serve(env: Env): Promise<void> {
  // The database is opened and migrated, or refused, before anybody can ask for anything.
  services();
  const server = createServer({ keepAliveTimeout });
  const app = await createApp(server, env, development);
  const stop = stopperOf(server, app);
  onStopSignals(
    process,
    () => stop(0),
    () => process.exit(130),
  );
  await app.prepare();
  outliveFailures(() => stop(1));
  if (!development) captureConsole();
  server.on("request", listenerFor(app, env));
  server.on("clientError", refuseUnreadable(responseHeaders(env.publicUrl)));
  await listen(server, env.port);
  await noteLife("sys_startup");
  await greet(env);
}

function listenerFor(app: NextApp, env: Env): RequestListener {
  const { metrics, check, seals, sessions } = services();
  metrics.watchProcess();
  const cookieName = ownCookie(sessionCookieWord, env.publicUrl).name;
  const next = withSessionApi(app.getRequestHandler(), { cookieName, seals, sessions });
  return withProbes(handlerFor(next, handlerOptions(env)), {
    headers: responseHeaders(env.publicUrl),
    metricsToken: env.metricsToken,
    check: sharedCheck(check, readinessKept),
    isDraining: () => stopping,
    metrics,
  });
}

function handlerOptions(env: Env): HandlerOptions {
  const onCrossSite = (address: string, path: string) => void noteCrossSite(address, path);
  return { ...env, development, notFoundPage: development ? null : notFoundPage(), onCrossSite };
}

/** Sweeps until it is called, then lets everything finish and ends the process. */
function stopperOf(server: Server, app: NextApp): (status: number) => void {
  const running = trackResponses(server);
  const sweepFailed = (error: unknown) => logProblem("sweep failed", error);
  const stopSweeping = repeat(sweepSome, sweepPause, sweepFailed);
  const stopMailing = keepMailing(services().mail.sendDue, logProblem);
  const close = async () => {
    stopSweeping();
    logNews("stopping");
    await Promise.all([drain(server, running, drainGrace), stopMailing()]);
    await app.close();
    await noteLife("sys_shutdown");
    await services().close();
    logNews("stopped");
  };

  return (status) => {
    if (stopping) return;
    stopping = true;
    close()
      .catch((error) => logProblem("closing failed", error))
      .finally(() => process.exit(status));
  };
}

async function sweepSome(): Promise<boolean> {
  return (await services().sweep()) > 0;
}

async function greet({ publicUrl, port }: Env): Promise<void> {
  logNews("ready", { url: publicUrl.origin, port });
  console.log(`  Latchkey is ready at ${publicUrl.origin}`);
  const { outbox } = services().mail;
  if (outbox !== null) console.log(`  SMTP_URL is not set: mails are written to ${outbox}`);
  const setupLink = await services().setup.issueLink();
  if (setupLink === null) return;
  console.log("  No administrator exists yet. Create the first one within 24 hours:");
  console.log(`  ${setupLink}`);
}
