"use client";

import type { Route } from "next";
import Form from "next/form";
import { type ReactNode, useEffect, useRef } from "react";

/** A form whose fields show `query`, the search that the page answers; what somebody is typing meanwhile stays. */
export function SearchForm({
  action,
  query,
  className,
  children,
}: {
  action: Route;
  query: string;
  className: string;
  children: ReactNode;
}): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(query);
  useEffect(() => {
    // Not at first: what was chosen before the script arrived is somebody's choice too.
    if (shown.current === query) return;
    shown.current = query;
    const isTyping = form.current?.querySelector("input:focus");
    if (!isTyping) form.current?.reset();
  }, [query]);
  return (
    <Form ref={form} action={action} role="search" className={className}>
      {children}
    </Form>
  );
}
