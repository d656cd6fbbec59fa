import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireFresh, requireSession } from "#lib/http/guards.ts";
import { services } from "#lib/services.ts";
import { Ask } from "../ui/ask.tsx";
import { Desk } from "../ui/desk.tsx";
import { EndedNotice } from "../ui/ended-notice.tsx";
import { DeviceList } from "./device-list.tsx";
import { DeviceQuestion } from "./device-question.tsx";
import { KeptNotice } from "./kept-notice.tsx";

export const metadata: Metadata = { title: "Devices" };

export default async function DevicesPage({
  searchParams,
}: PageProps<"/devices">): Promise<ReactNode> {
  const { confirm, ended, kept } = await searchParams;
  // Asked before the question, so that the answer to it is the last step.
  const session = await (confirm === undefined ? requireSession() : requireFresh());
  const { sessions, now } = services();
  const others = (await sessions.list(session.account.id)).filter(({ id }) => id !== session.id);
  return (
    <Desk
      session={session}
      heading="Devices"
      lead="Every browser and app that is signed in to your account. Sign out whatever you do not recognise."
    >
      <DeviceQuestion question={confirm} others={others.length} />
      <EndedNotice ended={ended} />
      <KeptNotice kept={kept} />
      <DeviceList sessions={[session, ...others]} currentId={session.id} now={now()} />
      <div className="flex flex-col gap-3 sm:flex-row sm:justify-end">
        {others.length > 0 && (
          <Ask page="/devices" question="others">
            Sign out other devices
          </Ask>
        )}
        <Ask page="/devices" question="everywhere" look="danger">
          Sign out everywhere
        </Ask>
      </div>
    </Desk>
  );
}
