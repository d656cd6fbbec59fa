import type { ReactNode } from "react";

export function EmptyState({
  heading,
  children,
}: {
  heading: string;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="rounded-card border border-dashed border-edge/60 px-6 py-10 text-center">
      <p className="font-medium">{heading}</p>
      <div className="mx-auto mt-1 max-w-md text-sm text-muted">{children}</div>
    </div>
  );
}
