import { setImmediate as requestsTurn } from "node:timers/promises";
import type { Database } from "#db/open.ts";
import { write } from "#db/write.ts";
import { deleteDueAccount } from "#lib/account/delete-account.ts";
import { forgetAddresses, purgeEvents } from "#lib/audit/purge-trail.ts";
import { before } from "#lib/duration.ts";
import type { Retention } from "#lib/env.ts";
import { purgeDevices } from "#lib/known-device/known-devices.ts";
import { purgeTokens } from "#lib/link/one-time-token.ts";
import { purgeThrottles } from "#lib/throttle/failure-throttle.ts";

/**
 * One small batch of each kind of data that has been kept for long enough, each in a transaction of its own with
 * room for requests between them. Returns how much it did.
 */
export async function sweepOld(
  database: Database,
  retention: Retention,
  now: Date,
  batch = 200,
): Promise<number> {
  const steps = [
    () => purgeDevices(database, now, batch),
    () => purgeThrottles(database, now, batch),
    () => purgeTokens(database, now, batch),
    () => deleteDueAccount(database, now, batch),
    () => forgetAddresses(database, before(now, retention.addresses), batch),
    () => purgeEvents(database, before(now, retention.events), batch, now),
  ];
  let done = 0;
  for (const step of steps) {
    await requestsTurn();
    done += await write(database, step);
  }
  return done;
}
