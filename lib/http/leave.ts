import "server-only";
import { redirect } from "next/navigation";
import { clearSessionToken } from "./session-cookie.ts";

/** Takes the cookie away and goes to the sign-in page: what is left to do once this browser's session has ended. */
export async function leave(): Promise<never> {
  await clearSessionToken();
  return redirect("/login");
}
