import type { ReactNode } from "react";
import type { Page } from "#lib/page.ts";
import { LinkButton } from "./link-button.tsx";
import { withQuery } from "./with-query.ts";

/** The ways to the newer and the older part of a list, keeping what is searched for. */
export function Pager({
  path,
  query,
  page,
}: {
  path: string;
  query: Record<string, string | undefined>;
  page: Page<unknown>;
}): ReactNode {
  if (page.newer === null && page.older === null) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-3">
      <span>
        {page.newer !== null && (
          <LinkButton href={withQuery(path, { ...query, newer: String(page.newer) })}>
            ← Newer
          </LinkButton>
        )}
      </span>
      <span>
        {page.older !== null && (
          <LinkButton href={withQuery(path, { ...query, older: String(page.older) })}>
            Older →
          </LinkButton>
        )}
      </span>
    </nav>
  );
}
