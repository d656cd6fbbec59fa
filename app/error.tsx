"use client";

import type { ReactNode } from "react";
import { Button } from "./ui/button.tsx";
import { Entrance } from "./ui/entrance.tsx";

export default function ErrorPage({ retry }: { retry: () => void }): ReactNode {
  return (
    <Entrance
      heading="Something went wrong on our side"
      lead="Nothing you entered was the cause, and you are not signed out by it."
    >
      <Button look="primary" type="button" onClick={retry}>
        Try again
      </Button>
    </Entrance>
  );
}
