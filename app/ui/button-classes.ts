import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "plain" | "danger" | "quiet";

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  danger: "bg-danger text-on-danger hover:bg-danger-strong",
  plain: "bg-surface text-ink ring-1 ring-inset ring-edge/50 hover:bg-sunken",
  quiet: "text-muted hover:bg-sunken hover:text-ink",
};

/** How a button, or a link that acts as one, looks. At least 44 px high under a finger. */
export function buttonClasses(look: ButtonLook, wide = false, more?: string): string {
  return classNames(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 py-2 text-center text-sm font-medium sm:min-h-9 sm:py-1.5",
    "aria-disabled:opacity-60",
    looks[look],
    wide && "w-full",
    more,
  );
}
