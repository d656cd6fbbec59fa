import type { ReactNode } from "react";
import { Field } from "./field.tsx";

/** Where the address of an account is asked for. */
export function EmailField({
  typed,
  problem,
}: {
  typed: string | undefined;
  problem?: string | undefined;
}): ReactNode {
  return (
    <Field
      label="Email"
      name="email"
      type="email"
      autoComplete="username"
      required
      defaultValue={typed ?? ""}
      problem={problem}
    />
  );
}
