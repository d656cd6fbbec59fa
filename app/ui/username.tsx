import type { ReactNode } from "react";

/** Tells password managers whose password a form asks for; nobody sees it. */
export function Username({ email }: { email: string }): ReactNode {
  return (
    <input
      type="text"
      name="username"
      autoComplete="username"
      defaultValue={email}
      hidden
      readOnly
    />
  );
}
