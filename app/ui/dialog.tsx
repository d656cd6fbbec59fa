"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { LinkButton } from "./link-button.tsx";

/**
 * Asks before something is done. It is part of the page that the server sends, so it works without JavaScript;
 * with it, the rest of the page becomes inert and Escape goes back.
 */
export function Dialog({
  heading,
  backTo,
  children,
  confirm,
}: {
  heading: string;
  backTo: Route;
  children: ReactNode;
  /** The form that goes ahead; it contains the button Confirm. */
  confirm: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const headingId = useId();
  useEffect(() => {
    dialog.current?.close();
    dialog.current?.showModal();
    // What has to be filled in, else the harmless way out.
    dialog.current?.querySelector<HTMLElement>("input:not([type=hidden]), a")?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      open
      aria-labelledby={headingId}
      onCancel={(event) => {
        event.preventDefault();
        router.push(backTo, { scroll: false });
      }}
      className="dialog rounded-card border border-line bg-surface p-6 text-ink"
    >
      <h2 id={headingId} className="text-lg font-semibold">
        {heading}
      </h2>
      <div className="mt-2 text-sm text-muted">{children}</div>
      <div className="mt-5">{confirm}</div>
      <div className="mt-3 grid">
        <LinkButton href={backTo} look="quiet">
          Cancel
        </LinkButton>
      </div>
    </dialog>
  );
}
