import { type InputHTMLAttributes, type ReactNode, useId } from "react";

type CheckboxProps = InputHTMLAttributes<HTMLInputElement> & { label: string; hint?: string };

export function Checkbox({ label, hint, ...input }: CheckboxProps): ReactNode {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center gap-3 sm:min-h-0">
      <input
        id={id}
        type="checkbox"
        className="size-5 shrink-0 sm:size-4.5"
        {...input}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <div className="text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
