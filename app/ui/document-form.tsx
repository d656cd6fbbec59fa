import type { ReactNode } from "react";

/** What React knows a server action by. */
type ServerReference = (() => Promise<unknown>) | ((form: FormData) => Promise<unknown>);

/**
 * A form that the browser itself posts, with JavaScript too, as it would post React's form without: what comes back
 * is a new document. For whatever signs this browser out, so that nothing of the old one stays (ASVS 5.0 14.3.1).
 */
export function DocumentForm({
  action,
  children,
}: {
  action: ServerReference;
  children: ReactNode;
}): ReactNode {
  const { $$id } = action as ServerReference & { $$id: string };
  return (
    <form method="post" encType="multipart/form-data">
      <input type="hidden" name={`$ACTION_ID_${$$id}`} />
      {children}
    </form>
  );
}
