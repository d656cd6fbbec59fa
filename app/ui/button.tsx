"use client";

import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonLook, buttonClasses } from "./button-classes.ts";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; wide?: boolean };

/** A submit button that cannot be pressed twice while its form is on the way. */
export function Button({
  look = "plain",
  wide = false,
  className,
  ...rest
}: ButtonProps): ReactNode {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      aria-disabled={pending || undefined}
      onClick={(event) => pending && event.preventDefault()}
      className={buttonClasses(look, wide, className)}
      {...rest}
    />
  );
}
