"use client";

import { type ReactNode, useEffect, useState } from "react";
import { exactTime, relativeTime } from "./time-text.ts";

interface Texts {
  relative: string;
  exact: string;
}

/** Starts with the server's words and moves on to the viewer's zone and clock. */
export function LocalTime({ instant, ...server }: Texts & { instant: string }): ReactNode {
  const [own, setOwn] = useState<Texts | null>(null);
  useEffect(() => {
    const at = new Date(instant);
    const update = () => setOwn({ relative: relativeTime(at, new Date()), exact: exactTime(at) });
    update();
    const timer = setInterval(update, 30_000);
    return () => clearInterval(timer);
  }, [instant]);
  const { relative, exact } = own ?? server;
  return (
    <time dateTime={instant} title={exact}>
      {relative}
    </time>
  );
}
