import "server-only";
import { notFound, redirect } from "next/navigation";
import { after } from "next/server";
import { services } from "#lib/services.ts";
import type { Session } from "#lib/session/session.ts";
import type { SignedInActor } from "#lib/session/sessions.ts";
import { currentClient, currentPath, isPrefetch } from "./client.ts";
import { currentSession } from "./current-session.ts";
import { loginPath, reauthenticatePath } from "./return-path.ts";

/** The live session, noted as seen after the answer is out; without one, off to the sign-in page and back. */
export async function requireSession(): Promise<Session> {
  const session = (await currentSession()) ?? redirect(loginPath(await currentPath()));
  if (!(await isPrefetch())) after(() => services().sessions.touch(session));
  return session;
}

/**
 * The live session of somebody who proved within the fresh window who they are (ASVS 5.0 7.5.2); otherwise off to
 * `/reauthenticate` and back to the page that asked, or to `back`.
 */
export async function requireFresh(back?: string): Promise<Session> {
  return freshOf(await requireSession(), back);
}

/** An administrator's fresh session, as `requireFresh`; for everybody else there is no such page. */
export async function requireFreshAdmin(back?: string): Promise<Session> {
  return freshOf(await requireAdmin(), back);
}

async function freshOf(session: Session, back?: string): Promise<Session> {
  if (services().sessions.isFresh(session)) return session;
  return redirect(reauthenticatePath(back ?? (await currentPath())));
}

/** An administrator's live session; for everybody else there is no such page. */
export async function requireAdmin(): Promise<Session> {
  const session = await requireSession();
  if (session.account.role === "admin") return session;
  await recordRefusal(session);
  return notFound();
}

/** The person of this session acting now, from where they are now. */
export async function actorOf(session: Session): Promise<SignedInActor> {
  const { address } = await currentClient();
  return { kind: "account", id: session.account.id, sessionId: session.id, address };
}

/** At most one line a minute for each session: whoever tries again and again must not fill the trail. */
async function recordRefusal(session: Session): Promise<void> {
  if ((await isPrefetch()) || !(await services().mayNote(`authz_fail:${session.id}`))) return;
  await services().audit.record({
    name: "authz_fail",
    actor: await actorOf(session),
    accountId: session.account.id,
    sessionId: session.id,
    detail: { path: (await currentPath()).slice(0, 200) },
  });
}
