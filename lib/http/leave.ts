import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { clearSessionToken } from "./session-cookie.ts";

/** Takes the cookie away and goes to the sign-in page, or what it shows for `to`: what is left to do once this browser's session has ended. */
export async function leave(to: Route = "/login"): Promise<never> {
  await clearSessionToken();
  return redirect(to);
}
