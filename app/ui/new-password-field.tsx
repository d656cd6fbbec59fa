"use client";

import { type ReactNode, useState } from "react";
import { classNames } from "./class-names.ts";
import { Field } from "./field.tsx";

/** A field for a password to be, which says while one types how hard it would be to guess. */
export function NewPasswordField({
  label,
  name,
  minLength,
  problem,
  about = [],
}: {
  label: string;
  name: string;
  minLength: number;
  problem?: string | undefined;
  /** What is known of the person: worth nothing in a password. */
  about?: string[];
}): ReactNode {
  const [strength, setStrength] = useState<number | null>(null);
  const estimate = async (password: string) => {
    if (password === "") return setStrength(null);
    // Half a megabyte of words, so only for those who choose a password.
    const { strengthOf } = await import("./password-strength.ts");
    setStrength([...password].length < minLength ? 0 : strengthOf(password, about));
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        name={name}
        type="password"
        autoComplete="new-password"
        required
        hint={`At least ${minLength} characters. A few words in a row are easy to remember.`}
        problem={problem}
        onChange={(event) => estimate(event.target.value)}
      />
      {strength !== null && <Strength strength={strength} />}
    </div>
  );
}

const words = [
  "Too easy to guess",
  "Easy to guess",
  "Could be harder",
  "Hard to guess",
  "Very hard to guess",
];
const widths = ["w-1/12", "w-1/4", "w-1/2", "w-3/4", "w-full"];
const colours = ["bg-danger", "bg-danger", "bg-caution-ink", "bg-accent", "bg-accent"];

function Strength({ strength }: { strength: number }): ReactNode {
  return (
    <div className="grid gap-1">
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div className={classNames("h-full rounded-full", widths[strength], colours[strength])} />
      </div>
      <p role="status" className="text-sm text-muted">
        {words[strength]}
      </p>
    </div>
  );
}
