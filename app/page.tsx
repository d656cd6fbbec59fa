import { redirect } from "next/navigation";
import { currentSession } from "#lib/http/current-session.ts";

export default async function HomePage(): Promise<never> {
  return redirect((await currentSession()) ? "/devices" : "/login");
}
