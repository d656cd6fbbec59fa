import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { type Env, readEnv } from "#lib/env.ts";
import { drain, trackResponses } from "#lib/server/drain.ts";
import { handlerFor } from "#lib/server/handler.ts";
import { keepMailing } from "#lib/server/keep-mailing.ts";
import { listen } from "#lib/server/listen.ts";
import { logProblem } from "#lib/server/log.ts";
import { outliveFailures } from "#lib/server/outlive-failures.ts";
import { repeat } from "#lib/server/repeat.ts";
import { explainRefusal } from "#lib/server/start-refusal.ts";
import { onStopSignals } from "#lib/server/stop-signals.ts";
import { services } from "#lib/services.ts";

const root = join(import.meta.dirname, "..");
const development = process.argv.includes("--dev");
/** Longer than proxies keep theirs, so that none sends a request on a connection we are closing. */
const keepAliveTimeout = 65_000;
const drainGrace = 10_000;
const sweepPause = 30_000;

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
  const app = await createApp(server, env);
  const stop = stopperOf(server, app);
  onStopSignals(
    process,
    () => stop(0),
    () => process.exit(130),
  );
  await app.prepare();
  outliveFailures(() => stop(1));
  server.on(
    "request",
    handlerFor(app.getRequestHandler(), { ...env, development, notFoundPage: notFoundPage() }),
  );
  await listen(server, env.port);
  await greet(env);
}

type App = Awaited<ReturnType<typeof createApp>>;

async function createApp(server: Server, { port, publicUrl }: Env) {
  // After an action that redirects, Next fetches the next page from here; the public address may
  // not be reachable from where we run.
  process.env.__NEXT_PRIVATE_ORIGIN = `http://127.0.0.1:${port}`;
  // Only now: some of what Next loads looks at NODE_ENV at once.
  const { default: next } = await import("next");
  return next({
    dev: development,
    dir: root,
    quiet: !development,
    // What `request.url` says in a handler.
    hostname: publicUrl.hostname,
    port: Number(publicUrl.port) || (publicUrl.protocol === "https:" ? 443 : 80),
    // In production it gets one that never listens: it would add a listener for WebSockets.
    httpServer: development ? server : createServer(),
  });
}

function notFoundPage(): string | null {
  const file = join(root, ".next/server/app/_not-found.html");
  return !development && existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** Sweeps until it is called, then lets everything finish and ends the process. */
function stopperOf(server: Server, app: App): (status: number) => void {
  const running = trackResponses(server);
  const sweepFailed = (error: unknown) => logProblem("sweep failed", error);
  const stopSweeping = repeat(sweepSome, sweepPause, sweepFailed);
  const stopMailing = keepMailing(services().mail.sendDue, logProblem);
  const close = async () => {
    stopSweeping();
    await Promise.all([drain(server, running, drainGrace), stopMailing()]);
    await app.close();
    await services().close();
  };

  let stopping = false;
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

async function greet({ publicUrl }: Env): Promise<void> {
  console.log(`  Latchkey is ready at ${publicUrl.origin}`);
  const { outbox } = services().mail;
  if (outbox !== null) console.log(`  SMTP_URL is not set: mails are written to ${outbox}`);
  const setupLink = await services().setup.issueLink();
  if (setupLink === null) return;
  console.log("  No administrator exists yet. Create the first one within 24 hours:");
  console.log(`  ${setupLink}`);
}
