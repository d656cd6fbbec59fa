import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  name: string;
  hint?: ReactNode;
  /** What is wrong with it, as a sentence. */
  problem?: string | undefined;
};

export const inputClasses =
  "w-full min-h-11 rounded-control bg-surface px-3 py-2 text-base text-ink ring-1 ring-inset ring-edge/70 placeholder:text-muted sm:min-h-10 sm:text-sm aria-invalid:ring-2 aria-invalid:ring-danger";

/** A labelled input. Its hint, or what is wrong with it instead, is tied to it for screen readers. */
export function Field({ label, hint, problem, className, ...input }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  return (
    <div className={classNames("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        className={inputClasses}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? problemId : hint ? hintId : undefined}
        {...input}
      />
      {problem ? (
        <p id={problemId} className="text-sm text-danger-ink">
          {problem}
        </p>
      ) : (
        hint && (
          <p id={hintId} className="text-sm text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}
