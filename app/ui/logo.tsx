import type { ReactNode } from "react";

/** The mark and the name. */
export function Logo(): ReactNode {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <svg viewBox="0 0 24 24" className="size-6" aria-hidden="true">
        <rect width="24" height="24" rx="7" className="fill-accent" />
        <circle cx="9" cy="12" r="3.25" className="fill-none stroke-on-accent" strokeWidth="2" />
        <path
          d="M12.25 12H19m-2.5 0v3"
          className="fill-none stroke-on-accent"
          strokeWidth="2"
          strokeLinecap="round"
        />
      </svg>
      Latchkey
    </span>
  );
}
