import { system, visitor } from "#lib/audit/event.ts";
import { logProblem } from "#lib/server/log.ts";
import { services } from "#lib/services.ts";
import { networkOf } from "#lib/throttle/network.ts";

// What the server itself has to tell the trail. A disk that takes no line keeps it neither from starting nor from
// answering nor from stopping.

export async function noteLife(name: "sys_startup" | "sys_shutdown"): Promise<void> {
  const detail = { node: process.version, pid: process.pid };
  await orLog(name, services().audit.record({ name, actor: system, detail }));
}

/** At most one line a minute for each network: whoever tries again and again must not fill the trail. */
export async function noteCrossSite(address: string, path: string): Promise<void> {
  const { mayNote, audit } = services();
  const detail = { path: path.slice(0, 200) };
  const note = async () => {
    if (!(await mayNote(`malicious_csrf:${networkOf(address)}`))) return;
    await audit.record({ name: "malicious_csrf", actor: visitor(address), detail });
  };
  await orLog("malicious_csrf", note());
}

async function orLog(name: string, recorded: Promise<void>): Promise<void> {
  await recorded.catch((error) => logProblem(`${name} could not be recorded`, error));
}
